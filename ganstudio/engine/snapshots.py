"""Snapshots on disk: a picture that anything can show, and beside it the arrays it was made of."""

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganstudio.core.errors import RunError
from ganstudio.core.events import LineView, Pixels, SnapshotTaken, WorldView
from ganstudio.core.paths import write_atomically
from ganstudio.engine.inks import FAKE, GROUND
from ganstudio.engine.side_by_side import side_by_side
from ganstudio.engine.world_picture import dots, draw_world

SIZE = (360, 220)  # a row of the library and the strip show it smaller, also at twice the density

_LINE, _LINE_NAMES = "line_", LineView.__slots__


def save(folder: Path, snapshot: SnapshotTaken) -> None:
    """Write `<step>.png` and `<step>.npz`."""
    arrays: dict[str, NDArray[np.generic]] = dict(snapshot.pictures)
    if snapshot.world is not None:
        arrays = _arrays_of(snapshot.world)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    write_atomically(folder / f"{snapshot.step}.npz", buffer.getvalue())
    picture = io.BytesIO()
    Image.fromarray(draw(snapshot)).save(picture, "PNG")
    write_atomically(folder / f"{snapshot.step}.png", picture.getvalue())


def load(folder: Path, step: int) -> SnapshotTaken:
    """Raises RunError where it is missing or damaged."""
    arrays = _arrays(folder, step)
    if "surface" in arrays:
        return SnapshotTaken(step, world=_world_of(arrays))
    return SnapshotTaken(step, pictures=arrays)


def load_row(folder: Path, step: int, row: str) -> Pixels | None:
    """One row of pictures, without reading the others; None where there is no such row.

    Raises RunError where the snapshot is missing or damaged.
    """
    return _arrays(folder, step, row).get(row)


def _arrays_of(world: WorldView) -> dict[str, NDArray[Any]]:
    """By name; those of a line stand behind its own."""
    found = {
        name: np.asarray(getattr(world, name)) for name in WorldView.__slots__ if name != "line"
    }
    if world.line is not None:
        found |= {_LINE + name: np.asarray(getattr(world.line, name)) for name in _LINE_NAMES}
    return found


def _world_of(arrays: dict[str, NDArray[Any]]) -> WorldView:
    """The inverse; without a line where it was taken before there were any."""
    found: dict[str, Any] = {name: array for name, array in arrays.items() if array.ndim}
    found |= {name: array.item() for name, array in arrays.items() if not array.ndim}
    line = {name: found.pop(_LINE + name) for name in _LINE_NAMES if _LINE + name in found}
    return WorldView(**found, line=LineView(**line) if line else None)


def _arrays(folder: Path, step: int, only: str = "") -> dict[str, NDArray[Any]]:
    """All arrays of a snapshot, or the one that is asked for."""
    try:
        with np.load(folder / f"{step}.npz", allow_pickle=False) as file:
            return {name: file[name] for name in file.files if only in ("", name)}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise RunError(
            f"Snapshot {step} of {folder.parent.name} cannot be read: {error}."
        ) from error


def remove_after(folder: Path, step: int) -> None:
    """A run that continues from `step` takes its later snapshots anew."""
    for path in [*folder.glob("*.png"), *folder.glob("*.npz")]:
        if path.stem.isdigit() and int(path.stem) > step:
            path.unlink(missing_ok=True)


def draw(snapshot: SnapshotTaken, size: tuple[int, int] = SIZE) -> Pixels:
    """(h, w, 3): the world as points on the critic's surface, or the pictures side by side."""
    if snapshot.world is not None:
        return draw_world(snapshot.world, size)
    joined = side_by_side(snapshot.pictures)
    return montage(next(iter(snapshot.pictures.values())) if joined is None else joined)


def montage(pictures: Pixels) -> Pixels:
    """(n, h, w, c) as one (H, W, 3) picture, eight squares or as much of others in a row."""
    count, height, width, channels = pictures.shape
    columns = min(max(1, 8 * height // width), count)
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height, width, channels), np.uint8)
    sheet[:count] = pictures
    grid = sheet.reshape(rows, columns, height, width, channels).transpose(0, 2, 1, 3, 4)
    joined = grid.reshape(rows * height, columns * width, channels)
    return np.ascontiguousarray(np.repeat(joined, 3, axis=2) if channels == 1 else joined[..., :3])


def scatter(points: NDArray[np.float32], size: tuple[int, int] = (704, 704)) -> Pixels:
    """(n, 2) or (n, 1) points on a plain ground."""
    flat = points if points.shape[1] == 2 else np.concatenate([points, np.zeros_like(points)], 1)
    picture = Image.new("RGB", size, GROUND)
    unit = 0.46 * min(size) / max(float(np.abs(flat).max()), 1e-6)
    dots(ImageDraw.Draw(picture), flat, FAKE, 1.6, (unit, *size))
    return np.asarray(picture, np.uint8)
