"""What a report of a run says, whatever it is laid out on: read once from the run's folder."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ziamath.config import config as ziamath_config
from ziamath.zmath import Latex

from ganstudio.core.errors import RunError
from ganstudio.core.events import Curve, Pixels, SnapshotTaken
from ganstudio.core.formula import EquationLine
from ganstudio.engine import snapshots
from ganstudio.engine.history import History, RecordedEvent
from ganstudio.engine.preset import Preset, load
from ganstudio.engine.report_plots import Trace
from ganstudio.engine.run import RunFolder, RunInfo
from ganstudio.engine.run_film import chosen_steps
from ganstudio.engine.side_by_side import side_by_side
from ganstudio.engine.world_picture import draw_world
from ganstudio.metrics.figures import Measure
from ganstudio.metrics.image_measures import CLASS_MEASURES, FEATURE_MEASURES, PIXEL_MEASURES
from ganstudio.metrics.point_measures import MODE_MEASURES, POINT_MEASURES

PICTURES = 6  # of the run, from its first snapshot to its last
_SAMPLES = 32  # of a snapshot's pictures
_WORLD = (420, 420)  # px
_PLAYERS = {"generator": "#A34E00", "critic": "#0A66C2"}
_OTHERS = ("#18743F", "#5543CC", "#7D5800", "#414952")
_PLOTS = (
    ("Losses", "loss"),
    ("Gradient norms", "gradient_norm"),
    ("Critic values", "score"),
    ("Critic's estimate and slopes", "estimate bound slope"),
)
_TOLD = ("SettingChanged", "RunStarted", "RunFinished", "RunFailed", "PhaseChanged")
_EXAMINED = ("DiagnosisMade", "HealthChecked")

_MEASURES: tuple[Measure[Any], ...] = (
    *POINT_MEASURES, *MODE_MEASURES, *PIXEL_MEASURES, *FEATURE_MEASURES, *CLASS_MEASURES,
)  # fmt: skip
_TITLES = {name: title for one in _MEASURES for name, title in one.titles.items()}

Row = tuple[str, ...]


class Plot(NamedTuple):
    """Curves that are drawn over each other."""

    title: str
    traces: tuple[Trace, ...]


class Shown(NamedTuple):
    """A picture of the run at a step."""

    step: int
    picture: Pixels


class Finding(NamedTuple):
    """What the diagnosis found, with the reading that shows it and what may be tried."""

    title: str
    words: str
    is_lasting: bool  # at the last examination it was still so


@dataclass(frozen=True, slots=True)
class Contents:
    """A run as a report tells it, part by part."""

    info: RunInfo
    preset: Preset
    curves: tuple[Curve, ...]
    pictures: tuple[Shown, ...]
    events: tuple[RecordedEvent, ...]
    seconds: float
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]  # what was well at the last examination
    is_examined: bool

    @property
    def facts(self) -> str:
        """The run in a line: where it comes from, how far it came, how long it took."""
        info = self.info
        began = time.strftime("%d %B %Y, %H:%M", time.localtime(info.created))
        parent = f", from {info.parent} at step {info.parent_step:,}" if info.parent else ""
        told = f"{info.status} at step {info.step:,} of {info.total_steps:,}"
        took = f"{duration(self.seconds)} of training on {info.device}"
        return f"{info.name}{parent}, {told}, {took}, begun {began}. {self.preset.paper}".rstrip()

    def equations(self) -> tuple[str, ...]:
        """What each player minimises or is held to, as SVG; what cannot be typeset as LaTeX."""
        return tuple(_typeset(line) for line in self.preset.system.equation().lines)

    def papers(self) -> str:
        return "; ".join(self.preset.system.equation().papers)

    def plots(self) -> list[Plot]:
        """The curves by what they show, and one for every figure that was measured repeatedly."""
        found = [Plot(title, _traces(_chosen(self.curves, endings.split())))
                 for title, endings in _PLOTS]  # fmt: skip
        measured = [curve for curve in self.curves if curve.name.startswith("metric/")]
        found += [Plot(_metric(curve.name), _traces([curve])) for curve in measured
                  if len(curve.steps) > 1]  # fmt: skip
        return [plot for plot in found if plot.traces]

    def figures(self) -> list[Row]:
        """The last value of every figure, and its step."""
        measured = [c for c in self.curves if c.name.startswith("metric/") and len(c.steps)]
        return [(_metric(c.name), f"{c.values[-1]:.4g}", f"step {c.steps[-1]:,}") for c in measured]

    def happenings(self) -> list[Row]:
        """Steps, and what happened there."""
        return [(f"{event.step:,}", _sentence(event)) for event in self.events]

    def environment(self) -> list[Row]:
        started: dict[str, Any] = next(
            (event.body for event in self.events if event.kind == "RunStarted"), {}
        )
        counts = dict(started.get("parameters", {}))
        weights = {f"{name}'s weights": f"{count:,}" for name, count in counts.items()}
        told = {**self.info.versions, "device": self.info.device, **weights}
        return [(key, str(value)) for key, value in told.items()]


def gather(run: RunFolder) -> Contents:
    """Raises RunError, PresetError: the run's folder holds no readable preset or history."""
    info = run.info()
    preset = load(run.preset_path)
    history = History(run.history_path, writable=False)
    try:
        curves, seconds = tuple(history.curves()), history.seconds()
        events, examined = tuple(history.events(_TOLD)), list(history.events(_EXAMINED))
    finally:
        history.close()
    findings, passed = _diagnosis(examined)
    return Contents(
        info, preset, curves, tuple(_pictures(run)), events, seconds, findings, passed,
        bool(examined),
    )  # fmt: skip


def duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _diagnosis(examined: Sequence[RecordedEvent]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Every kind of finding once, as it was told last, and what was well in the end."""
    checks = [event.body for event in examined if event.kind == "HealthChecked"]
    last = checks[-1] if checks else {}
    told = {event.body.get("key") or event.body["finding"]: event
            for event in examined if event.kind == "DiagnosisMade"}  # fmt: skip
    findings = []
    for key, event in told.items():
        body, is_lasting = event.body, key in last.get("present", ())
        seen = f"Seen since step {int(body.get('since') or event.step):,}"
        until = "" if is_lasting else f", last told at step {event.step:,} and gone since"
        remedy = f" Try {body['remedy']}." if body.get("remedy") else ""
        words = f"{body.get('evidence', '')} {body.get('consequence', '')}".strip()
        findings.append(Finding(body["finding"], f"{words} {seen}{until}.{remedy}", is_lasting))
    return tuple(findings), tuple(last.get("passed", ()))


def _typeset(line: EquationLine) -> str:
    latex = "".join(segment.latex for segment in line.segments)
    was = ziamath_config.svg2
    ziamath_config.svg2 = False
    try:
        return str(Latex(latex, size=18, inline=True).svg())
    except Exception:  # noqa: BLE001 - the typesetter raises errors of many kinds; words will do
        return latex
    finally:
        ziamath_config.svg2 = was


def _pictures(run: RunFolder) -> list[Shown]:
    """Some snapshots, the first and the last among them; those that cannot be read are left out."""
    found = []
    for step in chosen_steps(run.snapshot_steps(), PICTURES):
        try:
            picture = _picture(snapshots.load(run.snapshots, step))
        except RunError:
            continue
        if picture is not None:
            found.append(Shown(step, picture))
    return found


def _picture(snapshot: SnapshotTaken) -> Pixels | None:
    if snapshot.world is not None:
        return draw_world(snapshot.world, _WORLD)
    together = side_by_side(snapshot.pictures)
    rows = together if together is not None else snapshot.pictures.get("averaged")
    if rows is None:
        return None
    return snapshots.montage(rows[: _SAMPLES if together is None else _SAMPLES // 4])


def _chosen(curves: Sequence[Curve], endings: Sequence[str]) -> list[Curve]:
    return [
        curve
        for curve in curves
        if not curve.name.startswith("metric/") and curve.name.endswith(tuple(endings))
    ]


def _traces(curves: Sequence[Curve]) -> tuple[Trace, ...]:
    drawn = [curve for curve in curves if len(curve.steps)]
    traces, seen = [], 0
    for curve in drawn:
        player = curve.name.partition("/")[0]
        is_players = player in _PLAYERS and sum(c.name.startswith(player) for c in drawn) == 1
        colour = _PLAYERS[player] if is_players else _OTHERS[seen % len(_OTHERS)]
        seen += not is_players
        name = curve.name.removeprefix("metric/").replace("/", ", ").replace("_", " ")
        values = curve.values.astype(float)
        traces.append(Trace(name, curve.steps, values, colour, player == "generator"))
    return tuple(traces)


def _sentence(event: RecordedEvent) -> str:
    body = event.body
    match event.kind:
        case "SettingChanged":
            refused = f", refused: {body['refused']}" if body.get("refused") else ""
            return f"{body.get('path')} was set to {body.get('new')}{refused}"
        case "RunStarted":
            return "resumed" if body.get("resumed") else "started"
        case "RunFinished":
            return str(body.get("reason", "ended"))
        case "PhaseChanged":
            return str(body.get("stage"))
        case _:
            return str(body.get("message") or event.kind)


def _metric(name: str) -> str:
    bare = name.partition("/")[2]
    return _TITLES.get(bare) or bare.replace("_", " ").capitalize()
