"""Trained models that come with the studio: bundles, unpacked where they are first used."""

import hashlib
import shutil
import threading
from pathlib import Path

from ganstudio.core.paths import assets_dir, home
from ganstudio.engine import bundle

_MARK = "bundle.sha256"
_unpacking = threading.Lock()  # two readers of one model, or the second would meet half of it


def shipped_models() -> tuple[Path, ...]:
    """Their bundles, the largest first: what is opened where nothing was chosen shows most."""
    found = (assets_dir() / "models").glob("*.ganpreset")
    return tuple(sorted(found, key=lambda path: (-path.stat().st_size, path.name)))


def as_run(path: Path) -> Path:
    """The folder of a run with a shipped bundle's weights, made when it is asked for.

    A studio that ships other weights under the name replaces it. Raises PresetError, OSError.
    """
    place = home() / "models" / path.stem
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    mark = place / _MARK
    with _unpacking:
        if mark.is_file() and mark.read_text() == digest:
            return place
        if place.exists():
            shutil.rmtree(place)
        bundle.unpack_run(path, place)
        mark.write_text(digest)
    return place
