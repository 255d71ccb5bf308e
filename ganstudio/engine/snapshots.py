"""Snapshots on disk: a picture that anything can show, and beside it the arrays it was made of."""

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ganstudio.core.errors import RunError
from ganstudio.core.events import Pixels, SnapshotTaken, WorldView
from ganstudio.core.paths import write_atomically

SIZE = (288, 176)
SURFACE = ("#0C1218", "#10202F", "#15314A", "#1B4568", "#245B86")
REAL, FAKE = "#ECEEF0", "#FF9E47"


def save(folder: Path, snapshot: SnapshotTaken) -> None:
    """Write `<step>.png` and `<step>.npz`."""
    arrays: dict[str, NDArray[np.generic]] = dict(snapshot.pictures)
    if snapshot.world is not None:
        world = snapshot.world
        arrays = {name: getattr(world, name) for name in WorldView.__slots__ if name != "extent"}
        arrays["extent"] = np.array(world.extent)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    write_atomically(folder / f"{snapshot.step}.npz", buffer.getvalue())
    picture = io.BytesIO()
    Image.fromarray(draw(snapshot)).save(picture, "PNG")
    write_atomically(folder / f"{snapshot.step}.png", picture.getvalue())


def load(folder: Path, step: int) -> SnapshotTaken:
    """Raises RunError where it is missing or damaged."""
    try:
        with np.load(folder / f"{step}.npz", allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError) as error:
        raise RunError(
            f"Snapshot {step} of {folder.parent.name} cannot be read: {error}."
        ) from error
    if "surface" in arrays:
        extent = float(arrays.pop("extent"))
        return SnapshotTaken(step, world=WorldView(extent=extent, **arrays))
    return SnapshotTaken(step, pictures=arrays)


def remove_after(folder: Path, step: int) -> None:
    """A run that continues from `step` takes its later snapshots anew."""
    for path in [*folder.glob("*.png"), *folder.glob("*.npz")]:
        if path.stem.isdigit() and int(path.stem) > step:
            path.unlink(missing_ok=True)


def draw(snapshot: SnapshotTaken, size: tuple[int, int] = SIZE) -> Pixels:
    """(h, w, 3): the world as points on the critic's surface, or the pictures side by side."""
    if snapshot.world is not None:
        return draw_world(snapshot.world, size)
    return montage(next(iter(snapshot.pictures.values())))


def montage(pictures: Pixels) -> Pixels:
    """(n, h, w, c) as one (H, W, 3) picture, eight in a row."""
    count, height, width, channels = pictures.shape
    columns = min(8, count)
    rows = -(-count // columns)
    sheet = np.zeros((rows * columns, height, width, channels), np.uint8)
    sheet[:count] = pictures
    grid = sheet.reshape(rows, columns, height, width, channels).transpose(0, 2, 1, 3, 4)
    joined = grid.reshape(rows * height, columns * width, channels)
    return np.ascontiguousarray(np.repeat(joined, 3, axis=2) if channels == 1 else joined[..., :3])


def draw_world(world: WorldView, size: tuple[int, int]) -> Pixels:
    """Surface, reals and fakes; the world's square fits the shorter side."""
    width, height = size
    surface = np.nan_to_num(world.surface.astype(np.float64))
    low, high = float(surface.min()), float(surface.max())
    levels = (surface - low) / max(high - low, 1e-9)
    colours = _table()[(levels * 255).astype(np.uint8)][::-1]
    unit = 0.46 * height / world.extent
    side = round(2 * world.extent * unit)
    ground = Image.fromarray(colours).resize((side, side), Image.Resampling.BILINEAR)
    picture = _on_edges(np.asarray(ground), width, height)
    pen = ImageDraw.Draw(picture)
    for points, colour, radius in ((world.real, REAL, 1.0), (world.fake, FAKE, 1.4)):
        _dots(pen, points[:320], colour, radius, unit, size)
    return np.asarray(picture, np.uint8)


def scatter(points: NDArray[np.float32], size: tuple[int, int] = (704, 704)) -> Pixels:
    """(n, 2) or (n, 1) points on a plain ground."""
    flat = points if points.shape[1] == 2 else np.concatenate([points, np.zeros_like(points)], 1)
    picture = Image.new("RGB", size, SURFACE[0])
    unit = 0.46 * min(size) / max(float(np.abs(flat).max()), 1e-6)
    _dots(ImageDraw.Draw(picture), flat, FAKE, 1.6, unit, size)
    return np.asarray(picture, np.uint8)


def _on_edges(square: Pixels, width: int, height: int) -> Image.Image:
    """The square in the middle; its edge colours go on to both sides."""
    side = square.shape[0]
    rows = np.clip(np.arange(height) - (height - side) // 2, 0, side - 1)
    columns = np.clip(np.arange(width) - (width - side) // 2, 0, side - 1)
    return Image.fromarray(np.ascontiguousarray(square[rows][:, columns]))


def _dots(
    pen: ImageDraw.ImageDraw,
    points: NDArray[np.float32],
    colour: str,
    radius: float,
    unit: float,
    size: tuple[int, int],
) -> None:
    for x, y in points:
        u, v = size[0] / 2 + x * unit, size[1] / 2 - y * unit
        pen.ellipse((u - radius, v - radius, u + radius, v + radius), fill=colour)


def _table() -> NDArray[np.uint8]:
    stops = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in SURFACE], float)
    where = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(where, np.arange(len(stops)), stops[:, i]) for i in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)
