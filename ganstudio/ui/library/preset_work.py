"""Presets kept, copied, measured, packed and unpacked: work for a thread, engine and all.

Imported by name once a task runs, since it brings torch.
"""

from collections.abc import Callable
from pathlib import Path

from ganstudio.engine import bundle, preset, shelf
from ganstudio.engine.bundle import BundleInfo
from ganstudio.engine.preflight import measure_preset
from ganstudio.engine.run import RunFolder
from ganstudio.ui.library.preset_sheets import Packing, Words

Told = Callable[[float | None, str], None]


def inspect(path: Path) -> tuple[Path, BundleInfo, bytes]:
    """A bundle's file, what it holds, and its picture."""
    return path, bundle.inspect(path), bundle.picture_of(path)


def unpack(path: Path, runs: Path) -> Path:
    return bundle.unpack(path, runs)


def pack(source: Path, target: Path, packing: Packing, run: Path | None) -> tuple[Path, str]:
    """Write a bundle; gives its file and what it holds."""
    picture = source.with_suffix(".png")
    info = bundle.pack(
        preset.load(source),
        target,
        picture=picture if picture.is_file() else None,
        notes=packing.notes,
        run=RunFolder(run) if run is not None else None,
        with_weights=packing.with_weights and run is not None,
        with_data=packing.with_data,
    )
    return target, info.statement


def duplicate(path: Path, picture: Path | None) -> Path:
    return shelf.duplicate(path, picture)


def edit_details(path: Path, words: Words) -> Path:
    return shelf.edit_details(path, words.title, words.notes, words.tags)


def notes_of(path: Path) -> str:
    return preset.load(path).notes


def measure(path: Path, device: str, told: Told) -> str:
    """Do a few steps of a preset and keep what they cost. Raises InputError."""
    measure_preset(path, device, lambda words, share: told(share, words))
    return path.stem
