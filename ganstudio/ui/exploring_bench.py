"""What exploring costs: a slider's change in each tool, pictures that follow it, a mixing grid."""

import statistics
from collections.abc import Callable

from ganstudio.engine.measurement import Measurement
from ganstudio.ui.probes import run_probe

Report = Callable[[str], None]
CHANGE_CEILING = 16.0  # ms
FOLLOWED_FLOOR = 20.0  # pictures a second


def exploring(report: Report) -> list[Measurement]:
    """Sliders of every tool dragged in the real window, on models that come with the studio.

    A change is held to the work it is on the GUI thread; the clock, which counts too what else the
    machine does meanwhile, is reported beside it.
    """
    figures = run_probe("exploring_probe")
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
