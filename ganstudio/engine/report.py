"""A run as one page of HTML that needs nothing but itself: to send, to print, to keep."""

import io
from base64 import b64encode
from html import escape

from PIL import Image

from ganstudio.engine.preset import dumps
from ganstudio.engine.report_contents import Contents, Finding, Plot, Row, Shown, gather
from ganstudio.engine.report_plots import plot
from ganstudio.engine.run import RunFolder

_NARROWEST = 256  # px of a picture
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
.finding { margin: 8px 0; } .finding strong { display: block; }
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
    told = gather(run)
    pieces = [
        _head(told),
        _equations(told),
        _section("Along the run", _in_a_row([_figure(shown) for shown in told.pictures])),
        _section("Curves", _in_a_row([_plot(one) for one in told.plots()])),
        _section("Figures", _table(told.figures())),
        _section("Diagnosis", _diagnosis(told)),
        _section("What happened", _table(told.happenings())),
        _section("Preset", f"<pre>{escape(dumps(told.preset))}</pre>"),
        _section("Environment", _table(told.environment())),
    ]
    title = escape(f"{told.info.name}, a report")
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{''.join(pieces)}</body></html>"
    )
    return page.encode()


def _head(told: Contents) -> str:
    failed = f"<p>{escape(told.info.message)}</p>" if told.info.message else ""
    shows = f"<p>{escape(told.preset.shows)}</p>" if told.preset.shows else ""
    facts = f"<p class='quiet'>{escape(told.facts)}</p>"
    return f"<h1>{escape(told.info.title)}</h1>{facts}{shows}{failed}"


def _equations(told: Contents) -> str:
    rows = [f"<p class='equation'>{_typeset(line)}</p>" for line in told.equations()]
    papers = f"<p class='quiet'>{escape(told.papers())}</p>" if told.papers() else ""
    return _section("The game", "".join(rows) + papers)


def _typeset(line: str) -> str:
    return line if line.startswith("<svg") else f"<code>{escape(line)}</code>"


def _figure(shown: Shown) -> str:
    stream = io.BytesIO()
    Image.fromarray(shown.picture).save(stream, "PNG", optimize=True)
    source = b64encode(stream.getvalue()).decode()
    width = max(shown.picture.shape[1], _NARROWEST)
    words = f"step {shown.step:,}"
    return (
        f"<figure><img src='data:image/png;base64,{source}' width='{width}' "
        f"alt='{escape(words)}'><figcaption>{escape(words)}</figcaption></figure>"
    )


def _plot(shown: Plot) -> str:
    legend = " ".join(
        f"<span style='color:{trace.colour}'>■</span> {escape(trace.name)}"
        for trace in shown.traces
    )
    head = f"<strong>{escape(shown.title)}</strong> <span class='legend'>{legend}</span>"
    return f"<figure class='plot'>{head}{plot(shown.traces)}</figure>"


def _diagnosis(told: Contents) -> str:
    if not told.is_examined:
        return "<p class='quiet'>The run was not examined.</p>"
    passed = [f"<li>{escape(words)}</li>" for words in told.passed]
    well = f"<p>Well at the end:</p><ul>{''.join(passed)}</ul>" if passed else ""
    return "".join(map(_finding, told.findings)) + well


def _finding(found: Finding) -> str:
    return f"<div class='finding'><strong>{escape(found.title)}</strong>{escape(found.words)}</div>"


def _in_a_row(pieces: list[str]) -> str:
    return f"<div class='row'>{''.join(pieces)}</div>" if pieces else ""


def _table(rows: list[Row]) -> str:
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>" if rows else ""


def _section(title: str, inside: str) -> str:
    return f"<h2>{escape(title)}</h2>{inside}" if inside else ""
