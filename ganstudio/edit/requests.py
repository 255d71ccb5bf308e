"""All that tools can ask for: one union, read by scripts, sessions and exported pictures."""

from typing import Annotated

from pydantic import Field

from ganstudio.edit.arithmetic import Combine
from ganstudio.edit.attributes import Move
from ganstudio.edit.confirm import Confirm
from ganstudio.edit.defects import PaintDefects, RollNoise
from ganstudio.edit.describe import Describe
from ganstudio.edit.draw import Draw
from ganstudio.edit.films import PlayFilm
from ganstudio.edit.forget import Forget
from ganstudio.edit.graph import EditGraph
from ganstudio.edit.instances import EditInstances, InstanceStyles
from ganstudio.edit.inversion import Invert
from ganstudio.edit.mix import Mix
from ganstudio.edit.paint import Paint
from ganstudio.edit.plane import Plane
from ganstudio.edit.rank import Rank
from ganstudio.edit.redraw import Redraw
from ganstudio.edit.restyle import Restyle
from ganstudio.edit.steer import Steer, Strip
from ganstudio.edit.sweep import Sweep
from ganstudio.edit.timeline import Interpolate
from ganstudio.edit.translate import Translate
from ganstudio.edit.vary import Vary

AnyRequest = Annotated[
    Draw
    | Vary
    | Sweep
    | Rank
    | Plane
    | Describe
    | Combine
    | Confirm
    | Mix
    | Redraw
    | Forget
    | Interpolate
    | Steer
    | Strip
    | Invert
    | Translate
    | Move
    | Restyle
    | EditGraph
    | EditInstances
    | InstanceStyles
    | Paint
    | PaintDefects
    | RollNoise
    | PlayFilm,
    Field(discriminator="kind"),
]
