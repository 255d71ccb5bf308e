"""Generator networks: from latents to data."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.generators.biggan import BigGanGenerator
from ganstudio.parts.generators.dcgan import DcganGenerator
from ganstudio.parts.generators.mlp import MlpGenerator
from ganstudio.parts.generators.progressive import ProgressiveGenerator
from ganstudio.parts.generators.resnet import ResnetGenerator
from ganstudio.parts.generators.style import StyleGenerator

Generator = Annotated[
    MlpGenerator
    | DcganGenerator
    | ResnetGenerator
    | ProgressiveGenerator
    | StyleGenerator
    | BigGanGenerator,
    Field(discriminator="kind"),
]
GENERATORS = (
    MlpGenerator,
    DcganGenerator,
    ResnetGenerator,
    ProgressiveGenerator,
    StyleGenerator,
    BigGanGenerator,
)

__all__ = [
    "GENERATORS",
    "BigGanGenerator",
    "DcganGenerator",
    "Generator",
    "MlpGenerator",
    "ProgressiveGenerator",
    "ResnetGenerator",
    "StyleGenerator",
]
