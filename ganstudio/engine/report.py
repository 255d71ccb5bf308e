"""A run as one page of HTML that needs nothing but itself: to send, to print, to keep."""

import io
import time
from base64 import b64encode
from collections.abc import Sequence
from html import escape

import numpy as np
from PIL import Image
from ziamath.config import config as ziamath_config
from ziamath.zmath import Latex

from ganstudio.core.errors import RunError
from ganstudio.core.events import Curve, Pixels, SnapshotTaken
from ganstudio.core.formula import EquationLine
from ganstudio.engine import snapshots
from ganstudio.engine.history import History, RecordedEvent
from ganstudio.engine.preset import Preset, dumps, load
from ganstudio.engine.report_plots import Trace, plot
from ganstudio.engine.run import RunFolder, RunInfo
from ganstudio.engine.side_by_side import side_by_side
from ganstudio.engine.world_picture import draw_world

PICTURES = 6  # of the run, from its first snapshot to its last
_SAMPLES, _ACROSS = 32, 8  # of a snapshot's pictures
_WORLD = (420, 420)  # px
_PLAYERS = {"generator": "#A34E00", "critic": "#0A66C2"}
_OTHERS = ("#18743F", "#5543CC", "#7D5800", "#414952")
_PLOTS = (
    ("Losses", "loss"),
    ("Gradient norms", "gradient_norm"),
    ("Critic values", "score"),
    ("Critic's estimate and slopes", "estimate slope"),
)
_TOLD = ("SettingChanged", "RunStarted", "RunFinished", "RunFailed", "NonFinite")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 32px auto; padding: 0 20px;
  color: #16191c; background: #fff; }
