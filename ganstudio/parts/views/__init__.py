"""Views: what the critic sees of a batch."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.views.adaptive_augment import AdaptiveAugment
from ganstudio.parts.views.diff_augment import DiffAugment
from ganstudio.parts.views.pack import Pack

View = Annotated[Pack | DiffAugment | AdaptiveAugment, Field(discriminator="kind")]
VIEWS = (Pack, DiffAugment, AdaptiveAugment)

__all__ = ["VIEWS", "AdaptiveAugment", "DiffAugment", "Pack", "View"]
