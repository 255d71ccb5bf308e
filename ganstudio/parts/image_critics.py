"""Critics of whole images, of their patches or of points, in games between two domains."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.disco import DiscoCritic
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.vector_critic import VectorCritic

ImageCritic = Annotated[PatchCritic | DiscoCritic | VectorCritic, Field(discriminator="kind")]
"""Each builds a module (view, label or None) -> Verdict with features of its layers."""
