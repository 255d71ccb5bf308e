"""All that tools can ask for: one union, read by scripts, sessions and exported pictures."""

from typing import Annotated

from pydantic import Field

from ganstudio.edit.draw import Draw
from ganstudio.edit.mix import Mix

AnyRequest = Annotated[Draw | Mix, Field(discriminator="kind")]
