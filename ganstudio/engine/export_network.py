"""A run's generator as a TorchScript or an ONNX file, compared with the network it was made of."""

import importlib
import io
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.engine.portable import Portable
from ganstudio.nn.random import Random

OPSET = 18
TRIED, OTHER = 2, 3  # samples that it is written with, and compared on
ATOL, RTOL = 1e-3, 1e-3


@dataclass(frozen=True, slots=True)
class Written:
    """A network file.

    Attributes:
        content: its bytes.
        words: what the network takes and gives.
        batch: how many samples it takes at once; None for any number.
        difference: the largest to the studio's own network, on inputs it was not written with;
            None where nothing on this machine can run it.
    """

    content: bytes
    words: str
    batch: int | None
    difference: float | None

    @property
    def sentence(self) -> str:
        many = "any number of samples" if self.batch is None else f"{self.batch} sample"
        gap = "" if self.difference is None else f", {self.difference:.1g} from the run's own"
        return f"From {self.words}, {many} at once{gap}."


@torch.no_grad()
def to_torchscript(taken: Portable) -> Written:
    """Raises InputError where the network cannot be traced, or computes something else then."""
    try:
        return _torchscript(taken, None)
    except InputError:
        return _torchscript(taken, 1)  # its batch is written into it


def _torchscript(taken: Portable, batch: int | None) -> Written:
    inputs, buffer = _inputs(taken, batch or TRIED, 0), io.BytesIO()
    with _quiet():
        traced = torch.jit.trace(taken.network, inputs, check_trace=False)
        torch.jit.save(torch.jit.freeze(traced.eval()), buffer)
        buffer.seek(0)
        again = torch.jit.load(buffer, map_location="cpu")
        try:
            difference = _compared(taken, again, batch or OTHER, ".pt")
        except RuntimeError as error:
            raise InputError(f"The .pt file cannot be run ({_line(error)}).") from error
    return Written(buffer.getvalue(), taken.words, batch, difference)


@torch.no_grad()
def to_onnx(taken: Portable) -> Written:
    """Raises InputError: `onnx` is not installed, or has no word for a layer of the network."""
    if find_spec("onnx") is None:
        raise InputError(
            "Writing .onnx needs the package onnx: pip install 'ganstudio[export]', or export as "
            ".pt."
        )
    try:
        return _onnx(taken, None)
    except InputError:
        return _onnx(taken, 1)


def _onnx(taken: Portable, batch: int | None) -> Written:
    inputs = taken.drawn(batch or TRIED, _random(0))
    names = [*inputs, taken.output]
    axes = None if batch else {name: {0: "n"} for name in names}
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        try:
            torch.onnx.export(
                taken.network,
                tuple(inputs.values()),
                path,
                dynamo=False,
                opset_version=OPSET,
                input_names=list(inputs),
                output_names=[taken.output],
                dynamic_axes=axes,
            )
        except (RuntimeError, ValueError, TypeError) as error:
            raise InputError(
                f"ONNX has no words for this generator ({_line(error)}): export as .pt."
            ) from error
        content = path.read_bytes()
        session = _session(content, list(inputs))
        difference = session and _compared(taken, session, batch or OTHER, ".onnx")
    return Written(content, taken.words, batch, difference)


def _session(content: bytes, names: Sequence[str]) -> Any:
    """The written network as a function of tensors; None without onnxruntime."""
    if find_spec("onnxruntime") is None:
        return None
    runtime: Any = importlib.import_module("onnxruntime")
    try:
        session = runtime.InferenceSession(content, providers=["CPUExecutionProvider"])
    except Exception as error:  # whatever the runtime raises
        raise InputError(f"The ONNX file cannot be run ({_line(error)}): export as .pt.") from error

    def run(*inputs: Tensor) -> Tensor:
        given = {n: np.ascontiguousarray(x.numpy()) for n, x in zip(names, inputs, strict=True)}
        known = {node.name for node in session.get_inputs()}
        try:
            (made,) = session.run(None, {n: x for n, x in given.items() if n in known})
        except Exception as error:  # whatever the runtime raises
            raise InputError(
                f"The ONNX file cannot be run ({_line(error)}): export as .pt."
            ) from error
        return torch.from_numpy(made)

    return run


def _compared(taken: Portable, written: Any, count: int, ending: str) -> float:
    """The largest difference on new inputs. Raises InputError where it is another network."""
    inputs = _inputs(taken, count, 1)
    ours, theirs = taken.network(*inputs), written(*inputs)
    if ours.shape != theirs.shape or not torch.allclose(ours, theirs, atol=ATOL, rtol=RTOL):
        raise InputError(
            f"The {ending} file computes something else than the run's generator: it was not "
            "written."
        )
    return float((ours - theirs).abs().max())


def _inputs(taken: Portable, count: int, number: int) -> tuple[Tensor, ...]:
    return tuple(taken.drawn(count, _random(number)).values())


def _random(number: int) -> Random:
    return Random(derive(number, "export"), torch.device("cpu"))


def _quiet() -> "warnings.catch_warnings[None]":
    """Tracing warns of every size that it writes down; what it wrote is compared instead."""
    return warnings.catch_warnings(action="ignore")


def _line(error: Exception) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__
