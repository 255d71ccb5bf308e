"""Everything needed to continue a run bit for bit, in a folder that is complete or absent."""

import base64
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save
from torch import Tensor

from ganstudio.core.errors import CheckpointError
from ganstudio.core.paths import sync_folder

FORMAT = 1
WEIGHTS = "weights.safetensors"
OPTIMIZERS = "optimizers.safetensors"
STATE = "state.json"
KEPT = 20  # newest checkpoints of a run; the first one always stays


@dataclass(frozen=True, slots=True)
class TrainingState:
    """A run at one step. Weights are named `player/<name>/<key>` and `average/<name>/<key>`."""

    step: int
    seen: int
    seconds: float
    preset: dict[str, Any]  # with every live edit so far, every default written out
    random: dict[str, Tensor]  # generator states and positions by stream
    weights: dict[str, Tensor]
    optimizers: dict[str, Tensor]
    counters: dict[str, int] = field(default_factory=dict)


def write(folder: Path, state: TrainingState) -> int:
    """Write `folder`/<step>; gives its size in bytes. A reader never meets half of it."""
    target = folder / str(state.step)
    temporary = folder / f".{state.step}-{uuid.uuid4().hex}"
    temporary.mkdir(parents=True)
    try:
        blobs = {WEIGHTS: _tensors(state.weights), OPTIMIZERS: _tensors(state.optimizers)}
        document = {
            "format": FORMAT,
            "step": state.step,
            "seen": state.seen,
            "seconds": state.seconds,
            "preset": state.preset,
            "counters": state.counters,
            "random": {name: _encode(value) for name, value in state.random.items()},
            "checksums": {name: hashlib.sha256(blob).hexdigest() for name, blob in blobs.items()},
        }
        document["checksum"] = _checksum(document)
        blobs[STATE] = json.dumps(document, indent=1).encode()
        for name, blob in blobs.items():
            _write_synced(temporary / name, blob)
        sync_folder(temporary)
        if target.exists():
            _discard(target)
        temporary.replace(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(folder)
    return sum(map(len, blobs.values()))


def read(path: Path) -> TrainingState:
    """Read one checkpoint folder. Raises CheckpointError: torn, changed, or of a newer version."""
    try:
        document = json.loads((path / STATE).read_text(encoding="utf-8"))
        blobs = {name: (path / name).read_bytes() for name in (WEIGHTS, OPTIMIZERS)}
    except (OSError, ValueError) as error:
        raise CheckpointError(f"Checkpoint {path.name} cannot be read: {error}.") from error
    _verify(path.name, document, blobs)
    return TrainingState(
        step=document["step"],
        seen=document["seen"],
        seconds=document["seconds"],
        preset=document["preset"],
        random={name: _decode(value) for name, value in document["random"].items()},
        weights=load(blobs[WEIGHTS]),
        optimizers=load(blobs[OPTIMIZERS]),
        counters=document["counters"],
    )


def read_newest(folder: Path, steps: list[int]) -> tuple[TrainingState, list[str]]:
    """The newest readable checkpoint, and a sentence for each newer one that was passed over."""
    passed: list[str] = []
    for step in reversed(steps):
        try:
            return read(folder / str(step)), passed
        except CheckpointError as error:
            passed.append(str(error))
    raise CheckpointError(" ".join(passed) or f"{folder.parent.name} has no checkpoint yet.")


def thin(folder: Path, steps: list[int], keep: int) -> None:
    """Keep the first checkpoint and the `keep` newest ones."""
    for step in steps[1:-keep] if keep else []:
        _discard(folder / str(step))


def sweep(folder: Path) -> None:
    """Clear away what an interrupted write left behind; what it had completed is put in place."""
    for leftover in folder.glob(".*-*"):
        target = folder / leftover.name[1:].partition("-")[0]
        if target.exists() or not _is_complete(leftover):
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.replace(target)


def _is_complete(path: Path) -> bool:
    try:
        read(path)
    except CheckpointError:
        return False
    return True


def _discard(path: Path) -> None:
    """Remove a checkpoint so that an interruption leaves none rather than half of one."""
    with suppress(OSError):
        (path / STATE).unlink()
    shutil.rmtree(path, ignore_errors=True)


def _verify(name: str, document: Any, blobs: Mapping[str, bytes]) -> None:
    if not isinstance(document, dict) or "checksum" not in document:
        raise CheckpointError(f"Checkpoint {name} is not complete.")
    version = document.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise CheckpointError(
            f"Checkpoint {name} was made by a newer studio (format {version}): update GAN Studio."
        )
    unsigned = {key: value for key, value in document.items() if key != "checksum"}
    if document["checksum"] != _checksum(unsigned):
        raise CheckpointError(f"Checkpoint {name} was changed after it was written ({STATE}).")
    for part, blob in blobs.items():
        if hashlib.sha256(blob).hexdigest() != document["checksums"][part]:
            raise CheckpointError(f"Checkpoint {name} was changed after it was written ({part}).")


def _checksum(document: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _tensors(tensors: Mapping[str, Tensor]) -> bytes:
    return save({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()})


def _encode(tensor: Tensor) -> dict[str, Any]:
    array = tensor.detach().cpu().numpy()
    text = base64.b64encode(array.tobytes()).decode()
    return {"type": str(array.dtype), "shape": list(array.shape), "data": text}


def _decode(document: dict[str, Any]) -> Tensor:
    raw = np.frombuffer(base64.b64decode(document["data"]), document["type"])
    return torch.from_numpy(raw.reshape(document["shape"]).copy())


def _write_synced(path: Path, blob: bytes) -> None:
    with path.open("wb") as file:
        file.write(blob)
        file.flush()
        os.fsync(file.fileno())
