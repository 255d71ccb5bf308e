"""Encoders of images: the features of their instances, and the style of the whole."""

from ganstudio.parts.encoders.instances import InstanceEncoder
from ganstudio.parts.encoders.style import StyleEncoder

__all__ = ["InstanceEncoder", "StyleEncoder"]
