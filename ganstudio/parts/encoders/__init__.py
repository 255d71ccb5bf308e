"""Encoders of images: the features of their instances, and the style of the whole."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.encoders.absent import NoEncoder
from ganstudio.parts.encoders.instances import InstanceEncoder
from ganstudio.parts.encoders.style import StyleEncoder

OptionalStyleEncoder = Annotated[NoEncoder | StyleEncoder, Field(discriminator="kind")]
OptionalInstanceEncoder = Annotated[NoEncoder | InstanceEncoder, Field(discriminator="kind")]

__all__ = [
    "InstanceEncoder",
    "NoEncoder",
    "OptionalInstanceEncoder",
    "OptionalStyleEncoder",
    "StyleEncoder",
]
