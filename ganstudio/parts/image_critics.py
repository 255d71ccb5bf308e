"""Critics of whole images or of their patches, in games between domains of images."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.disco import DiscoCritic
from ganstudio.parts.patch import PatchCritic

ImageCritic = Annotated[PatchCritic | DiscoCritic, Field(discriminator="kind")]
"""Each builds a module (view, label or None) -> Verdict with features of its layers."""
