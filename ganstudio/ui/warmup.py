"""Imports of the slow libraries, off the GUI thread, once the window stands."""

import importlib
import os
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QThread, Signal

# torch._dynamo is what the first optimizer would import in the middle of a start, ziamath what
# the first equation would.
MODULES = (
    "torch",
    "torch._dynamo",
    "ganstudio.engine.preset",
    "ganstudio.engine.worker",
    "ziamath",
)
OTHER_DEVICES = ("cuda", "mps")


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """What is known of torch on this machine once it is imported."""

    torch_version: str
    device: str  # the one that new runs get by themselves, in words: "CPU, 2 threads"
    devices: tuple[tuple[str, str], ...]  # (value of the setting, words)


def cores() -> int:
    return os.cpu_count() or 1


def cpu_words() -> str:
    count = cores()
    return f"CPU, {count} core{'s' if count > 1 else ''}"


class WarmUp(QThread):
    """Loads torch and the engine. `ready` carries EngineFacts, `failed` the error.

    Nothing is imported after `ready`: two threads that import packages with circular imports
    meet them half made.
    """

    ready = Signal(object)
    failed = Signal(object)

    def run(self) -> None:
        try:
            for name in MODULES:
                importlib.import_module(name)
            facts = _facts()
        except Exception as error:  # noqa: BLE001 - the top of a thread: nothing may escape it
            self.failed.emit(error)
        else:
            self.ready.emit(facts)


def _facts() -> EngineFacts:
    torch: Any = importlib.import_module("torch")
    devices: Any = importlib.import_module("ganstudio.engine.devices")
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    found = [(kind, devices.describe(torch.device(kind))) for kind in OTHER_DEVICES if there[kind]]
    version = ".".join(torch.__version__.split("+")[0].split(".")[:2])
    return EngineFacts(
        version, devices.describe(devices.choose("auto")), (("cpu", cpu_words()), *found)
    )
