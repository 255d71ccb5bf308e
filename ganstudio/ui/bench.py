"""What the interface costs: time to the first window, and training beside a live window.

Every figure is taken in processes of their own; the sides of a ratio take turns.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from ganstudio.core.errors import StudioError
from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.engine.bench import DCGAN, MLP_WGAN_GP
from ganstudio.engine.measurement import Measurement

Report = Callable[[str], None]
START_RUNS = 5
ROUNDS = 2


def startup(report: Report) -> list[Measurement]:
    """The first painted window, warm: median of five starts; torch must not be there yet."""
    with tempfile.TemporaryDirectory() as home:
        found = []
        for attempt in range(START_RUNS + 1):
            figures = _probe("startup_probe", [repr(time.time())], home)
            report(f"first window after {figures['seconds']:.2f} s")
            found += [figures] if attempt else []
    seconds = statistics.median(figures["seconds"] for figures in found)
    early = sum(figures["torch"] for figures in found)
    return [
        Measurement("first painted window, warm", seconds, "s", 1.0, is_ceiling=True),
        Measurement("starts with torch imported too early", early, "", 0, is_ceiling=True),
    ]


def interface(seconds: float, report: Report) -> list[Measurement]:
    """Training with the window against headless, A B A B, and the window's smoothness meanwhile."""
    found = []
    for name, document in (("DCGAN 32 px", DCGAN), ("MLP WGAN-GP 32 px", MLP_WGAN_GP)):
        headless, windowed, gaps = _beside(document, seconds, report)
        share = 100 * statistics.median(w / h for w, h in zip(windowed, headless, strict=True))
        found.append(Measurement(f"{name}: with the window / headless", share, "%", 95))
        if document is DCGAN:
            gaps.sort()
            p99 = gaps[int(0.99 * len(gaps))]
            found.append(Measurement(f"{name}: timer gaps p99", p99, "ms", 50, is_ceiling=True))
            found.append(Measurement(f"{name}: longest gap", gaps[-1], "ms", 250, is_ceiling=True))
    return found


def _beside(
    document: dict[str, Any], seconds: float, report: Report
) -> tuple[list[float], list[float], list[float]]:
    """Steps a second headless and with the window, in turns, and all timer gaps in ms."""
    text = json.dumps(document)
    headless, windowed, gaps = [], [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(ROUNDS):
            headless.append(
                _probe("training_probe", ["headless", text, str(seconds)], home)["rate"]
            )
            figures = _probe("training_probe", ["window", text, str(seconds)], home)
            windowed.append(figures["rate"])
            gaps += figures["gaps"]
            report(f"headless {headless[-1]:.2f} steps/s, with the window {windowed[-1]:.2f}")
    return headless, windowed, gaps


def _probe(module: str, arguments: list[str], home: str) -> dict[str, Any]:
    """Run one side in a fresh process; gives the figures it printed. Raises StudioError."""
    environment = {**os.environ, HOME_VARIABLE: home}
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(environment.get(name) for name in shown):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", f"ganstudio.ui.{module}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise StudioError(f"The probe {module} failed: {done.stderr.strip()[-400:]}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures
