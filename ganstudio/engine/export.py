"""Taking a run's curves, pictures or weights out into one file."""

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.engine import checkpoint, snapshots
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.engine.side_by_side import in_order, joined


def export_run(run: RunFolder, target: Path) -> int:
    """Write what the file's ending asks for; gives its size in bytes. Raises InputError."""
    makers = {".csv": _curves, ".png": _picture, ".safetensors": _weights, ".zip": _archive}
    maker = makers.get(target.suffix)
    if maker is None:
        raise InputError(f"{target.name} must end in one of {', '.join(makers)}.")
    content = maker(run)
    write_atomically(target, content)
    return len(content)


def _curves(run: RunFolder) -> bytes:
    """Wide table of every scalar at every recorded step, full precision."""
    history = History(run.history_path, writable=False)
    curves = history.curves()
    history.close()
    columns = [dict(zip(c.steps.tolist(), c.values.tolist(), strict=True)) for c in curves]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["step", *(curve.name for curve in curves)])
    for step in sorted({step for column in columns for step in column}):
        writer.writerow([step, *(repr(c[step]) if step in c else "" for c in columns)])
    return text.getvalue().encode()


def _picture(run: RunFolder) -> bytes:
    steps = run.snapshot_steps()
    if not steps:
        raise InputError(f"{run.name} has no snapshot yet.")
    snapshot = snapshots.load(run.snapshots, steps[-1])
    buffer = io.BytesIO()
    Image.fromarray(snapshots.draw(snapshot, (1152, 704))).save(buffer, "PNG")
    return buffer.getvalue()


def _weights(run: RunFolder) -> bytes:
    state, _ = checkpoint.read_newest(run.checkpoints, run.checkpoint_steps())
    return save(state.weights)


def _archive(run: RunFolder) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(run.path.rglob("*")):
            if path.is_file() and path.name != "run.lock" and not path.name.startswith("."):
                archive.write(path, path.relative_to(run.path.parent))
    return buffer.getvalue()


def write_translations(target: Path, rows: Mapping[str, NDArray[np.float32]]) -> tuple[str, ...]:
    """A sheet of rows side by side, or with the ending .npz their numbers; gives the columns.

    The rows are (n, c, h, w) images in [-1, 1]; the first is what was made, `samples` in an .npz.
    Raises InputError for another ending.
    """
    columns = in_order(list(rows))
    match target.suffix:
        case ".npz":
            made = next(iter(rows))
            named = {"samples" if name == made else name: row for name, row in rows.items()}
            _write_numbers(target, named)
        case ".png":
            _write_picture(target, snapshots.montage(joined([_pixels(rows[n]) for n in columns])))
        case _:
            raise InputError(f"{target.name} must end in .png or .npz.")
    return tuple(columns)


def _write_numbers(target: Path, named: Mapping[str, NDArray[np.float32]]) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **named)
    write_atomically(target, buffer.getvalue())


def _write_picture(target: Path, picture: NDArray[np.uint8]) -> None:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    write_atomically(target, buffer.getvalue())


def write_samples(target: Path, samples: NDArray[np.float32]) -> None:
    """A picture of fakes, or with the ending .npz the numbers themselves. Raises InputError."""
    match target.suffix:
        case ".npz":
            _write_numbers(target, {"samples": samples})
        case ".png":
            _write_picture(target, as_picture(samples))
        case _:
            raise InputError(f"{target.name} must end in .png or .npz.")


def as_picture(samples: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(n, c, h, w) floats in [-1, 1] as one uint8 sheet; (n, 2) points as a scatter."""
    if samples.ndim == 4:
        return snapshots.montage(_pixels(samples))
    return snapshots.scatter(samples)


def _pixels(images: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(n, c, h, w) in [-1, 1] to (n, h, w, c)."""
    pixels = ((images.transpose(0, 2, 3, 1) + 1) * 127.5).round().clip(0, 255)
    return pixels.astype(np.uint8)
