"""Where a run computes: chosen once, shown always."""

import ctypes
import os
import sys
from collections.abc import Callable
from typing import Literal

import torch

from ganstudio.core.errors import InputError

DeviceName = Literal["auto", "cpu", "cuda", "mps"]
SMALL_PARAMETERS = 300_000


def choose(name: str = "auto") -> torch.device:
    """The device of that name; `auto` takes a GPU where there is one. Raises InputError."""
    if name == "auto":
        return next(torch.device(kind) for kind in ("cuda", "mps", "cpu") if _is_there(kind))
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise InputError(f"{name!r} is no device: choose auto, cpu, cuda or mps.") from error
    if not _is_there(device.type):
        raise InputError(
            f"This machine has no {device.type} device that torch {torch.__version__} can use:"
            " choose auto or cpu."
        )
    return device


def _is_there(kind: str) -> bool:
    if kind == "cuda":
        return torch.cuda.is_available()
    if kind == "mps":
        return torch.backends.mps.is_available()
    return kind == "cpu"


def describe(device: torch.device) -> str:
    """Words for the status bar: "CPU, 1 thread" or the GPU's name."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "mps":
        return "Apple GPU"
    threads = torch.get_num_threads()
    return f"CPU, {threads} thread{'s' if threads > 1 else ''}"


def set_threads(wanted: int, parameters: int) -> int:
    """Set torch's threads: `wanted`, or by size where it is 0. One core is left to the interface.

    Small networks lose more at thread barriers than they gain.
    """
    cores = os.cpu_count() or 1
    chosen = wanted or (1 if parameters < SMALL_PARAMETERS else max(1, cores - 1))
    if torch.get_num_threads() != chosen:
        torch.set_num_threads(chosen)
    return chosen


_TRIM_THRESHOLD, _MAP_THRESHOLD = -1, -3  # mallopt(3)
_KEPT = 1 << 29  # bytes a process may hold free


def keep_freed_memory() -> None:
    """Have the C library keep what networks free, as every step asks for the same blocks again.

    glibc gives a block of a megabyte back to the system and gets it back page by page.
    """
    if set_option := _of_c_library("mallopt"):
        set_option(_TRIM_THRESHOLD, _KEPT)
        set_option(_MAP_THRESHOLD, _KEPT)


def return_freed_memory() -> None:
    """Give the system what is kept and not used."""
    if trim := _of_c_library("malloc_trim"):
        trim(0)


def _of_c_library(name: str) -> Callable[..., object] | None:
    """A function of glibc; other libraries do not have it."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None


def memory_used(device: torch.device) -> int:
    """Bytes: allocated on a GPU, resident in this process on a CPU (0 where that is unknown)."""
    if device.type == "cuda":
        return torch.cuda.memory_allocated(device)
    if device.type == "mps":
        return torch.mps.current_allocated_memory()
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - hot path
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
