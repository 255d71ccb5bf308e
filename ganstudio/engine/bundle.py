"""Presets to send: one `.ganpreset` file with the preset and, if wanted, weights and data.

A zip of `bundle.json` (what it is, and every file with its size and SHA-256), `preset.yaml`,
`picture.png`, `notes.md`, `weights.safetensors` and `data/`. Reading one executes nothing.
"""

import io
import json
import shutil
import time
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, Unpack

from torch import Tensor

import ganstudio
from ganstudio.core.errors import InputError, PresetError
from ganstudio.core.paths import home, write_atomically
from ganstudio.data import description
from ganstudio.data.batches import DataSpec
from ganstudio.data.decode import SUFFIXES
from ganstudio.engine import preset, shelf, weights_alone
from ganstudio.engine.archive import FORMAT, MANIFEST, Archive, listed
from ganstudio.engine.bundled_weights import WEIGHTS, complete, taken
from ganstudio.engine.cards import PACKED_KINDS
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder, free_path, next_run_path
from ganstudio.engine.weights_alone import WeightsAlone

PRESET, PICTURE, NOTES = "preset.yaml", "picture.png", "notes.md"
DATA = "data"
MOST_DATA = 50 << 20
MOST_TEXT = 1 << 20
MOST_PICTURE = 8 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
_STAMP = (2000, 1, 1, 0, 0, 0)  # equal content gives equal bytes


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """What a bundle holds, read before anything is written."""

    title: str
    paper: str
    shows: str
    tags: tuple[str, ...]
    notes: str
    studio: str
    created: str
    size: int  # bytes on disk
    has_picture: bool = False
    weights_step: int | None = None
    weights_run: str = ""
    data_name: str = ""
    data_files: int = 0
    data_bytes: int = 0
    missing_data: str = ""  # a path that the preset names and that is not on this machine

    @property
    def statement(self) -> str:
        """One plain sentence: "the preset Ring, a picture and trained weights of step 4,000"."""
        parts = [f"the preset {self.title}"]
        parts += ["a picture"] if self.has_picture else []
        parts += ["notes"] if self.notes else []
        if self.weights_step is not None:
            parts.append(f"trained weights of step {self.weights_step:,}")
        if self.data_name:
            files = "file" if self.data_files == 1 else "files"
            size = self.data_bytes / (1 << 20)
            parts.append(f"the data {self.data_name} ({self.data_files:,} {files}, {size:.1f} MB)")
        *first, last = parts
        return f"{', '.join(first)} and {last}" if first else last


class Extras(TypedDict, total=False):
    """What goes along with a preset."""

    picture: Path | None
    notes: str
    run: RunFolder | None  # whose newest checkpoint gives the weights
    with_weights: bool
    half: bool  # the weights in half precision, for a file of half the size
    with_data: bool


def pack(chosen: Preset, path: Path, **extras: Unpack[Extras]) -> BundleInfo:
    """Write a bundle. Raises PresetError, CheckpointError: nothing is written then."""
    files: dict[str, bytes] = {}
    about: dict[str, Any] = {}
    source = _data_path(chosen) if extras.get("with_data") else None
    if source is not None:
        files |= _data_files(source)
        about["data"] = {"name": source.name, "is_folder": source.is_dir()}
        chosen = chosen.edited("data.path", f"{DATA}/{source.name}")
    files[PRESET] = preset.dumps(chosen).encode()
    picture = extras.get("picture")
    if picture is not None and picture.is_file():
        files[PICTURE] = picture.read_bytes()
    if notes := extras.get("notes", "").strip():
        files[NOTES] = f"{notes}\n".encode()
    run = extras.get("run")
    if extras.get("with_weights"):
        if run is None:
            raise PresetError("No run was named to take the weights from: choose one.")
        files[WEIGHTS], about["weights"] = taken(run, half=extras.get("half", False))
    write_atomically(path, _zipped(chosen, files, about))
    return inspect(path)


