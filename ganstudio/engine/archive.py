"""Reading an archive from a stranger: everything is checked before anything is believed.

The archive is a zip whose `bundle.json` lists every other file with its size and SHA-256. Nothing
is extracted by name: a caller asks for one checked file at a time.
"""

import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from ganstudio.core.errors import PresetError

FORMAT = 1
MANIFEST = "bundle.json"
MOST_FILES = 20_000
MOST_BYTES = 1 << 30
MOST_MANIFEST = 8 << 20
_CHUNK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class Archive:
    """An opened bundle. Raises PresetError for anything that is not exactly as it should be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise PresetError(f"There is no file {path}.") from error
        except _BROKEN as error:
            raise PresetError(
                f"{path.name} is not a preset bundle: it is no zip archive. Ask for it again."
            ) from error
        try:
            self._entries = self._checked_entries()
            self.manifest = self._read_manifest()
            self._listed = self._checked_list()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._listed

    def names(self, folder: str = "") -> list[str]:
        """Files other than the list itself, or those below `folder`."""
        start = f"{folder}/" if folder else ""
        return [name for name in self._listed if name.startswith(start)]

    def size(self, folder: str = "") -> int:
        return sum(self._entries[name].file_size for name in self.names(folder))

    def verify(self) -> None:
        """Read every file once and compare it with the list."""
        for name in self._listed:
            for _ in self._chunks(name):
                pass

    def read(self, name: str, most: int) -> bytes:
        """One file, checked. Raises PresetError where it is larger than `most` bytes."""
        if self._entries[name].file_size > most:
            raise self._refusal(f"{name} is larger than the {most >> 20} MB that it may have")
        return b"".join(self._chunks(name))

    def write_to(self, name: str, target: Path) -> None:
        """One file, checked, into a new file."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for chunk in self._chunks(name):
                file.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """The content piece by piece; the last piece is only given once size and sum agree."""
        expected = self._listed[name]
        sum_so_far, size = hashlib.sha256(), 0
        try:
            with self._zip.open(self._entries[name]) as file:
                for chunk in _pieces(file):
                    size += len(chunk)
                    if size > expected["size"]:
                        break
                    sum_so_far.update(chunk)
                    yield chunk
        except _BROKEN as error:
            raise self._refusal(f"{name} is damaged") from error
        if size != expected["size"] or sum_so_far.hexdigest() != expected["sha256"]:
            raise self._refusal(f"{name} was changed after it was packed")

    def _checked_entries(self) -> dict[str, zipfile.ZipInfo]:
        entries = self._zip.infolist()
        if len(entries) > MOST_FILES:
            raise self._refusal(f"it holds {len(entries):,} files; {MOST_FILES:,} are allowed")
        total = sum(entry.file_size for entry in entries)
        if total > MOST_BYTES:
            raise self._refusal(f"unpacked it would be {total >> 20:,} MB; 1,024 MB are allowed")
        for entry in entries:
            self._check_entry(entry)
        named = {entry.filename: entry for entry in entries}
        if len(named) < len(entries):
            raise self._refusal("it holds two files of the same name")
        return named

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        name = entry.orig_filename
        path = PurePosixPath(name)
        is_odd = not name or "\0" in name or "\\" in name or ":" in name or name.endswith("/")
        if is_odd or path.is_absolute() or ".." in path.parts or str(path) != name:
            raise self._refusal(f"it wants to write to the path {name[:80]!r}")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise self._refusal(f"{name[:80]} is a link, not a file")
        if entry.flag_bits & 1 or entry.compress_type not in _METHODS:
            raise self._refusal(f"{name[:80]} is encrypted or packed in an unknown way")

    def _read_manifest(self) -> dict[str, Any]:
        entry = self._entries.get(MANIFEST)
        if entry is None:
            raise self._refusal(f"it has no {MANIFEST}, so it is another kind of archive")
        if entry.file_size > MOST_MANIFEST:
            raise self._refusal(f"{MANIFEST} is too large")
        try:
            with self._zip.open(entry) as file:
                document = json.loads(file.read(MOST_MANIFEST + 1).decode("utf-8"))
        except (*_BROKEN, ValueError, RecursionError) as error:
            raise self._refusal(f"{MANIFEST} is damaged") from error
        version = document.get("format") if isinstance(document, dict) else None
        if not isinstance(version, int):
            raise self._refusal(f"{MANIFEST} names no format")
        if version > FORMAT:
            raise PresetError(
                f"{self.path.name} was packed by a newer studio (format {version}; this one reads"
                f" up to {FORMAT}): update GAN Studio to import it."
            )
        return dict(document)

    def _checked_list(self) -> dict[str, dict[str, Any]]:
        try:
            listed = {
                str(file["name"]): {"sha256": str(file["sha256"]), "size": int(file["size"])}
                for file in self.manifest["files"]
            }
        except (KeyError, TypeError, ValueError) as error:
            raise self._refusal(f"the list of files in {MANIFEST} is damaged") from error
        there = set(self._entries) - {MANIFEST}
        for name in sorted(there ^ set(listed)):
            missing = "is missing" if name in listed else "was added after it was packed"
            raise self._refusal(f"{name[:80]} {missing}")
        for name, file in listed.items():
            if self._entries[name].file_size != file["size"]:
                raise self._refusal(f"{name[:80]} does not have the size it should have")
        return listed

    def _refusal(self, reason: str) -> PresetError:
        return PresetError(
            f"{self.path.name} cannot be imported: {reason}. Ask its author for a new one."
        )


def listed(name: str, content: bytes) -> dict[str, Any]:
    """A file's line in the list."""
    return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
