"""How probable each class is, as the critic sees a picture."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

SHOWN = 12  # of more classes those that are most probable
_ROW, _NAME, _VALUE = 20, 72, 48

Bar = tuple[str, float, bool]
"""Name, probability, and whether it is the class that is wanted."""


class ClassBars(QWidget):
    """A bar for each class, the most probable one in front."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def set_chances(self, names: Sequence[str], chances: Sequence[float], wanted: int) -> None:
        """In the order of the classes; of many the most probable ones, the first of them first."""
        order = list(range(len(chances)))
        if len(order) > SHOWN:
            order = sorted(order, key=lambda at: -chances[at])[:SHOWN]
        self._bars = tuple((names[at], float(chances[at]), at == wanted) for at in order)
        words = ", ".join(f"{name} {chance:.1%}" for name, chance, _ in self._bars)
        self.setAccessibleName(f"Classes: {words}" if words else "Classes")
        self.restyle()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_ROW) * max(len(self._bars), 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(220), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        left, right = px(_NAME), self.width() - px(_VALUE)
        middle = Qt.AlignmentFlag.AlignVCenter
        most = max((chance for _, chance, _ in self._bars), default=0)
        for at, (name, chance, is_wanted) in enumerate(self._bars):
            line = QRectF(0, at * px(_ROW), self.width(), px(_ROW))
            is_first = chance == most
            painter.setFont(theme().font("title" if is_first else "control"))
            painter.setPen(colour("accent" if is_wanted else "text" if is_first else "text2"))
            words = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, left - px(8)
            )
            painter.drawText(line, middle, words)
            painter.setPen(colour("text" if is_first else "text2"))
            percent = f"{100 * chance:.1f}\N{THIN SPACE}%"
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, percent)
            track = QRectF(left, line.center().y() - px(4), right - left, px(8))
            draw_box(painter, track, 2, colour("well"))
            full = QRectF(track)
            full.setWidth(max(track.width() * chance, 2))
            draw_box(painter, full, 2, colour("accent" if is_wanted else "text2"))
