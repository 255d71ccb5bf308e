"""A run made of formulas: events such as a trainer would give, for tests and screenshots."""

import numpy as np

from ganstudio.core.events import (
    CheckpointWritten,
    Curve,
    DiagnosisMade,
    ModesCounted,
    NoticeGiven,
    ProgressMade,
    RunStarted,
    ScalarsRecorded,
    ScoresMeasured,
    SettingChanged,
    SnapshotTaken,
    WorldView,
)

TOTAL = 6_000
EXTENT = 3.0
SIGMA = 0.07


def curves(first, last, seed=0):
    """Scalars of the steps from `first` up to and without `last`."""
    steps = np.arange(first, last, dtype=np.int64)
    t = steps / 3_400
    noise = np.random.default_rng([seed, first]).normal(size=(8, len(steps)))
    values = {
        "critic/loss": -2.0 * np.exp(-2.4 * t) - 0.12 + 0.14 * noise[0],
        "generator/loss": 0.35 * np.sin(5.5 * t) * np.exp(-t) + 0.3 * t + 0.16 * noise[1],
        "critic/adversarial": -2.4 * np.exp(-2.4 * t) - 0.1 + 0.1 * noise[0],
        "critic/gradient_penalty": 0.3 * np.exp(-3 * t) + 0.02 + 0.02 * np.abs(noise[2]),
        "generator/gradient_norm": 0.9 * np.exp(-1.5 * t) + 0.12 + 0.04 * np.abs(noise[3]),
        "critic/gradient_norm": 1.4 * np.exp(-0.6 * t) + 0.1 * np.abs(noise[4]),
        "critic/slope": 1.02
        - np.exp(-6 * t)
        - 0.3 * np.exp(-40 * (t - 0.6) ** 2)
        + 0.05 * noise[5],
        "critic/w1_estimate": 1.25 * np.exp(-3 * t) + 0.12 + 0.06 * noise[6],
    }
    found = [Curve(name, steps, value) for name, value in values.items()]
    measured = steps[steps % 100 == 0]
    s = measured / 3_400
    if len(measured):
        metrics = {
            "metric/exact_w1": 1.9 * np.exp(-4 * s) + 0.15,
            "metric/sliced_w1": 1.2 * np.exp(-4 * s) + 0.1,
            "metric/modes": np.floor(np.minimum(8, 1 + 9 * s)),
            "metric/high_quality": np.minimum(0.93, 1.4 * s),
            "metric/reverse_kl": 1.6 * np.exp(-3 * s) + 0.05,
        }
        found += [Curve(name, measured, value) for name, value in metrics.items()]
    return tuple(found)


def centres():
    angles = np.arange(8) * np.pi / 4
    return 2.0 * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def world(step, points=512):
    """Fakes that run from the middle to eight modes, over a critic that likes the modes."""
    random = np.random.default_rng(7)
    share = min(step / 2_600, 1.0)
    modes = centres()
    real = modes[random.integers(8, size=points)] + SIGMA * random.normal(size=(points, 2))
    aims = modes[random.integers(8, size=points)]
    spread = random.normal(size=(points, 2))
    fake = aims * (0.15 + 0.77 * share) + spread * (0.34 - 0.2 * share)
    raw = fake + 0.05 * random.normal(size=(points, 2))
    grid = np.linspace(-EXTENT, EXTENT, 56)
    x, y = np.meshgrid(grid, grid)
    surface = np.zeros_like(x)
    for cx, cy in modes:
        surface += np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 1.1)
    surface = (0.3 + share) * (surface * 1.6 - 0.5 * np.exp(-(x**2 + y**2) / 0.8))
    surface -= 0.35 * np.maximum(np.hypot(x, y) - 1.6, 0) ** 1.5
    toward = aims[:96] - raw[:96]
    arrows = np.concatenate([raw[:96], toward / np.hypot(*toward.T).max()], axis=1)
    floats = [part.astype(np.float32) for part in (real, fake, raw, surface, arrows)]
    return WorldView(EXTENT, *floats)


def pictures(step, count=64, size=32):
    """Rings and bars that come out of noise."""
    random = np.random.default_rng(5)
    grid = np.linspace(-1, 1, size)
    x, y = np.meshgrid(grid, grid)
    sharp = min(step / 4_000, 1.0)
    made = []
    for index in range(count):
        radius = 0.3 + 0.4 * random.random()
        shape = np.exp(-(((np.hypot(x, 1.2 * y) - radius) / 0.14) ** 2))
        if index % 3 == 0:
            shape = np.exp(-(((x - 0.4 * y * radius) / 0.16) ** 2)) * (np.abs(y) < 0.75)
        made.append(sharp * shape + (1 - sharp) * 0.5 * random.random((size, size)))
    grey = (255 * np.clip(np.array(made), 0, 1)).astype(np.uint8)[..., None]
    real = (255 * np.clip(np.array(made) / max(sharp, 0.3), 0, 1)).astype(np.uint8)[..., None]
    return {"averaged": grey, "raw": np.roll(grey, 1, axis=1), "real": real}


def snapshot(step, of_images=False, kept=True):
    if of_images:
        return SnapshotTaken(step, pictures=pictures(step), kept=kept)
    return SnapshotTaken(step, world=world(step), kept=kept)


def scores(step):
    random = np.random.default_rng(step)
    share = min(step / 4_000, 1.0)
    real = random.normal(1.2 - 0.6 * share, 0.5, 256).astype(np.float32)
    fake = random.normal(-1.2 + share, 0.7, 256).astype(np.float32)
    return ScoresMeasured(step, real, fake)


def modes(step):
    base = np.array([312, 298, 341, 287, 266, 322, 12, 351])
    share = np.clip((step - np.arange(8) * 150) / 900, 0, 1)
    return ModesCounted(step, tuple(int(n) for n in base * share), 2_500)


def progress(step, total=TOTAL):
    return ProgressMade(step, step * 256, total, 51.3 + 4 * np.sin(step / 300), 1_130_000_000)


def run(last=3_412, of_images=False, every=20):
    """All events of a run up to `last`, in their order."""
    events = [
        RunStarted("wgan-gp-ring 07", "CPU", 0, TOTAL, {"critic": 66_561, "generator": 50_000})
    ]
    for first in range(0, last, every):
        until = min(first + every, last)
        events.append(ScalarsRecorded(until, until / 50, curves(first, until)))
        events.append(progress(until))
        if first % 100 == 0:
            events += [snapshot(first, of_images), scores(first), modes(first)]
        if first == 1_800:
            events.append(SettingChanged(1_800, "system.critic_lr", 1e-4, 3e-4))
        if first % 1_000 == 0 and first:
            events.append(CheckpointWritten(first, f"checkpoints/{first}", 84_000))
        if first == 1_460:
            words = ("Critic not quite 1-Lipschitz", "The gradient norm on interpolates is 0.71.")
            events.append(DiagnosisMade(1_460, *words))
        if first == 2_640:
            events.append(NoticeGiven(2_640, "Eighth mode first reached"))
    events += [snapshot(last, of_images, kept=False), scores(last)]
    return events
