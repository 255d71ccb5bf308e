"""Where a picture comes from, as a value that can be kept, moved and written down."""

from random import Random
from typing import Literal, Self

from pydantic import Field, model_validator

from ganstudio.core.config import Config
from ganstudio.edit.packed import Packed

Noise = Literal["fixed", "random", "off"]
SEEDS = 10_000
"""Those that are drawn by chance lie below: four digits can be read on a picture."""


class Latent(Config):
    """A place in a generator's latent space: of a seed, of numbers, or of a style per layer.

    Attributes:
        seed: the prior's draw of that seed.
        z: (d,) float32, in place of a seed.
        styles: (layers, d) float32, in place of both: w+ of a generator with styles.
        label: class id, where the generator has classes; class 0 if none.
        blend: a weight for each class, in place of a label: between two classes, or beyond one.
        caption: where it depicts captions.
    """

    seed: int | None = Field(None, ge=0)
    z: Packed | None = None
    styles: Packed | None = None
    label: int | None = Field(None, ge=0)
    blend: tuple[float, ...] = ()
    caption: str = ""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if sum(one is not None for one in (self.seed, self.z, self.styles)) != 1:
            raise ValueError("a latent has one of seed, z and styles")
        if self.blend and self.label is not None:
            raise ValueError("a latent has a label or a blend of classes, not both")
        return self

    @property
    def name(self) -> str:
        """What stands under its picture: the seed, or the space it was moved in."""
        if self.seed is not None:
            return str(self.seed)
        return "z" if self.z is not None else "w+"

    def at_seed(self, seed: int) -> Self:
        """The same class and caption at a seed."""
        return self.model_copy(update={"seed": seed, "z": None, "styles": None})

    def reseeded(self, chance: Random) -> Self:
        """The same class and caption at another seed than this one."""
        seed = chance.randrange(SEEDS)
        while seed == self.seed:
            seed = chance.randrange(SEEDS)
        return self.at_seed(seed)


class Manner(Config):
    """How pictures of latents are drawn.

    Attributes:
        truncation: 1 leaves latents as they are, 0 makes all alike, beyond 1 exaggerates.
        layers: only the first ones are truncated; None for all.
        noise: the model's own maps, maps of `noise_seed`, or none.
        noise_at: the same for each input, coarse to fine; empty: all as `noise`.
    """

    truncation: float = Field(1.0, ge=-1, le=2)
    layers: int | None = Field(None, ge=0)
    noise: Noise = "fixed"
    noise_seed: int = Field(0, ge=0)
    noise_at: tuple[Noise, ...] = ()

    def noise_of(self, index: int) -> Noise:
        """What an input is given, by its place from coarse to fine."""
        return self.noise_at[index] if index < len(self.noise_at) else self.noise


PLAIN = Manner()
