"""Taking a run's curves, pictures or weights out into one file."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.engine import checkpoint, preset, snapshots
from ganstudio.engine.export_network import to_onnx, to_torchscript
from ganstudio.engine.history import History
from ganstudio.engine.named_nodes import named_nodes
from ganstudio.engine.portable import portable
from ganstudio.engine.preset import from_document
from ganstudio.engine.report import report
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.engine.side_by_side import in_order, joined
from ganstudio.engine.tensorboard_events import to_events


class Exported(NamedTuple):
    """What was written.

    Attributes:
        size: bytes.
        note: a sentence on what the file is; empty where its ending says all.
    """

    size: int
    note: str = ""


def export_run(run: RunFolder, target: Path, direction: int = 0) -> Exported:
    """Write what the file's ending asks for.

    Args:
        run: to take it from.
        target: a file whose ending is one of ENDINGS.
        direction: of the translation, where a generator is written and there are several.

    Raises:
        InputError: another ending, or the run has nothing of it.
    """
    writers = {".pt": to_torchscript, ".onnx": to_onnx}
    ending, note = ending_of(target), ""
    if ending in writers:
        written = writers[ending](portable(load_model(run), direction))
        content, note = written.content, written.sentence
    elif ending in _TELLERS:
        content, note = _TELLERS[ending](run)
    elif ending in _MAKERS:
        content = _MAKERS[ending](run)
    else:
        raise InputError(f"{target.name} must end in one of {', '.join(ENDINGS)}.")
    write_atomically(target, content)
    return Exported(len(content), note)


def ending_of(target: Path) -> str:
    """The longest of ENDINGS that the file's name has, or ""."""
    return max((one for one in ENDINGS if target.name.endswith(one)), key=len, default="")


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
    """With the preset in the file's metadata, so that they can be built into networks again."""
    state, _ = checkpoint.read_newest(run.checkpoints, run.checkpoint_steps())
    chosen = from_document(state.preset, "the checkpoint's preset")
    about = {"preset": preset.dumps(chosen), "run": run.name, "step": str(state.step)}
    weights = {name: tensor.contiguous() for name, tensor in state.weights.items()}
    return save(weights, metadata=about)


def _archive(run: RunFolder) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(run.path.rglob("*")):
            if path.is_file() and path.name != "run.lock" and not path.name.startswith("."):
                archive.write(path, path.relative_to(run.path.parent))
    return buffer.getvalue()


_MAKERS: dict[str, Callable[[RunFolder], bytes]] = {
    ".csv": _curves,
    ".tfevents": to_events,
    ".png": _picture,
    ".safetensors": _weights,
    ".html": report,
    ".zip": _archive,
}
_TELLERS: dict[str, Callable[[RunFolder], tuple[bytes, str]]] = {".nodes.csv": named_nodes}
"""What is made of a run, and a sentence on it."""
ENDINGS = (
    ".html", ".safetensors", ".onnx", ".pt", ".csv", ".nodes.csv", ".tfevents", ".png", ".zip",
)  # fmt: skip


def write_translations(target: Path, rows: Mapping[str, NDArray[np.float32]]) -> tuple[str, ...]:
    """A sheet of rows side by side, or with the ending .npz their numbers; gives the columns.

    The rows are (n, c, h, w) images in [-1, 1] or (n, 2) points; the first is what was made,
    `samples` in an .npz.
    Raises InputError for another ending.
    """
    columns = in_order(list(rows))
    match target.suffix:
        case ".npz":
            made = next(iter(rows))
            named = {"samples" if name == made else name: row for name, row in rows.items()}
            _write_numbers(target, named)
        case ".png":
            _write_picture(target, _beside([rows[name] for name in columns]))
        case _:
            raise InputError(f"{target.name} must end in .png or .npz.")
    return tuple(columns)


def _beside(columns: Sequence[NDArray[np.float32]]) -> NDArray[np.uint8]:
    if columns[0].ndim == 4:
        return snapshots.montage(joined([_pixels(images) for images in columns]))
    return np.concatenate([snapshots.scatter(points) for points in columns], axis=1)


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
