"""How much a direction moves every factor, the largest first, with the limit for the others."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

SHOWN = 6
_ROW, _NAME, _VALUE = 22, 88, 40
FACTOR_WORDS = {
    "size": "size",
    "width": "width",
    "height": "height",
    "across": "place across",
    "down": "place down",
    "brightness": "brightness",
    "contrast": "contrast",
    "slant": "slant",
    "redness": "red",
    "greenness": "green",
    "blueness": "blue",
}
Factors = tuple[tuple[str, float], ...]
"""Name in words and change a sigma, the largest first."""


def in_order(names: tuple[str, ...], changes: tuple[float, ...]) -> Factors:
    told = (
        (FACTOR_WORDS.get(name, name), value) for name, value in zip(names, changes, strict=True)
    )
    return tuple(sorted(told, key=lambda one: -one[1]))


def is_mixed(factors: Factors) -> bool:
    """Whether a second factor moves more than a third of the first."""
    return len(factors) > 1 and factors[1][1] > factors[0][1] / 3


def row_words(factors: Factors) -> str:
    """What a direction moves, for its row."""
    if not factors or factors[0][1] < 0.05:
        return "little"
    first = factors[0][0]
    return f"{first}, {factors[1][0]}" if is_mixed(factors) else first


def verdict(factors: Factors) -> tuple[str, str]:
    """Tone and sentence."""
    if not factors or factors[0][1] < 0.05:
        return "info", "Moves none of these factors by more than a twentieth of its spread."
    first, second = factors[0], factors[1]
    times = first[1] / max(second[1], 1e-3)
    if times >= 3:
        return "ok", (
            f"Moves {first[0]}. The next factor, {second[0]}, moves {times:.1f} times less; "
            "3 times is asked."
        )
    return "warn", (
        f"Moves {first[0]} and {second[0]} together: the second {times:.1f} times less, where 3 "
        "times is asked. Fewer layers may part them."
    )


class FactorBars(QWidget):
    """Bars of the largest factors; a tick at a third of the first."""

    def __init__(self) -> None:
        super().__init__()
        self._factors: Factors = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    @property
    def factors(self) -> Factors:
        return self._factors

    def set_factors(self, factors: Factors) -> None:
        self._factors = factors
        words = ", ".join(f"{name} {value:.2f}" for name, value in factors[:SHOWN])
        self.setAccessibleName(f"Factor report: {words}" if words else "Factor report")
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_ROW * SHOWN))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        left, right = px(_NAME), self.width() - px(_VALUE)
        most = max((value for _, value in self._factors), default=0) or 1
        most = max(most, 0.2)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, (name, value) in enumerate(self._factors[:SHOWN]):
            line = QRectF(0, at * px(_ROW), self.width(), px(_ROW))
            tone = "text" if at == 0 else "text2"
            painter.setFont(theme().font("title" if at == 0 else "control"))
            painter.setPen(colour(tone))
            painter.drawText(line, middle, name[:1].upper() + name[1:])
            painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, f"{value:.2f}")
            track = QRectF(left, line.center().y() - px(4), right - left, px(8))
            draw_box(painter, track, 2, colour("well"))
            full = QRectF(track)
            full.setWidth(max(track.width() * value / most, 2))
            draw_box(painter, full, 2, colour("text" if at == 0 else "text3"))
        if self._factors:
            x = round(left + (right - left) * self._factors[0][1] / most / 3)
            painter.setPen(colour("text2"))
            rows = min(len(self._factors), SHOWN)
            painter.drawLine(x, px(_ROW), x, rows * px(_ROW))
