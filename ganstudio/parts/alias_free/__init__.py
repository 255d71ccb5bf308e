"""The generator of StyleGAN3, whose details move with what they belong to."""

from ganstudio.parts.alias_free.generator import AliasFreeGenerator

__all__ = ["AliasFreeGenerator"]
