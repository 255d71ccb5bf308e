"""Which questions were answered, kept between sessions. Free of Qt."""

import json
from collections.abc import Iterable
from pathlib import Path

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically


class Progress:
    """Keys of the pages whose question was answered, in a small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answered = _read(path)

    def __contains__(self, key: str) -> bool:
        return key in self._answered

    def count(self, keys: Iterable[str]) -> int:
        return sum(key in self._answered for key in keys)

    def mark(self, key: str) -> None:
        """Remember an answered page. Raises InputError where it cannot be written down."""
        if key in self._answered:
            return
        self._answered.add(key)
        document = {"answered": sorted(self._answered)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps(document, indent=1).encode())
        except OSError as error:
            raise InputError(
                f"{self._path} cannot be written: {error.strerror}. "
                "Your progress in Learn is kept until the studio ends."
            ) from error


def _read(path: Path) -> set[str]:
    """A file that is not there, or was spoilt, is an empty record."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {key for key in found["answered"] if isinstance(key, str)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
