"""Every dataset that a preset can name."""

from typing import Annotated

from pydantic import Field

from ganstudio.data.captions import Captions
from ganstudio.data.citations import Citations
from ganstudio.data.curves import Line, SwissRoll, TwoMoons
from ganstudio.data.defects import Defects
from ganstudio.data.digits import Digits
from ganstudio.data.flowers import Flowers
from ganstudio.data.folder import Folder
from ganstudio.data.graph_files import GraphFiles, Karate
from ganstudio.data.idx import Idx
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.npz import Npz
from ganstudio.data.pairs_folder import Pairs
from ganstudio.data.points import PointsFile
from ganstudio.data.sequences_folder import Sequences
from ganstudio.data.stacked_digits import StackedDigits
from ganstudio.data.streets import Streets
from ganstudio.data.stripes import Stripes
from ganstudio.data.tokens import Tokens
from ganstudio.data.traffic import Traffic
from ganstudio.data.two_worlds import TwoWorlds
from ganstudio.data.unpaired_folder import Unpaired
from ganstudio.data.worlds import Grid, Mixture1D, Ring, TwoGaussians

Source = Annotated[
    Ring
    | Grid
    | TwoGaussians
    | SwissRoll
    | TwoMoons
    | Line
    | Mixture1D
    | TwoWorlds
    | PointsFile
    | Digits
    | StackedDigits
    | Captions
    | Flowers
    | Streets
    | Stripes
    | Tokens
    | Defects
    | Traffic
    | Karate
    | Citations
    | GraphFiles
    | Folder
    | Pairs
    | Unpaired
    | LabelMaps
    | Sequences
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
    TwoWorlds,
    PointsFile,
    Digits,
    StackedDigits,
    Captions,
    Flowers,
    Streets,
    Stripes,
    Tokens,
    Defects,
    Traffic,
    Karate,
    Citations,
    GraphFiles,
    Folder,
    Pairs,
    Unpaired,
    LabelMaps,
    Sequences,
    Idx,
    Npz,
)
