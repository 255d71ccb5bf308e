"""What exploring costs: a slider's change in each tool, pictures that follow it, a mixing grid."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from ganstudio.core.errors import StudioError
from ganstudio.core.paths import HOME_VARIABLE
from ganstudio.engine.measurement import Measurement

Report = Callable[[str], None]
CHANGE_CEILING = 16.0  # ms
FOLLOWED_FLOOR = 20.0  # pictures a second


def exploring(report: Report) -> list[Measurement]:
    """Sliders of every tool dragged in the real window, on models that come with the studio.

    A change is held to the work it is on the GUI thread; the clock, which counts too what else the
    machine does meanwhile, is reported beside it.
    """
    figures = _probe()
    found = [_change(key, spent, report) for key, spent in figures["changes"].items()]
    seen, first = figures["seen"]
    report(f"mixing grid of 8 x 8: {seen} cells are seen, {first} of them came first")
    return [
        *found,
        Measurement("pictures that follow a slider, 32 px StyleGAN2", figures["followed"],
                    "frames/s", FOLLOWED_FLOOR),
        Measurement("cells that are seen and come first, 8 x 8", 100 * first / seen, "%", 100),
    ]  # fmt: skip


def _change(key: str, spent: list[tuple[float, float]], report: Report) -> Measurement:
    work, clock = ([one[at] for one in spent] for at in range(2))
    report(
        f"{key}: {len(spent)} changes, work median {statistics.median(work):.1f} ms, by the clock "
        f"{statistics.median(clock):.1f} ms, p95 {_p95(clock):.1f} ms"
    )
    name = f"GUI time of a slider's change, {key}, p95"
    return Measurement(name, _p95(work), "ms", CHANGE_CEILING, is_ceiling=True)


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


def _probe() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, HOME_VARIABLE: home}
        shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in shown):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        command = [sys.executable, "-m", "ganstudio.ui.exploring_probe"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise StudioError(f"The probe of exploring failed: {done.stderr.strip()[-400:]}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures
