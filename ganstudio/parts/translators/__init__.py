"""Generators of images from images; the union is what a preset may name."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.disco import DiscoTranslator
from ganstudio.parts.translators.resnet import ResnetTranslator
from ganstudio.parts.translators.unet import UnetTranslator

Translator = Annotated[
    UnetTranslator | ResnetTranslator | DiscoTranslator, Field(discriminator="kind")
]
TRANSLATORS = (UnetTranslator, ResnetTranslator, DiscoTranslator)

__all__ = ["TRANSLATORS", "DiscoTranslator", "ResnetTranslator", "Translator", "UnetTranslator"]
