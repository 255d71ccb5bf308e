"""How much there is of each class: a swatch, the name, a bar and the share, the largest first."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_ROW, _SWATCH, _BAR, _GAP = 22, 12, 6, 8
_NAMES = 0.42  # of the width at most
MOST = 40  # rows


class ClassBar(NamedTuple):
    """A class: its colour (#RRGGBB, or nothing), how much, in words, and whether it stands out."""

    name: str
    colour: str
    share: float
    words: str
    is_marked: bool = False


class ClassBars(QWidget):
    """As high as its rows; the largest classes have one, the rest are counted.

    The longest bar is that of the largest share, or of a whole one where `is_of_whole`.
    """

    def __init__(self, parent: QWidget | None = None, *, is_of_whole: bool = False) -> None:
        super().__init__(parent)
        self._is_of_whole = is_of_whole
        self._rows: tuple[ClassBar, ...] = ()
        self._more = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def rows(self) -> tuple[ClassBar, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[ClassBar]) -> None:
        self._rows = tuple(rows[:MOST])
        self._more = len(rows) - len(self._rows)
        said = [f"{row.name} {row.words}" for row in self._rows]
        said += [self._more_words()] if self._more else []
        self.setAccessibleName("Classes")
        self.setAccessibleDescription(", ".join(said))
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(_ROW) * (len(self._rows) + (self._more > 0)))

    def _more_words(self) -> str:
        return f"and {self._more:,} more"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        metrics = QFontMetrics(theme().font("control"))
        has_swatch = any(row.colour for row in self._rows)
        left = px(_SWATCH + _GAP) if has_swatch else 0
        widest = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        names = min(widest + 1, round(self.width() * _NAMES))
        values = max((metrics.horizontalAdvance(row.words) for row in self._rows), default=0) + 1
        start = left + names + px(_GAP)
        room = max(self.width() - start - px(_GAP) - values, 1)
        largest = 1 if self._is_of_whole else max((row.share for row in self._rows), default=0) or 1
        painter.setFont(theme().font("control"))
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, row in enumerate(self._rows):
            line = QRectF(0, number * px(_ROW), self.width(), px(_ROW))
            centre = line.center().y()
            if row.colour:
                swatch = QRectF(0, centre - px(_SWATCH) / 2, px(_SWATCH), px(_SWATCH))
                draw_box(painter, swatch, px(RADIUS_BADGE) / 2, QColor(row.colour), colour("edge"))
            painter.setPen(colour("accent" if row.is_marked else "text2"))
            short = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(left, line.top(), names, line.height()), middle, short)
            width = max(room * row.share / largest, 1.0)
            bar = QRectF(start, centre - px(_BAR) / 2, width, px(_BAR))
            draw_box(
                painter,
                bar,
                min(px(_BAR), width) / 2,
                colour("accent" if row.is_marked else "text3"),
            )
            painter.setPen(colour("text"))
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, row.words)
        if self._more:
            line = QRectF(left, len(self._rows) * px(_ROW), self.width() - left, px(_ROW))
            painter.setPen(colour("text3"))
            painter.drawText(line, middle, self._more_words())
        painter.end()
