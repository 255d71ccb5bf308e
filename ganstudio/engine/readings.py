"""What instruments read and critics said: as bytes beside a run's scalars, and back.

Arrays are kept as arrays, the rest as JSON; nothing in such bytes is executed.
"""

import io
import json
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.errors import RunError
from ganstudio.core.events import InstrumentsRead, ScoresMeasured
from ganstudio.core.instruments import (
    ClassesRead,
    FeaturesRead,
    FiltersRead,
    FitRead,
    GradientsRead,
    LatentsRead,
    LayerNorms,
    LayerSpectrum,
    LayerWeights,
    NodesRead,
    PairDistancesRead,
    Scatter,
    SlopesRead,
    SpectraRead,
    StripsRead,
    WeightsRead,
)

Arrays = list[NDArray[np.generic]]
Kept = InstrumentsRead | ScoresMeasured

A_RUN = 50  # readings of a kind, at least, where so many are taken
_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        InstrumentsRead, ScoresMeasured, WeightsRead, LayerWeights, SpectraRead, LayerSpectrum,
        GradientsRead, LayerNorms, SlopesRead, ClassesRead, FitRead, LatentsRead, FeaturesRead,
        Scatter, PairDistancesRead, NodesRead,
    )
}  # fmt: skip
_PICTURES = (StripsRead, FiltersRead)
_WORDS = "words"  # the array that holds the JSON


class Spacing:
    """Which readings of a run are kept: each a fiftieth of the run so far behind the last.

    So a run that is stopped early has enough of them, and one of a million steps some 550.
    """

    def __init__(self) -> None:
        self._last: dict[type, int] = {}

    def takes(self, event: Kept) -> bool:
        """Whether this one is to be kept; asked once for each."""
        last = self._last.get(type(event))
        if last is not None and 0 <= event.step - last < max(1, event.step // A_RUN):
            return False
        self._last[type(event)] = event.step
        return True


def pack(event: Kept) -> bytes:
    """Readings of pictures are left out: they would be larger than all snapshots."""
    if isinstance(event, InstrumentsRead):
        kept = tuple(one for one in event.readings if not isinstance(one, _PICTURES))
        event = replace(event, readings=kept)
    arrays: Arrays = []
    words = json.dumps(_plain(event, arrays)).encode()
    named = {str(place): array for place, array in enumerate(arrays)}
    named[_WORDS] = np.frombuffer(words, np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **named)
    return buffer.getvalue()


def unpack(content: bytes) -> Kept:
    """Raises RunError: torn, or of another version."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = [file[str(place)] for place in range(len(file.files) - 1)]
            found = _whole(json.loads(file[_WORDS].tobytes()), arrays)
    except (LookupError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise RunError(f"A reading of the run is damaged: {error}.") from error
    if not isinstance(found, InstrumentsRead | ScoresMeasured):
        raise RunError("A reading of the run is damaged: it is of another kind.")
    return found


def _plain(value: object, arrays: Arrays) -> Any:
    """`value` for JSON; its arrays are appended to `arrays` and named by their places."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if is_dataclass(value):
        parts = {one.name: _plain(getattr(value, one.name), arrays) for one in fields(value)}
        return {"kind": type(value).__name__, "fields": parts}
    if isinstance(value, dict):
        return {"items": {key: _plain(one, arrays) for key, one in value.items()}}
    if isinstance(value, tuple):
        return [_plain(one, arrays) for one in value]
    return value


def _whole(value: Any, arrays: Arrays) -> Any:
    """The inverse of `_plain`."""
    if isinstance(value, list):
        return tuple(_whole(one, arrays) for one in value)
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return arrays[value["array"]]
    if "items" in value:
        return {key: _whole(one, arrays) for key, one in value["items"].items()}
    parts = {name: _whole(one, arrays) for name, one in value["fields"].items()}
    return _KINDS[value["kind"]](**parts)
