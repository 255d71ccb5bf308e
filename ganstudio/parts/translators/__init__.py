"""Generators of images from images, of points from points: the union that a preset may name."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.disco import DiscoTranslator
from ganstudio.parts.translators.mlp import MlpTranslator
from ganstudio.parts.translators.resnet import ResnetTranslator
from ganstudio.parts.translators.unet import UnetTranslator

Translator = Annotated[
    UnetTranslator | ResnetTranslator | DiscoTranslator | MlpTranslator,
    Field(discriminator="kind"),
]
TRANSLATORS = (UnetTranslator, ResnetTranslator, DiscoTranslator, MlpTranslator)

__all__ = [
    "TRANSLATORS",
    "DiscoTranslator",
    "MlpTranslator",
    "ResnetTranslator",
    "Translator",
    "UnetTranslator",
]