def inspect(path: Path) -> BundleInfo:
    """Check a bundle from end to end and say what it holds. Raises PresetError."""
    with Archive(path) as archive:
        archive.verify()
        chosen = _preset(archive)
        about = _about(archive)
        if PICTURE in archive:
            _picture(archive)
        return BundleInfo(
            title=chosen.title,
            paper=chosen.paper,
            shows=chosen.shows,
            tags=chosen.tags,
            notes=_notes(archive),
            studio=str(archive.manifest.get("studio", "")),
            created=str(archive.manifest.get("created", "")),
            size=path.stat().st_size,
            has_picture=PICTURE in archive,
            weights_step=about.step if WEIGHTS in archive else None,
            weights_run=about.run,
            data_name=about.data,
            data_files=len(archive.names(DATA)),
            data_bytes=archive.size(DATA),
            missing_data="" if about.data else _missing(chosen),
        )


def picture_of(path: Path) -> bytes:
    """The bundle's picture as PNG, or nothing. Raises PresetError."""
    with Archive(path) as archive:
        return _picture(archive) if PICTURE in archive else b""


def unpack(path: Path, runs: Path | None = None) -> Path:
    """Import a bundle; gives the new own preset's file.

    Data go to the studio's `datasets` folder and the preset points there; weights become a run of
    the library that can be sampled and fine-tuned. Raises PresetError: nothing is written then.
    """
    inspect(path)
    with Archive(path) as archive:
        chosen, about = _preset(archive), _about(archive)
        weights = complete(archive) if WEIGHTS in archive else None
        data = _unpacked_data(archive, about) if about.data else None
        try:
            if data is not None:
                chosen = chosen.edited("data.path", str(data))
            imported = _kept(archive, chosen)
        except BaseException:
            if data is not None:
                shutil.rmtree(data.parent, ignore_errors=True)
            raise
        if weights is not None:
            place = next_run_path(imported.stem, runs)
            _keep_run(archive, place, (chosen, imported.stem), weights)
    return imported


def unpack_run(path: Path, place: Path) -> RunFolder:
    """Make the weights of a bundle a run at `place`, and nothing else.

    Raises PresetError: there are no weights, or nothing could be written.
    """
    with Archive(path) as archive:
        archive.verify()
        if WEIGHTS not in archive:
            raise PresetError(f"{path.name} holds no weights: pack it again with a run's.")
        named = (_preset(archive), path.stem)
        return _keep_run(archive, place, named, complete(archive))


@dataclass(frozen=True, slots=True)
class _About:
    """What the list says of weights and data."""

    data: str = ""
    step: int = 0
    run: str = ""
    spec: DataSpec | None = None  # of the data behind the weights


def _about(archive: Archive) -> _About:
    weights, data = archive.manifest.get("weights") or {}, archive.manifest.get("data") or {}
    try:
        name = str(data.get("name", ""))
        spec = description.from_document(weights.get("data"))
        about = _About(name, int(weights.get("step", 0)), str(weights.get("run", "")), spec)
    except (AttributeError, TypeError, ValueError) as error:
        raise PresetError(
            f"{archive.path.name} cannot be imported: its list is damaged."
        ) from error
    inside = archive.names(DATA)
    if bool(name) != bool(inside) or name != Path(name).name or name in (".", ".."):
        raise PresetError(f"{archive.path.name} cannot be imported: its data are incomplete.")
    return about


def _preset(archive: Archive) -> Preset:
    if PRESET not in archive:
        raise PresetError(f"{archive.path.name} holds no preset, so there is nothing to import.")
    try:
        text = archive.read(PRESET, MOST_TEXT).decode("utf-8")
    except UnicodeDecodeError as error:
        raise PresetError(f"The preset in {archive.path.name} is no text.") from error
    return preset.loads(text, f"{archive.path.name}, {PRESET}")


