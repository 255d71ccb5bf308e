"""Whether the diagnosis finds what was planted, and stays silent on healthy runs."""

import time
from functools import partial

from ganstudio.core.events import DiagnosisMade, Event, ScalarsRecorded, SnapshotTaken
from ganstudio.engine.diagnosis.diagnostician import Diagnostician
from ganstudio.engine.observer import falls_on
from ganstudio.engine.preset import Preset
from ganstudio.engine.recorder import Recorder
from ganstudio.engine.rescue import Diverged, explain_divergence
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, mean_within, shipped
from ganstudio.experiments.planted import PLANTED, planted

HEALTHY = (
    "gan-1d", "fgan-kl-1d", "ns-gan-ring", "ns-gan-moons", "lsgan-ring", "sngan-ring",
    "wgan-ring", "wgan-gp-ring", "wgan-gp-swiss-roll", "fgan-hellinger-ring", "pacgan-ring",
)  # fmt: skip
SEEDS = tuple(range(10, 20))  # thresholds were set on 0 to 9
FOUND, FALSE = 0.9, 0.05


def diagnosed(chosen: Preset) -> dict[str, DiagnosisMade]:
    """Train a preset and give the last finding of each kind; every snapshot is examined."""
    setup, told, recorder = Setup(chosen, CPU), list[Event](), Recorder(CPU)
    doctor = Diagnostician(setup, told.append, share=1.0)
    while setup.step < chosen.schedule.steps:
        scalars = setup.advance()
        recorder.record(setup.step, scalars)
        if falls_on(setup.step, chosen.schedule.snapshot_every):
            block = recorder.read(wait=True)
            doctor.receive(ScalarsRecorded(setup.step, setup.seconds, block.curves))
            if block.failure is not None:
                doctor.receive(explain_divergence(setup, Diverged(block.failure)))
                break
            doctor.receive(SnapshotTaken(setup.step))
    return {made.key: made for made in told if isinstance(made, DiagnosisMade)}


def planted_found(seed: int, report: Report) -> Outcome:
    """How many of the planted faults are named."""
    began, found = time.process_time(), list[bool]()
    for kind in PLANTED:
        keys = diagnosed(planted(kind, seed)).keys()
        found.append(kind in keys)
        report(f"{kind}, seed {seed}: {', '.join(sorted(keys)) or 'nothing found'}")
    words = f"{sum(found)} of {len(found)}"
    share = sum(found) / len(found)
    return Outcome(100 * share, share >= FOUND, words, time.process_time() - began)


def falsely_alarmed(names: tuple[str, ...], seed: int, report: Report) -> Outcome:
    """How many runs of healthy presets have any finding."""
    began, alarms = time.process_time(), list[str]()
    for name in names:
        keys = diagnosed(shipped(name, seed)).keys()
        alarms += [f"{name}: {key}" for key in sorted(keys)]
        report(f"{name}, seed {seed}: {', '.join(sorted(keys)) or 'healthy'}")
    share = len({alarm.partition(":")[0] for alarm in alarms}) / len(names)
    words = "; ".join(alarms) or "none"
    return Outcome(100 * share, share <= FALSE, words, time.process_time() - began)


FAULTS = Experiment(
    "diagnosis-faults",
    "every planted fault is named",
    "% found",
    f"≥ {100 * FOUND:.0f} % over seeds and kinds",
    planted_found,
    SEEDS,
    mean_within(100 * FOUND),
)
HEALTH = Experiment(
    "diagnosis-health",
    "nothing is found in healthy runs",
    "% of runs with an alarm",
    f"≤ {100 * FALSE:.0f} % over seeds and presets",
    partial(falsely_alarmed, HEALTHY),
    SEEDS,
    mean_within(0, 100 * FALSE),
)
