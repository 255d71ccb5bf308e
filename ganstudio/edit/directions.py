"""Directions in a latent space: what they are, and files that share them."""

from pathlib import Path
from typing import Literal

import numpy as np
import torch
import yaml
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator
from torch import Tensor

from ganstudio.core.config import Config, changes, explain
from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.edit.artist import Artist
from ganstudio.edit.carried import DIRECTION_SUFFIX
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed

FORMAT = 1
MOST_TEXT = 16 << 20

Space = Literal["z", "w"]
Source = Literal["pca", "sefa", "difference", "boundary"]


class Direction(Config):
    """A unit vector that a latent is moved along, and how far one sigma is.

    Attributes:
        name: as its user calls it.
        source: how it was found.
        space: w is moved in a range of layers, z as a whole.
        vector: (d,) float32, of length 1.
        sigma: standard deviation of the model's own latents along it, in units of the space.
        layers: first and last of those it is meant for, counted from 0; None for all.
        strength: what its source says of it: share of variance, eigenvalue, share that is right.
        is_starred: kept at hand by its user.
    """

    name: str = Field(min_length=1, max_length=80)
    source: Source
    space: Space
    vector: Packed
    sigma: float = Field(gt=0, allow_inf_nan=False)
    layers: tuple[int, int] | None = None
    strength: float = Field(0.0, allow_inf_nan=False)
    is_starred: bool = False

    @model_validator(mode="after")
    def _is_a_direction(self) -> "Direction":
        values = self.vector.array()
        if values.ndim != 1 or values.dtype != np.float32 or not np.isfinite(values).all():
            raise ValueError("a direction is one row of finite float32 numbers")
        if abs(float(np.linalg.norm(values)) - 1) > 1e-3:
            raise ValueError("a direction has length 1")
        if self.layers is not None and not 0 <= self.layers[0] <= self.layers[1]:
            raise ValueError("layers go from the first to the last, counted from 0")
        return self

    @property
    def key(self) -> str:
        """The same for the same vector, whatever it is called."""
        return f"{self.source}/{self.vector.data}"

    def step(self, amount: float) -> Tensor:
        """(d,) what moves a latent by so many sigma."""
        return self.vector.tensor() * (amount * self.sigma)


def along(
    vector: Tensor | NDArray[np.float64], latents: Tensor, name: str, source: Source, space: Space
) -> Direction:
    """A direction of a vector of any length; sigma is the spread of latents (n, d) along it.

    Raises InputError: the vector is zero, or the latents do not differ along it.
    """
    given = torch.as_tensor(vector, dtype=torch.float64).cpu()
    length = float(given.norm())
    unit = given / max(length, 1e-30)
    sigma = float((latents.detach().cpu().double() @ unit).std())
    if length < 1e-12 or not sigma > 0:
        raise InputError(
            f"{name} has no direction: what it was to be found from does not differ. Choose other "
            "pictures, or more layers."
        )
    packed = Packed.of(unit.to(torch.float32))
    return Direction(name=name, source=source, space=space, vector=packed, sigma=sigma)


def check_fit(direction: Direction, artist: Artist) -> None:
    """Raises InputError: the direction is of a space that the model has not, or of another size."""
    width = len(direction.vector.array())
    if direction.space == "w":
        if artist.has_styles is None:
            raise InputError(
                f"{direction.name} moves styles, and this model has none: open it with a StyleGAN."
            )
        own = len(artist.has_styles.mean_style())
    else:
        own = artist.z(Latent(seed=0)).numel()
    if width != own:
        raise InputError(
            f"{direction.name} has {width:,} numbers and the model's {direction.space} has "
            f"{own:,}: it belongs to another model."
        )


class DirectionFile(Config):
    """What a .gandirection file holds."""

    format: int = Field(FORMAT, ge=1)
    model: str = ""  # name of the run that they were found with
    directions: tuple[Direction, ...] = Field(min_length=1)


def write_directions(path: Path, directions: tuple[Direction, ...], model: str = "") -> None:
    """Write a file, whole or not at all. Raises OSError."""
    document = changes(DirectionFile(model=model, directions=directions))
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    write_atomically(path, text.encode())


def read_directions(path: Path) -> DirectionFile:
    """Read a file of unknown origin.

    Raises InputError that names the file, what is wrong and where.
    """
    try:
        if path.stat().st_size > MOST_TEXT:
            raise InputError(f"{path.name} is larger than any direction: choose another file.")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as text: {error}.") from error
    except yaml.YAMLError as error:
        raise InputError(
            f"{path.name} is no {DIRECTION_SUFFIX} file: save one with Share and open that."
        ) from error
    if not isinstance(content, dict):
        raise InputError(
            f"{path.name} is no {DIRECTION_SUFFIX} file: save one with Share and open that."
        )
    if isinstance(content.get("format"), int) and content["format"] > FORMAT:
        raise InputError(f"{path.name} was written by a newer studio: update to open it.")
    try:
        return DirectionFile.model_validate(content)
    except ValidationError as error:
        raise InputError(explain(error, DirectionFile, path.name).split("\n")[0]) from error
