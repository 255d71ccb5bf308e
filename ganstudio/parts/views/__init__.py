"""Views: what the critic sees of a batch."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.views.diff_augment import DiffAugment
from ganstudio.parts.views.pack import Pack

View = Annotated[Pack | DiffAugment, Field(discriminator="kind")]
VIEWS = (Pack, DiffAugment)

__all__ = ["VIEWS", "DiffAugment", "Pack", "View"]
