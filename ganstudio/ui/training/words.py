"""What the run bar says: phase, progress, time left. Free of Qt."""

from ganstudio.engine.run import RunInfo
from ganstudio.ui.training.open_run import OpenRun, Phase
from ganstudio.ui.widgets.badge import Tone

PHASES: dict[Phase, tuple[str, Tone]] = {
    "ready": ("Ready to start", "neutral"),
    "starting": ("Starting", "neutral"),
    "reading data": ("Reading data", "neutral"),
    "running": ("Running", "ok"),
    "paused": ("Paused", "warn"),
    "finished": ("Finished", "neutral"),
    "stopped": ("Stopped", "neutral"),
    "failed": ("Failed", "error"),
}

_STANDS = {
    "running": "trains elsewhere, at",
    "paused": "is paused elsewhere, at",
    "stopped": "stopped at",
    "finished": "ended at",
    "failed": "failed at",
}


def phase_words(run: OpenRun) -> tuple[str, Tone]:
    """Words and tone of the badge."""
    if run.is_locked and not run.is_training:
        return "Training elsewhere", "warn"
    words, tone = PHASES[run.phase]
    if run.phase == "reading data" and run.reading is not None:
        words = f"{words}, {round(100 * run.reading[1])}\N{THIN SPACE}%"
    return words, tone


def rest_words(run: OpenRun) -> str:
    """How a run that rests came to its end; empty while it trains or before it begins."""
    if run.is_training or run.phase == "ready" or run.is_locked:
        return ""
    return PHASES[run.phase][0]


def last_words(info: RunInfo) -> str:
    """Which run was used last, and where it stands."""
    named = f"{info.name} was used last."
    if info.is_done:
        return f"{named} It did all of its {info.total_steps:,} steps."
    if info.status not in _STANDS or info.has_weights_alone:
        return named
    return f"{named} It {_STANDS[info.status]} step {info.step:,} of {info.total_steps:,}."


def facts(run: OpenRun) -> str:
    """The line under the name: preset, seed, device."""
    device = run.device.split(",")[0]
    parts = [run.title, f"seed {run.preset.seed}", device, run.parent_words]
    return " · ".join(part for part in parts if part)


def speed_words(run: OpenRun) -> str:
    """Speed and the time left, while it runs."""
    if run.phase != "running" or run.speed <= 0:
        return ""
    speed = f"{run.speed:,.1f} steps/s" if run.speed < 1000 else f"{run.speed:,.0f} steps/s"
    return f"{speed}, {time_words((run.total_steps - run.step) / run.speed)} left"


def time_words(seconds: float) -> str:
    """Two units at most: 50 s, 3 min 45 s, 2 h 10 min."""
    whole = max(round(seconds), 0)
    thin = "\N{THIN SPACE}"
    if whole < 60:
        return f"{whole}{thin}s"
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return f"{minutes}{thin}min {rest}{thin}s"
    if minutes < 60:
        return f"{minutes}{thin}min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,}{thin}h {minutes}{thin}min" if hours < 48 else f"{hours // 24}{thin}days"
