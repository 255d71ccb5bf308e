"""What a tool asks of a model: one frozen value that holds everything its pictures depend on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.config import Config
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture

Told = Callable[[int, Picture], None]
"""Called with a picture's place as soon as it is there; raises Cancelled when nobody waits."""


def untold(_index: int, _picture: Picture) -> None:
    """For those who wait for the end."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a request became.

    Attributes:
        pictures: (n, h, w, c) uint8; empty where a request only measures.
        columns: of the sheet that shows them together.
        readings: what was measured along the way, by name: floats, arrays, packed values.
    """

    pictures: NDArray[np.uint8]
    columns: int = 1
    readings: Mapping[str, Any] = field(default_factory=dict)

    def sheet(self, gap: int = 2) -> Picture:
        """All pictures in rows, white between them; one picture is itself."""
        count, height, width, channels = self.pictures.shape
        if count == 1:
            return self.pictures[0]
        columns = min(self.columns, count)
        rows = -(-count // columns)
        sides = rows * (height + gap) - gap, columns * (width + gap) - gap
        sheet = np.full((*sides, channels), 255, np.uint8)
        for index, one in enumerate(self.pictures):
            top, left = (index // columns) * (height + gap), (index % columns) * (width + gap)
            sheet[top : top + height, left : left + width] = one
        return sheet


class Request(Config):
    """A concrete one has a `kind` of its own and stands in the union of `edit/requests.py`.

    It is the state of its tool, the entry of an undo, the script of a replay and the provenance
    of an exported picture: whatever the tool lets people change is a field.
    """

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Make it with a system in evaluation mode; the same request makes the same bytes.

        Raises:
            InputError: the model lacks a capability, or a value does not fit it.
            Cancelled: `told` did not want to wait.
        """
        raise NotImplementedError


def rendered(pictures: list[Picture], columns: int = 1, **readings: Any) -> Rendering:
    """Pictures of one size as a rendering."""
    return Rendering(np.stack(pictures), columns, readings)
