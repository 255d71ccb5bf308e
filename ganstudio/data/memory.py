"""How much memory a dataset may take."""

import os
import re
from pathlib import Path

import torch

_UNKNOWN = 4 * 2**30  # assumed free where the system does not tell
_AVAILABLE = re.compile(r"MemAvailable:\s+(\d+) kB")


def free_memory(device: torch.device) -> int:
    """Bytes that are free on `device`."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    try:
        found = _AVAILABLE.search(Path("/proc/meminfo").read_text())
    except OSError:
        found = None
    return int(found[1]) * 1024 if found else _half_of_physical()


def _half_of_physical() -> int:
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return _UNKNOWN


def fits(size: int, device: torch.device) -> bool:
    """Whether `size` bytes may stay on `device`: at most a quarter of what is free."""
    return size <= free_memory(device) // 4