h1 { font-size: 26px; margin: 0; } h2 { font-size: 17px; margin: 34px 0 10px; }
p.quiet, td.quiet, figcaption, .legend { color: #59636d; font-size: 12px; }
.row { display: flex; flex-wrap: wrap; gap: 16px; } figure { margin: 0; }
figure.plot { flex: 1 1 520px; border: 1px solid #d5d9de; border-radius: 8px; padding: 10px; }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: #59636d; }
svg .grid { stroke: #e8ebee; } img { max-width: 100%; image-rendering: pixelated; }
pre { background: #f5f6f7; padding: 12px; border-radius: 8px; overflow: auto; font-size: 12px; }
table { border-collapse: collapse; } td, th { padding: 4px 14px 4px 0; text-align: left; }
.equation svg { width: auto; max-width: 100%; height: 2.2em; vertical-align: middle; }
@media (prefers-color-scheme: dark) {
  body { color: #eceef0; background: #14171a; } pre { background: #1a1e22; }
  figure.plot { border-color: #2b3137; } svg .grid { stroke: #2b3137; }
  .equation svg { filter: invert(0.92); }
}
@media print { figure, table { break-inside: avoid; } }
"""


def report(run: RunFolder) -> bytes:
    """The page: what was run and how, its curves, pictures along it, figures and events.

    Raises:
        RunError: the run's folder holds no readable preset or history.
    """
    info = run.info()
    preset = load(run.preset_path)
    history = History(run.history_path, writable=False)
    curves, events, seconds = history.curves(), list(history.events(_TOLD)), history.seconds()
    history.close()
    pieces = [
        _head(info, preset, seconds),
        _equation(preset),
        _pictures(run),
        _curves(curves),
        _figures(curves),
        _events(events),
        _section("Preset", f"<pre>{escape(dumps(preset))}</pre>"),
        _environment(info, events),
    ]
    title = escape(f"{info.name}, a report")
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{''.join(pieces)}</body></html>"
    )
    return page.encode()


def _head(info: RunInfo, preset: Preset, seconds: float) -> str:
    told = f"{info.status} at step {info.step:,} of {info.total_steps:,}"
    began = time.strftime("%d %B %Y, %H:%M", time.localtime(info.created))
    parent = f", from {escape(info.parent)} at step {info.parent_step:,}" if info.parent else ""
    failed = f"<p>{escape(info.message)}</p>" if info.message else ""
    shows = f"<p>{escape(preset.shows)}</p>" if preset.shows else ""
    return (
        f"<h1>{escape(info.title)}</h1><p class='quiet'>{escape(info.name)}{parent}. {told}, "
        f"{_duration(seconds)} of training on {escape(info.device)}, begun {began}. "
        f"{escape(preset.paper)}</p>{shows}{failed}"
    )


def _equation(preset: Preset) -> str:
    found = preset.system.equation()
    rows = [f"<p class='equation'>{_typeset(line)}</p>" for line in found.lines]
    papers = f"<p class='quiet'>{escape('; '.join(found.papers))}</p>" if found.papers else ""
    return _section("What each player minimises", "".join(rows) + papers)


def _typeset(line: EquationLine) -> str:
    latex = "".join(segment.latex for segment in line.segments)
    was = ziamath_config.svg2
    ziamath_config.svg2 = False
    try:
        return str(Latex(latex, size=18, inline=True).svg())
    except Exception:  # noqa: BLE001 - the typesetter raises errors of many kinds; words will do
        return f"<code>{escape(latex)}</code>"
    finally:
        ziamath_config.svg2 = was


def _pictures(run: RunFolder) -> str:
    steps = run.snapshot_steps()
    if not steps:
        return ""
    places = np.linspace(0, len(steps) - 1, min(PICTURES, len(steps))).round().astype(int)
    found = []
    for step in dict.fromkeys(steps[at] for at in places):
        try:
            picture = _picture(snapshots.load(run.snapshots, step))
        except RunError:
            continue
        if picture is not None:
            found.append(_figure(picture, f"step {step:,}"))
    return _section("Along the run", f"<div class='row'>{''.join(found)}</div>") if found else ""


def _picture(snapshot: SnapshotTaken) -> Pixels | None:
    if snapshot.world is not None:
        return draw_world(snapshot.world, _WORLD)
    together = side_by_side(snapshot.pictures)
    rows = together if together is not None else snapshot.pictures.get("averaged")
    if rows is None:
        return None
    across = _ACROSS if together is None else 1
    return _sheet(rows[: _SAMPLES if together is None else _SAMPLES // 4], across)


def _sheet(pictures: Pixels, across: int) -> Pixels:
    """(n, h, w, c) as one (H, W, 3) picture."""
    count, height, width, channels = pictures.shape
    down = -(-count // across)
    made = np.zeros((down * height, across * width, 3), np.uint8)
    for at, picture in enumerate(pictures):
        top, left = at // across * height, at % across * width
        made[top : top + height, left : left + width] = np.broadcast_to(
            picture, (height, width, 3) if channels == 1 else picture.shape
        )
    return made


def _figure(picture: Pixels, words: str) -> str:
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", optimize=True)
    source = b64encode(stream.getvalue()).decode()
    width = max(picture.shape[1], 256)
    return (
        f"<figure><img src='data:image/png;base64,{source}' width='{width}' "
        f"alt='{escape(words)}'><figcaption>{escape(words)}</figcaption></figure>"
    )


def _curves(curves: Sequence[Curve]) -> str:
    plots = [_plot(title, _chosen(curves, endings.split())) for title, endings in _PLOTS]
    measured = [curve for curve in curves if curve.name.startswith("metric/")]
    plots += [_plot(_metric(curve.name), [curve]) for curve in measured if len(curve.steps) > 1]
    return _section("Curves", f"<div class='row'>{''.join(plots)}</div>")


def _chosen(curves: Sequence[Curve], endings: Sequence[str]) -> list[Curve]:
    return [
        curve
        for curve in curves
        if not curve.name.startswith("metric/") and curve.name.endswith(tuple(endings))
    ]


def _plot(title: str, curves: Sequence[Curve]) -> str:
    drawn = [curve for curve in curves if len(curve.steps)]
    if not drawn:
        return ""
    traces, seen = [], 0
    for curve in drawn:
        player = curve.name.partition("/")[0]
        is_players = player in _PLAYERS and sum(c.name.startswith(player) for c in drawn) == 1
        colour = _PLAYERS[player] if is_players else _OTHERS[seen % len(_OTHERS)]
        seen += not is_players
        name = curve.name.replace("/", ", ").replace("_", " ")
        values = curve.values.astype(float)
        traces.append(Trace(name, curve.steps, values, colour, player == "generator"))
    legend = " ".join(f"<span style='color:{t.colour}'>■</span> {escape(t.name)}" for t in traces)
    head = f"<strong>{escape(title)}</strong> <span class='legend'>{legend}</span>"
    return f"<figure class='plot'>{head}{plot(traces)}</figure>"


def _figures(curves: Sequence[Curve]) -> str:
    measured = [c for c in curves if c.name.startswith("metric/") and len(c.steps)]
    rows = [
        f"<tr><td>{escape(_metric(c.name))}</td><td>{c.values[-1]:.4g}</td>"
        f"<td class='quiet'>step {c.steps[-1]:,}</td></tr>"
        for c in measured
    ]
    return _section("Figures", f"<table>{''.join(rows)}</table>") if rows else ""


def _events(events: Sequence[RecordedEvent]) -> str:
    rows = [
        f"<tr><td>{event.step:,}</td><td>{escape(_sentence(event))}</td></tr>" for event in events
    ]
    return _section("What happened", f"<table>{''.join(rows)}</table>") if rows else ""


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
        case _:
            return str(body.get("message") or event.kind)


def _environment(info: RunInfo, events: Sequence[RecordedEvent]) -> str:
    started = next((event.body for event in events if event.kind == "RunStarted"), {})
    weights = {f"{name}'s weights": f"{count:,}" for name, count in
               dict(started.get("parameters", {})).items()}  # fmt: skip
    told = {**info.versions, "device": info.device, **weights}
    rows = [f"<tr><td>{escape(k)}</td><td>{escape(str(v))}</td></tr>" for k, v in told.items()]
    return _section("Environment", f"<table>{''.join(rows)}</table>")


def _section(title: str, inside: str) -> str:
    return f"<h2>{escape(title)}</h2>{inside}"


def _metric(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").capitalize()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
