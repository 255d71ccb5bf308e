"""Where latents come from."""

from typing import Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource


class Prior(Config):
    """The distribution that latents are drawn from."""

    distribution: Literal["gaussian", "uniform", "sphere"] = Field(
        "gaussian",
        title="Distribution",
        description="N(0, 1), U(-1, 1), or the sphere of radius sqrt(size) (ProGAN)",
    )
    size: int = Field(
        64,
        ge=1,
        le=1024,
        title="Size",
        description="Numbers in one latent",
        json_schema_extra=hints(symbol="z", slider=(1, 256), log=True),
    )

    def draw(self, count: int, random: RandomSource) -> Tensor:
        """(count, size)."""
        if self.distribution == "uniform":
            return random.uniform(count, self.size) * 2 - 1
        drawn = random.normal(count, self.size)
        if self.distribution == "sphere":
            return drawn * (self.size**0.5 / drawn.norm(dim=1, keepdim=True))
        return drawn

    def summary(self) -> str:
        return f"{self.distribution}, {self.size}"
