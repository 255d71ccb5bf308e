"""What a run's data were, in a file beside its weights: systems are built again without them."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ganstudio.core.paths import write_atomically
from ganstudio.data.batches import DataSpec

FILE = "data.json"
_MOST_NUMBERS = 1 << 24  # of one sample; a damaged file must not ask for a huge network
_SPEC = TypeAdapter(DataSpec)


def to_document(spec: DataSpec) -> dict[str, Any]:
    """Plain values for a JSON file."""
    document: dict[str, Any] = _SPEC.dump_python(spec, mode="json")
    return document


def from_document(document: object) -> DataSpec | None:
    """None for values that describe no data."""
    try:
        return _plausible(_SPEC.validate_python(document))
    except ValidationError:
        return None


def write(folder: Path, spec: DataSpec) -> None:
    """Describe the data of the run in `folder`. Raises OSError."""
    write_atomically(folder / FILE, _SPEC.dump_json(spec, indent=1))


def read(folder: Path) -> DataSpec | None:
    """None where the file is missing or damaged: the data themselves have to be asked then."""
    try:
        return _plausible(_SPEC.validate_json((folder / FILE).read_bytes()))
    except (OSError, ValidationError):
        return None


def _plausible(spec: DataSpec) -> DataSpec | None:
    numbers = 1
    for side in spec.shape:
        numbers *= side
    is_sample = bool(spec.shape) and all(side > 0 for side in spec.shape)
    return spec if is_sample and numbers <= _MOST_NUMBERS else None
