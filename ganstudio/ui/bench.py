"""What the interface costs: time to the first window, and training beside a live window.

Every figure is taken in processes of their own; the sides of a ratio take turns.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from compileall import compile_dir
from pathlib import Path
from typing import Any

from ganstudio.engine.bench import DCGAN, MLP_WGAN_GP
from ganstudio.engine.calm import remark
from ganstudio.engine.measurement import Measurement
from ganstudio.engine.sides import Side, Turn, ratio
from ganstudio.ui.probes import probe_environment, run_probe

Report = Callable[[str], None]
START_RUNS = 5
PACKAGE = Path(__file__).resolve().parent.parent


def startup(report: Report) -> list[Measurement]:
    """The first painted window, warm: median of five starts; torch must not be there yet.

    The package is compiled first, as an installation does it.
    """
    compile_dir(PACKAGE, quiet=2)
    with tempfile.TemporaryDirectory() as home:
        found = []
        for attempt in range(START_RUNS + 1):
            figures = run_probe("startup_probe", [repr(time.time())], home)
            report(f"first window after {figures['seconds']:.2f} s")
            found += [figures] if attempt else []
    seconds = statistics.median(figures["seconds"] for figures in found)
    early = sum(figures["torch"] for figures in found)
    return [
        Measurement("first painted window, warm", seconds, "s", 1.0, is_ceiling=True),
        Measurement("starts with torch imported too early", early, "", 0, is_ceiling=True),
    ]


def interface(seconds: float, report: Report) -> list[Measurement]:
    """Training with the window against headless, in turns of `seconds` for each side in all."""
    share, gaps = _beside("DCGAN 32 px", DCGAN, "timed", seconds, report)
    of_mlp, _ = _beside("MLP WGAN-GP 32 px", MLP_WGAN_GP, "window", seconds, report)
    p99 = gaps[int(0.99 * len(gaps))]
    return [
        Measurement("DCGAN 32 px: with the window / headless", share, "%", 95),
        Measurement("DCGAN 32 px: timer gaps p99", p99, "ms", 50, is_ceiling=True),
        Measurement("DCGAN 32 px: longest gap", gaps[-1], "ms", 250, is_ceiling=True),
        Measurement("MLP WGAN-GP 32 px: with the window / headless", of_mlp, "%", 95),
    ]


def _beside(
    name: str, document: dict[str, Any], mode: str, seconds: float, report: Report
) -> tuple[float, list[float]]:
    """The window's share of the headless speed in per cent, and its timer gaps in ms, sorted.

    Gaps are taken in mode "timed" only: their timer costs a run of small steps a per cent.
    """

    def told(windowed: Turn, headless: Turn) -> None:
        rates = f"{windowed.rate:.2f} steps/s with the window, {headless.rate:.2f} headless"
        report(f"{name}: {rates}{remark(max(windowed.stolen, headless.stolen))}")

    text = json.dumps(document)
    with tempfile.TemporaryDirectory() as home:
        environment = probe_environment(home)
        with (
            Side("ganstudio.ui.training_probe", [mode, text], environment) as windowed,
            Side("ganstudio.ui.training_probe", ["headless", text], environment) as headless,
        ):
            found = ratio(windowed, headless, seconds, told)
            report(f"{name}: median of {found.counted} of {found.taken} pairs of turns")
            gaps = [
                gap
                for line in windowed.lines
                for at, gap in line.get("gaps", ())
                if windowed.ran_between(at - gap / 1e3, at)
            ]
    return 100 * found.value, sorted(gaps)


def record(report: Report) -> list[Measurement]:
    """A run of a million steps, twenty scalars and ten thousand snapshots in the real window."""
    found = run_probe("record_probe")
    report(f"{found['curves']:.0f} curves in one plot, {found['snapshots']:,.0f} snapshots")
    return [
        Measurement("long run opens", found["open"], "s", 1.0, is_ceiling=True),
        Measurement("long run, all curves panned", found["pan"], "frames/s", 30),
        Measurement("long run, snapshots scrubbed", found["scrub"], "frames/s", 20),
        Measurement("snapshots in memory", found["held"], "", 64, is_ceiling=True),
    ]
