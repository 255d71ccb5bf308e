"""Where latents come from."""

from typing import Annotated, Literal

from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.system import RandomSource
from ganstudio.data.batches import DataSpec

FOR_POINTS, FOR_IMAGES = 2, 64

Distribution = Annotated[
    Literal["gaussian", "uniform", "sphere"],
    Field(
        title="Distribution",
        description="N(0, 1), U(-1, 1), or the sphere of radius sqrt(size) (ProGAN)",
    ),
]


class Prior(Config):
    """The distribution that latents are drawn from."""

    distribution: Distribution = "gaussian"
    size: int = Field(
        FOR_IMAGES,
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

    @property
    def deviation(self) -> float:
        """Standard deviation of a number, and of a latent along any direction."""
        return 3**-0.5 if self.distribution == "uniform" else 1.0

    def summary(self) -> str:
        return f"{self.distribution}, {self.size}"


class AutoPrior(Config):
    """The distribution that latents are drawn from, of a size that may follow the data."""

    distribution: Distribution = "gaussian"
    size: Literal["auto"] | Annotated[int, Field(ge=1, le=1024)] = Field(
        "auto",
        title="Size",
        description=f"Numbers in one latent; auto is {FOR_POINTS} for points and {FOR_IMAGES} for "
        "images",
        json_schema_extra=hints(symbol="z"),
    )

    def resolved(self, spec: DataSpec) -> Prior:
        """The prior for these data, its size a number."""
        size = self.size
        if size == "auto":
            size = FOR_IMAGES if spec.is_images else FOR_POINTS
        return Prior(distribution=self.distribution, size=size)
