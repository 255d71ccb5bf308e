"""A feature extractor from a file: Inception, where the user has it, or any network of images.

TorchScript holds a program that runs when it is used, so a file is only ever opened when a user
names it, never because a preset or a run does.
"""

import importlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.core.errors import InputError
from ganstudio.data.pixels import to_uint8

Floats = NDArray[np.float64]

SIDE = 299  # px that Inception is shown, where the file does not say otherwise
BATCH = 32
INCEPTION_SIZE = 2048  # features that the published numbers are measured on

Call = Callable[[Tensor], Sequence[Tensor]]


@dataclass(frozen=True, slots=True)
class Intake:
    """How a network wants its images.

    Attributes:
        channels: 3 repeats grey images, 1 turns colour ones to grey.
        size: (height, width) in px that images are resized to, bilinear without aligned corners,
            or None where the network resizes by itself.
        is_bytes: uint8 in [0, 255]; else float32 in [0, 1], as pytorch-fid's Inception takes them.
        batch: images at once.
    """

    channels: int = 3
    size: tuple[int, int] | None = (SIDE, SIDE)
    is_bytes: bool = False
    batch: int = BATCH

    def prepared(self, images: Tensor) -> Tensor:
        """(n, c, h, w) in [-1, 1], rounded to 8 bits as a saved picture would be."""
        pixels = torch.from_numpy(to_uint8(images)).permute(0, 3, 1, 2).float()
        if pixels.shape[1] != self.channels:
            pixels = pixels.mean(1, keepdim=True).expand(-1, self.channels, -1, -1)
        if self.size is not None and pixels.shape[2:] != self.size:
            pixels = interpolate(pixels, self.size, mode="bilinear", align_corners=False)
        return pixels.round().to(torch.uint8) if self.is_bytes else pixels / 255


class NetworkFile:
    """An opened network. Offers what an Extractor does."""

    def __init__(self, path: Path, intake: Intake, extract: Call, judge: Call | None) -> None:
        self.name = path.name
        self._path = path
        self._intake = intake
        self._extract = extract
        self._judge = judge
        blank = torch.zeros(2, intake.channels, *(intake.size or (SIDE, SIDE)))
        self.size = self.features(blank).shape[1]
        self.classes = self._classes(blank)
        self.is_inception = self.size == INCEPTION_SIZE and "inception" in path.name.lower()

    def features(self, images: Tensor) -> Floats:
        return np.concatenate([self._rows(out[0]) for out in self._run(self._extract, images)])

    def probabilities(self, images: Tensor) -> Floats:
        """The second output, or the only one of a network that is asked twice: as shares."""
        if self._judge is None:
            raise InputError(f"{self._path} names no classes: choose a network that does.")
        return np.concatenate(
            [_shares(self._rows(out[-1])) for out in self._run(self._judge, images)]
        )

    def _classes(self, blank: Tensor) -> int | None:
        if self._judge is None:
            return None
        if self._judge is self._extract and len(next(iter(self._run(self._judge, blank)))) < 2:
            self._judge = None
            return None
        return self.probabilities(blank).shape[1]

    def _run(self, call: Call, images: Tensor) -> list[Sequence[Tensor]]:
        found: list[Sequence[Tensor]] = []
        with torch.inference_mode():
            for part in images.split(self._intake.batch):
                try:
                    found.append(_checked(call(self._intake.prepared(part)), len(part)))
                except Exception as error:  # whatever a foreign program raises
                    raise InputError(
                        f"{self._path} cannot take {self._intake.channels} x "
                        f"{' x '.join(map(str, self._intake.size or part.shape[2:]))} images "
                        f"({_first_line(error)}): choose a network that does."
                    ) from error
        return found

    def _rows(self, output: Tensor) -> Floats:
        """(n, d) of an output (n, d) or (n, d, 1, 1)."""
        rows = output.double().cpu().numpy()
        if rows.ndim < 2 or rows.size != rows.shape[0] * rows.shape[1]:
            raise InputError(
                f"{self._path} gives {' x '.join(map(str, rows.shape))} numbers instead of one row "
                "of features an image: choose a network that ends in pooled features."
            )
        if not np.isfinite(rows).all():
            raise InputError(
                f"{self._path} gives features that are not finite: choose another network."
            )
        return rows.reshape(rows.shape[:2])


