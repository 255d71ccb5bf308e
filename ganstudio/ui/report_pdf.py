"""A run as pages to print, from the same contents as the page of HTML."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgRenderer

from ganstudio.core.paths import write_atomically
from ganstudio.engine.preset import dumps
from ganstudio.engine.report_contents import Contents, Plot, Shown, gather
from ganstudio.engine.report_plots import HEIGHT as PLOT_HEIGHT
from ganstudio.engine.report_plots import WIDTH as PLOT_WIDTH
from ganstudio.engine.report_plots import plot
from ganstudio.engine.run import RunFolder
from ganstudio.ui.fonts import load_fonts
from ganstudio.ui.images import to_qimage
from ganstudio.ui.report_page import INK, QUIET, Pages, words_font

_POINTS_PER_INCH = 72
_FINE = 10  # parts of a point that paths are rounded to
_CLEAR = 600  # px across of a picture on paper: smaller ones keep their pixels as squares
_EQUATION = 0.68  # points a unit
_CURVES = 142.0  # points high
_TICK = 16  # units of a plot that is drawn at less than half its size
_ROW, _KEPT_ROWS = 18, 8  # points a row, and how many of them stand below their heading
_MOST_ROWS = 200


def write_report_pdf(run: RunFolder, target: Path) -> int:
    """Write the report whole or not at all; gives its size in bytes. Raises RunError, OSError."""
    content = report_pdf(run)
    write_atomically(target, content)
    return len(content)


def report_pdf(run: RunFolder) -> bytes:
    """The report of a run as a PDF file; needs no window and runs on any thread of a studio.

    Raises:
        RunError: the run's folder holds no readable preset or history.
    """
    told = gather(run)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with_fonts()
    writer = QPdfWriter(buffer)
    writer.setResolution(_FINE * _POINTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                    QMarginsF(0, 0, 0, 0))
    )  # fmt: skip
    writer.setTitle(f"{told.info.name}, a report")
    writer.setCreator("GAN Studio")
    painter = QPainter(writer)
    painter.scale(_FINE, _FINE)
    fill(told, painter, partial(_turn, writer))
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def with_fonts() -> None:
    """Words are painted with the shipped fonts; a command line begins an application for them."""
    if QGuiApplication.instance() is None:
        platform = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
        _kept.append(QGuiApplication(["ganstudio", *platform]))
    load_fonts()


_kept: list[Any] = []  # the application of a command line, until its end


def fill(told: Contents, painter: QPainter, turn: Callable[[], None]) -> int:
    """Paint all pages, in points; `turn` begins the next one. Gives how many there are."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pages = Pages(painter, turn, f"{told.info.name}, a report of GAN Studio")
    _head(pages, told)
    _equations(pages, told)
    if told.pictures:
        pages.heading("Along the run", 200)
        pages.pictures([(_image(shown), f"step {shown.step:,}") for shown in told.pictures], 3)
    plots = told.plots()
    if plots:
        pages.heading("Curves", _CURVES)
        pages.boxes([partial(_paint_plot, shown=shown) for shown in plots], 2, _CURVES)
    _table(pages, "Figures", told.figures(), (0.5, 0.25, 0.25))
    _diagnosis(pages, told)
    _table(pages, "What happened", _not_too_many(told.happenings()), (0.15, 0.85))
    pages.heading("Preset")
    pages.code(dumps(told.preset))
    _table(pages, "Environment", told.environment(), (0.3, 0.7))
    return pages.count


def _table(
    pages: Pages, title: str, rows: list[tuple[str, ...]], shares: tuple[float, ...]
) -> None:
    if rows:
        pages.heading(title, _ROW * min(len(rows), _KEPT_ROWS))
        pages.table(rows, shares)


def _turn(writer: QPdfWriter) -> None:
    writer.newPage()


def _head(pages: Pages, told: Contents) -> None:
    pages.words(told.info.title, 20, bold=True)
    pages.words(told.facts, 9, ink=QUIET)
    for words in (told.preset.shows, told.info.message):
        if words:
            pages.words(words)


def _equations(pages: Pages, told: Contents) -> None:
    lines = told.equations()
    if not lines:
        return
    pages.heading("The game")
    for line in lines:
        if line.startswith("<svg"):
            pages.drawing(line, _EQUATION)
        else:
            pages.code(line)
    if told.papers():
        pages.words(told.papers(), 8, ink=QUIET)


def _diagnosis(pages: Pages, told: Contents) -> None:
    pages.heading("Diagnosis")
    if not told.is_examined:
        pages.words("The run was not examined.", ink=QUIET)
    for found in told.findings:
        pages.words(found.title, bold=True)
        pages.words(found.words)
    if told.passed:
        pages.words(f"Well at the end: {'; '.join(told.passed)}.")


def _paint_plot(painter: QPainter, room: QRectF, *, shown: Plot) -> None:
    """The title and every curve's name over the plot."""
    painter.setFont(words_font(9, bold=True))
    painter.setPen(INK)
    painter.drawText(QRectF(room.left(), room.top(), room.width(), 13), shown.title)
    small = words_font(7)
    painter.setFont(small)
    left, top = room.left(), room.top() + 14
    for trace in shown.traces:
        wide = painter.fontMetrics().horizontalAdvance(trace.name) + 22
        if left + wide > room.right() and left > room.left():
            left, top = room.left(), top + 10
        painter.fillRect(QRectF(left, top + 4, 8, 2), QColor(trace.colour))
        painter.setPen(QUIET)
        painter.drawText(QRectF(left + 11, top, wide, 11), trace.name)
        left += wide
    drawn = plot(shown.traces).replace('font-size="11"', f'font-family="Inter" font-size="{_TICK}"')
    below = room.bottom() - top - 13
    scale = min(room.width() / PLOT_WIDTH, below / PLOT_HEIGHT)
    place = QRectF(room.left(), top + 13, PLOT_WIDTH * scale, PLOT_HEIGHT * scale)
    QSvgRenderer(QByteArray(drawn.encode())).render(painter, place)


def _image(shown: Shown) -> QImage:
    picture = shown.picture
    times = max(1, _CLEAR // picture.shape[1])
    return to_qimage(picture.repeat(times, 0).repeat(times, 1))


def _not_too_many(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The first ones; the history holds all."""
    left = len(rows) - _MOST_ROWS
    return [*rows[:_MOST_ROWS], ("", f"and {left:,} more")] if left > 0 else rows
