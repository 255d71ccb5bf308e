"""Translators and critics of many attributes at once: StarGAN."""

from ganstudio.parts.attributes.critic import AttributeCritic
from ganstudio.parts.attributes.told import (
    Wishes,
    attributes_of,
    dataset_of,
    exchanged,
    groups_of,
    instead,
    one_each,
)
from ganstudio.parts.attributes.translator import AttributeTranslator

__all__ = [
    "AttributeCritic",
    "AttributeTranslator",
    "Wishes",
    "attributes_of",
    "dataset_of",
    "exchanged",
    "groups_of",
    "instead",
    "one_each",
]
