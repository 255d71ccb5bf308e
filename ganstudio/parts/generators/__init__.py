"""Generator networks: from latents to data."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.generators.dcgan import DcganGenerator
from ganstudio.parts.generators.mlp import MlpGenerator
from ganstudio.parts.generators.resnet import ResnetGenerator

Generator = Annotated[MlpGenerator | DcganGenerator | ResnetGenerator, Field(discriminator="kind")]
GENERATORS = (MlpGenerator, DcganGenerator, ResnetGenerator)

__all__ = ["GENERATORS", "DcganGenerator", "Generator", "MlpGenerator", "ResnetGenerator"]
