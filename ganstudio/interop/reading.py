"""Tensors in other programs' files, read without running anything that stands in them."""

import io
import lzma
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.interop.snapshots import read_snapshot, snapshot_options

State = dict[str, Tensor]

MOST_BYTES = 4 << 30  # of a file, unpacked
MOST_TENSORS = 100_000  # the largest published GANs have some thousand
MOST_ENTRIES = 2 * MOST_TENSORS  # of a zip; one a tensor, and few more
TORCH_SUFFIXES = (".pth", ".pt", ".ckpt")
SUFFIXES = (*TORCH_SUFFIXES, ".pth.xz", ".safetensors", ".pkl")
WRAPPER = "module."  # what a network in torch's DataParallel puts in front of every name
ENTRY = b"PK\x01\x02"  # in front of every file in a zip's list
_DAMAGES = (RuntimeError, ValueError, KeyError, EOFError, IndexError, AttributeError, OSError,
            TypeError, OverflowError)  # fmt: skip


def is_readable(path: Path) -> bool:
    """Whether the name is one of a file of weights."""
    return path.name.endswith(SUFFIXES)


def read_states(path: Path) -> dict[str, State]:
    """Every state dict of a file, by its name; a plain one has the name "".

    Args:
        path: a `.pth`, `.pt`, `.ckpt`, `.pth.xz`, `.safetensors`, or a StyleGAN `.pkl`.

    Raises:
        InputError: the file is something else, is damaged, is too large, or would run a program.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}: name a file of weights.")
    name = path.name
    if name.endswith(".safetensors"):
        states = {"": _safetensors(path)}
    elif name.endswith(".pth.xz"):
        states = _states(_torch(path, _decompressed(path)), path)
    elif name.endswith(TORCH_SUFFIXES):
        states = _states(_torch(path, _bytes(path)), path)
    elif name.endswith(".pkl"):
        states = read_snapshot(_bytes(path), path)
    else:
        raise InputError(
            f"{path} is no file of weights that the studio reads: choose {', '.join(SUFFIXES)}."
        )
    _count(states, path)
    return {name: _unwrapped(state) for name, state in states.items()}


def read_state(path: Path, entry: str = "") -> State:
    """One state dict of a file: the one of that name, or the only one.

    Raises:
        InputError: as `read_states`, or the file has no such entry.
    """
    states = read_states(path)
    if entry in states:
        return states[entry]
    if len(states) == 1:
        return next(iter(states.values()))
    raise InputError(f"{path} holds {', '.join(states)}, and not {entry!r}: name one of them.")


def read_options(path: Path) -> dict[str, dict[str, Any]]:
    """What the networks of a StyleGAN snapshot were built with, by name; of other files nothing.

    Raises:
        InputError: as `read_states`.
    """
    return snapshot_options(_bytes(path), path) if path.name.endswith(".pkl") else {}


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(f"{path} has {size >> 20} MiB, more than {MOST_BYTES >> 20} are read.")
    return path.read_bytes()


def _decompressed(path: Path) -> bytes:
    _bytes(path)
    try:
        with lzma.open(path) as stream:
            found = stream.read(MOST_BYTES + 1)
    except (lzma.LZMAError, EOFError) as error:
        raise InputError(f"{path} is no whole .xz file: fetch it again.") from error
    if len(found) > MOST_BYTES:
        raise InputError(f"{path} unpacks to more than {MOST_BYTES >> 20} MiB: it is not read.")
    return found


def _torch(path: Path, content: bytes) -> Any:
    _refuse_bombs(path, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of old pickles' protocols: nothing a user can do
            return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise InputError(
            f"{path} holds more than tensors (a whole network or program of its author), which "
            "reading would run: save its state_dict() where it was made."
        ) from error
    except _DAMAGES as error:
        raise InputError(f"{path} is no whole file of torch.save: fetch it again.") from error


def _refuse_bombs(path: Path, content: bytes) -> None:
    """A zip file says how large it becomes before it is unpacked."""
    if not content.startswith(b"PK"):
        return
    if content.count(ENTRY) > MOST_ENTRIES:  # before each of them costs an object
        raise InputError(
            f"{path} holds more than {MOST_ENTRIES:,} files, which no network has: it is not read."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(f"{path} is no whole file of torch.save: fetch it again.") from error
    if size > MOST_BYTES:
        raise InputError(f"{path} unpacks to more than {MOST_BYTES >> 20} MiB: it is not read.")


def _safetensors(path: Path) -> State:
    try:
        return load_safetensors(_bytes(path))
    except SafetensorError as error:
        raise InputError(f"{path} is no whole .safetensors file: fetch it again.") from error


def _states(loaded: Any, path: Path) -> dict[str, State]:
    """State dicts at whatever depth; the name of a nested one has dots."""
    found: dict[str, State] = {}
    pending: list[tuple[str, Any]] = [("", loaded)]
    while pending:
        name, value = pending.pop(0)
        if not isinstance(value, Mapping):
            continue
        tensors = {str(key): item for key, item in value.items() if isinstance(item, Tensor)}
        if tensors:
            found[name] = tensors
            continue
        prefix = f"{name}." if name else ""
        pending += [(f"{prefix}{key}", item) for key, item in value.items()]
        if len(pending) > MOST_TENSORS:
            break
    if not found:
        raise InputError(f"{path} holds no tensors by name: choose a file with a state_dict.")
    return found


def _count(states: dict[str, State], path: Path) -> None:
    count = sum(len(state) for state in states.values())
    if count > MOST_TENSORS:
        raise InputError(f"{path} holds {count} tensors, more than {MOST_TENSORS} are read.")


def _unwrapped(state: State) -> State:
    if not all(name.startswith(WRAPPER) for name in state):
        return state
    return {name.removeprefix(WRAPPER): value for name, value in state.items()}
