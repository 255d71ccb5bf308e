"""Every start of a search in a row: what it began as, and how near it came."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.inversion import Invert, StartOutcome
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_HEADS = ("Start", "at first", "least", "at step")
_FIRST = {"encoder": "encoder", "hybrid": "encoder", "average": "mean style"}
_ROW, _MARK, _GAP = 20, 12, 6  # px
_ENDS = (0.6, 0.8, 1.0)  # of the width: where the numbers end


class StartTable(QWidget):
    """The best start first, in the colours of the curves."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Starts")
        follow_theme(self.restyle)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The words of each row."""
        return self._rows

    def show_starts(self, starts: Sequence[StartOutcome], request: Invert) -> None:
        """The outcomes of a request's search, the best first; none for none."""
        self._rows = tuple(
            (
                _FIRST.get(request.start, "nearest") if one.start == 0 else "nearest",
                f"{one.first:.3f}",
                f"{one.least:.3f}",
                f"{one.step:,}",
            )
            for one in starts
        )
        self.setVisible(bool(self._rows))
        told = (f"{name} from {first} to {least}" for name, first, least, _ in self._rows)
        self.setAccessibleDescription(", ".join(told))
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_ROW) * (len(self._rows) + 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(220), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px = theme().px
        for at, words in enumerate((_HEADS, *self._rows)):
            line = QRectF(0, at * px(_ROW), self.width(), px(_ROW))
            is_head = at == 0
            painter.setFont(theme().font("tick" if is_head else "control"))
            painter.setPen(theme().colour("text3" if is_head else "text"))
            middle = Qt.AlignmentFlag.AlignVCenter
            first = line.adjusted(px(_MARK + _GAP), 0, 0, 0)
            painter.drawText(line if is_head else first, middle, words[0])
            for end, word in zip(_ENDS, words[1:], strict=True):
                place = QRectF(line)
                place.setRight(line.width() * end)
                painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, word)
            if not is_head:
                mark = QRectF(0, line.center().y() - 1, px(_MARK), 2)
                draw_box(painter, mark, 1, QColor(theme().series_colour(at - 1)))
