"""Run as a process of its own: one loop on one thread, which tells its steps until it is killed."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import torch

from ganstudio.engine import devices
from ganstudio.engine.plain_loop import CPU, PlainLoop
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup


def loop(side: str, document: dict[str, Any]) -> Callable[[], object]:
    """A function that does one step of ours or of the plain loop."""
    preset = from_document(document, "the benchmark")
    if side == "plain":
        return PlainLoop(preset).step
    devices.keep_freed_memory()
    return Setup(preset, CPU).advance


def main(side: str, text: str) -> None:
    torch.set_num_threads(1)
    advance = loop(side, json.loads(text))
    step = 0
    while True:
        advance()
        step += 1
        sys.stdout.write(json.dumps({"at": time.monotonic(), "step": step}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
