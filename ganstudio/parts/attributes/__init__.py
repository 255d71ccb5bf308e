"""Translators and critics of many attributes at once: StarGAN."""

from ganstudio.parts.attributes.critic import AttributeCritic
from ganstudio.parts.attributes.translator import AttributeTranslator

__all__ = ["AttributeCritic", "AttributeTranslator"]