def _notes(archive: Archive) -> str:
    if NOTES not in archive:
        return ""
    return archive.read(NOTES, MOST_TEXT).decode("utf-8", errors="replace").strip()


def _picture(archive: Archive) -> bytes:
    content = archive.read(PICTURE, MOST_PICTURE)
    if not content.startswith(_PNG):
        raise PresetError(f"{archive.path.name} cannot be imported: its picture is no PNG file.")
    return content


def _missing(chosen: Preset) -> str:
    path = str(getattr(chosen.data, "path", ""))
    return path if path and not Path(path).expanduser().exists() else ""


def _zipped(chosen: Preset, files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    manifest = {
        "format": FORMAT,
        "studio": ganstudio.__version__,
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "title": chosen.title,
        **about,
        "files": [listed(name, content) for name, content in sorted(files.items())],
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [(MANIFEST, text), *sorted(files.items())]:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _data_path(chosen: Preset) -> Path:
    kind, words = chosen.data.kind, getattr(chosen.data, "path", "")
    if kind not in PACKED_KINDS or not words:
        raise PresetError(
            f"The data of {chosen.title} ({chosen.data.label}) are no folder, table or archive that"
            " could go along: pack the preset without data."
        )
    if palette := getattr(chosen.data, "palette", ""):
        raise PresetError(
            f"The palette {palette} lies beside the data and cannot go along with them: pack the "
            "preset without data and send both by themselves."
        )
    path = Path(words).expanduser()
    if not path.exists():
        raise PresetError(
            f"The data {path} are not there: choose them again, or pack without data."
        )
    return path.resolve()


def _data_files(source: Path) -> dict[str, bytes]:
    """The files to pack by their name in the bundle; links are left out."""
    found = sorted(source.rglob("*")) if source.is_dir() else [source]
    paths = [
        path
        for path in found
        if path.is_file()
        and not path.is_symlink()
        and (not source.is_dir() or path.suffix.lower() in SUFFIXES)
    ]
    total = sum(path.stat().st_size for path in paths)
    if total > MOST_DATA:
        raise PresetError(
            f"{source} is {total >> 20:,} MB, and up to {MOST_DATA >> 20} MB go along with a"
            " preset: pack it without data and send the data by themselves."
        )
    if not paths:
        raise PresetError(f"{source} holds no pictures to pack: pack the preset without data.")
    start = source.parent
    return {f"{DATA}/{path.relative_to(start).as_posix()}": path.read_bytes() for path in paths}


def _unpacked_data(archive: Archive, about: _About) -> Path:
    """Write the data into a folder of their own, complete or not at all."""
    root = home() / "datasets"
    target = free_path(root / Path(about.data).stem)
    staging = root / f".{uuid.uuid4().hex}"
    try:
        for name in archive.names(DATA):
            archive.write_to(name, staging / name.removeprefix(f"{DATA}/"))
        staging.replace(target)
    except OSError as error:
        raise PresetError(f"The data cannot be written to {root}: {error.strerror}.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target / about.data


def _kept(archive: Archive, chosen: Preset) -> Path:
    path = shelf.add(chosen)
    if notes := _notes(archive):
        write_atomically(path.with_suffix(".md"), f"{notes}\n".encode())
    if PICTURE in archive:
        write_atomically(path.with_suffix(".png"), _picture(archive))
    return path


def _keep_run(
    archive: Archive, place: Path, named: tuple[Preset, str], weights: dict[str, Tensor]
) -> RunFolder:
    """A finished run with these weights; it has no history and no optimizers."""
    about = _about(archive)
    picture = _picture(archive) if PICTURE in archive else b""
    made_of = WeightsAlone(*named, weights, about.step, ", from a bundle", about.spec, picture)
    try:
        return weights_alone.keep(place, made_of)
    except (OSError, InputError) as error:
        raise PresetError(f"The weights cannot be written to {place}: {error}.") from error
