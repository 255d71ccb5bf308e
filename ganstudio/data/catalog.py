"""Every dataset that a preset can name."""

from typing import Annotated

from pydantic import Field

from ganstudio.data.captions import Captions
from ganstudio.data.citations import Citations
from ganstudio.data.curves import Line, SwissRoll, TwoMoons
from ganstudio.data.digits import Digits
from ganstudio.data.flowers import Flowers
from ganstudio.data.folder import Folder
from ganstudio.data.graph_files import GraphFiles, Karate
from ganstudio.data.idx import Idx
from ganstudio.data.npz import Npz
from ganstudio.data.points import PointsFile
from ganstudio.data.worlds import Grid, Mixture1D, Ring, TwoGaussians

Source = Annotated[
    Ring
    | Grid
    | TwoGaussians
    | SwissRoll
    | TwoMoons
    | Line
    | Mixture1D
    | PointsFile
    | Digits
    | Captions
    | Flowers
    | Karate
    | Citations
    | GraphFiles
    | Folder
    | Idx
    | Npz,
    Field(discriminator="kind"),
]

SOURCES: tuple[type, ...] = (
    Ring,
    Grid,
    TwoGaussians,
    SwissRoll,
    TwoMoons,
    Line,
    Mixture1D,
    PointsFile,
    Digits,
    Captions,
    Flowers,
    Karate,
    Citations,
    GraphFiles,
    Folder,
    Idx,
    Npz,
)