def open_network(path: Path) -> NetworkFile:
    """A TorchScript (.pt, .pth, ...) or ONNX (.onnx) network, on the CPU.

    It gives features (n, d), and perhaps classes (n, k) behind them in a tuple or list. A
    TorchScript file whose `forward` takes `return_features` is NVIDIA's kind of Inception: it takes
    uint8 images of any size, and gives its classes where it is not asked for features.

    Raises:
        InputError: no such network, or what it gives cannot be used.
    """
    return _open_onnx(path) if path.suffix.lower() == ".onnx" else _open_torchscript(path)


def _open_torchscript(path: Path) -> NetworkFile:
    try:
        with warnings.catch_warnings():
            # The files that publications are measured with are TorchScript, and will not change.
            warnings.simplefilter("ignore", DeprecationWarning)
            network = torch.jit.load(str(path), map_location="cpu").eval()
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            f"{path} holds no TorchScript network, though it may hold weights: choose one that was "
            "saved by torch.jit.save, or an .onnx file."
        ) from error
    known = {argument.name for argument in network.forward.schema.arguments}
    if "return_features" not in known:
        plain = _outputs_of(network)
        return NetworkFile(path, Intake(), plain, plain)
    extras = {"no_output_bias": True} if "no_output_bias" in known else {}
    return NetworkFile(
        path,
        Intake(size=None, is_bytes=True),
        _outputs_of(network, return_features=True),
        _outputs_of(network, **extras),
    )


def _outputs_of(network: Callable[..., Any], **settings: bool) -> Call:
    def call(images: Tensor) -> Sequence[Tensor]:
        found = network(images, **settings)
        return [found] if isinstance(found, Tensor) else list(found)

    return call


def _checked(found: Sequence[Tensor], count: int) -> Sequence[Tensor]:
    if not found or not all(isinstance(output, Tensor) for output in found):
        raise TypeError("it gives something other than tensors")
    if any(output.dim() == 0 or len(output) != count for output in found):
        raise ValueError("it does not give one row an image")
    return found


def _open_onnx(path: Path) -> NetworkFile:
    if find_spec("onnxruntime") is None:
        raise InputError(
            f"{path} is an ONNX file, which needs onnxruntime: install it with "
            "pip install 'ganstudio[onnx]', or choose a TorchScript file."
        )
    runtime: Any = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    try:
        session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's own errors have no common public class
        raise InputError(
            f"{path} holds no ONNX network ({_first_line(error)}): choose another file."
        ) from error
    wanted = session.get_inputs()[0]

    intake = _intake(wanted.shape, wanted.type)
    is_fixed = isinstance(wanted.shape[0], int)

    def call(images: Tensor) -> Sequence[Tensor]:
        count = len(images)
        missing = intake.batch - count if is_fixed else 0
        filled = torch.cat([images, images[-1:].expand(missing, -1, -1, -1)])
        found = session.run(None, {wanted.name: filled.numpy()})
        return [torch.from_numpy(np.asarray(output))[:count] for output in found]

    return NetworkFile(path, intake, call, call)


def _intake(shape: Sequence[object], kind: str) -> Intake:
    """Of an ONNX input: numbers are fixed sizes, words or None are free ones."""
    batch, channels, height, width = (
        size if isinstance(size, int) else None for size in (*shape, None, None, None, None)[:4]
    )
    return Intake(
        channels or 3, (height or SIDE, width or SIDE), kind == "tensor(uint8)", batch or BATCH
    )


def _shares(rows: Floats) -> Floats:
    """Rows that sum to 1: as given, or the soft-max of what are logits."""
    if (rows >= 0).all() and np.allclose(rows.sum(axis=1), 1, atol=1e-3):
        return rows / rows.sum(axis=1, keepdims=True)
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines or [type(error).__name__])[-1][:160]
