"""A world of one's own: the points of a text file."""

import math
import re
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.errors import DataError
from ganstudio.data.batches import DataSpec
from ganstudio.data.endless import Drawn, Sampler, World

REACH = 1.5  # points are centred and scaled until the wider direction spans [-REACH, REACH]
_SEPARATOR = re.compile(r"[,;\s]+")


class PointsFile(World):
    """The points of a CSV file of two columns, drawn with replacement."""

    label: ClassVar[str] = "Points from a file"
    kind: Literal["points"] = "points"
    path: str = Field(
        "",
        title="File",
        description="Two numbers a line, separated by a comma, semicolon or space; "
        "a header is allowed. Points are centred and scaled to [-1.5, 1.5].",
        json_schema_extra=hints(path="file"),
    )

    @property
    def extent(self) -> float:
        return 1.4 * REACH

    def spec(self) -> DataSpec:
        if not self.path:
            raise DataError("No file of points is chosen; choose a CSV file of two columns.")
        if not Path(self.path).expanduser().is_file():
            raise DataError(f"The file {self.path} does not exist; choose another file of points.")
        return super().spec()

    def sampler(self, device: torch.device) -> Sampler:
        self.spec()
        found = normalised(read_points(Path(self.path).expanduser()), self.path)
        points = torch.as_tensor(found, dtype=torch.float32, device=device)

        def sample(count: int, random: torch.Generator) -> Drawn:
            chosen = torch.randint(len(points), (count,), generator=random, device=device)
            return Drawn(points.index_select(0, chosen))

        return sample


def read_points(path: Path) -> NDArray[np.float64]:
    """(n, 2) numbers as written. Raises DataError, naming the line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file; choose a CSV file of two columns.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); choose another file.") from None
    points: list[tuple[float, float]] = []
    may_be_header = True
    for number, line in enumerate(lines, 1):
        words = [word for word in _SEPARATOR.split(line.strip()) if word]
        if not words or words[0].startswith("#"):
            continue
        if not (may_be_header and _is_header(words)):
            points.append(_point(words, f"{path}, line {number}"))
        may_be_header = False
    return np.array(points).reshape(-1, 2)


def normalised(points: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Centred on the middle of the bounding box, one scale for both directions."""
    if len(points) < 2:
        raise DataError(f"{name} holds too few points ({len(points)}); at least 2 are needed.")
    low, high = points.min(axis=0), points.max(axis=0)
    span = float((high - low).max())
    if span == 0:
        raise DataError(f"All {len(points)} points of {name} are equal; give differing points.")
    centred: NDArray[np.float64] = (points - (low + high) / 2) * (2 * REACH / span)
    return centred


def _is_header(words: list[str]) -> bool:
    return all(_number(word) is None for word in words)


def _number(word: str) -> float | None:
    try:
        return float(word.strip("\"'"))
    except ValueError:
        return None


def _point(words: list[str], where: str) -> tuple[float, float]:
    if len(words) != 2:
        raise DataError(f"{where}: {len(words)} columns instead of 2; give two numbers a line.")
    return _finite(words[0], where), _finite(words[1], where)


def _finite(word: str, where: str) -> float:
    value = _number(word)
    if value is None or not math.isfinite(value):
        raise DataError(f"{where}: {word!r} is not a finite number; give two numbers a line.")
    return value
