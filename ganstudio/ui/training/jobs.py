"""From what the user asks for to the job that a worker trains."""

from ganstudio.engine import preset as presets
from ganstudio.engine.preset import Preset
from ganstudio.engine.worker import Job
from ganstudio.ui.context import PresetRequest
from ganstudio.ui.settings import DeviceSettings
from ganstudio.ui.training.open_run import OpenRun


def job_of(run: OpenRun, settings: DeviceSettings, steps: int | None = None) -> Job:
    """Train what is ready, or resume what rests; `steps` is another total than the run has."""
    if run.phase != "ready":
        return Job(run.path, None, run.short, settings.device, steps, mode="resume")
    run.preset = _with_threads(run.preset, settings.threads)
    return Job(
        run.path, run.preset, run.short, settings.device, steps, weights_from=run.weights_from
    )


def preset_of(request: PresetRequest) -> tuple[Preset, str]:
    """The preset and the short name its runs are called by. Raises PresetError."""
    if request.text:
        where = request.path.name if request.path else "the preset"
        preset = presets.loads(request.text, where)
    elif request.path is not None:
        preset = presets.load(request.path)
    else:
        preset = Preset()
    return preset, request.path.stem if request.path else _short(preset.title)


def _short(title: str) -> str:
    """A folder's name made of a title."""
    words = "".join(letter if letter.isalnum() else " " for letter in title.lower()).split()
    return "-".join(words)[:40] or "run"


def _with_threads(preset: Preset, threads: int) -> Preset:
    """The user's number of threads, where the preset leaves it open."""
    if threads and preset.schedule.threads == "auto":
        return preset.edited("schedule.threads", threads)
    return preset
