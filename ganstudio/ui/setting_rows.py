"""Rows of the settings page: label, control, a hint, the dot that resets."""

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ganstudio.ui.palette import DARK, LIGHT, Palette
from ganstudio.ui.theme import ROW, theme
from ganstudio.ui.widgets.buttons import QuietButton
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot

LABEL, HINT = 140, 112


class SettingRow(QWidget):
    """32 px: what it is, the control, what its value means. `reset_asked` at the dot."""

    reset_asked = Signal()

    def __init__(self, title: str, control: QWidget, hint: str = "", *, fill: bool = True) -> None:
        super().__init__()
        self.title = title
        self._fill = fill
        self.control = control
        self._label = Label(title, "control", "text2")
        self.hint = Label(hint, "control", "text3")
        self._dot = ResetDot()
        self._dot.clicked.connect(self.reset_asked)
        control.setAccessibleName(title)
        control.setAccessibleDescription(hint)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._label)
        line.addWidget(control, 1 if fill else 0)
        line.addWidget(self.hint)
        if not fill:
            line.addStretch(1)
        line.addWidget(self._dot)
        follow_theme(self._restyle)

    def set_default(self, words: str | None) -> None:
        """Show the dot with the default's words, or nothing where the value is the default."""
        self._dot.set_default(words)

    def words(self) -> str:
        """What a search in the settings looks at."""
        return f"{self.title} {self.hint.text()}"

    def _restyle(self) -> None:
        self._label.setFixedWidth(theme().px(LABEL))
        if self.hint.text() and self._fill:
            self.hint.setFixedWidth(theme().px(HINT))
        self.setMinimumHeight(max(theme().px(ROW), self.control.sizeHint().height()))


class PageHead(QWidget):
    """Name of a page, how many of its settings differ, "Reset page"."""

    reset_asked = Signal()

    def __init__(self, title: str, qualifier: str = "") -> None:
        super().__init__()
        self._changed = Label("", "control", "text3")
        self._reset = QuietButton("Reset page", icon="reset", size="small")
        self._reset.clicked.connect(self.reset_asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label(title, "object", "text"))
        line.addWidget(Label(qualifier, "control", "text3"))
        line.addStretch(1)
        line.addWidget(self._changed)
        line.addWidget(self._reset)
        follow_theme(self._restyle)
        self.set_changed(0)

    def set_changed(self, count: int) -> None:
        dot = f'<span style="color:{theme().palette.accent}">●</span> '
        self._changed.setText(f"{dot}{count} changed" if count else "")
        self._reset.set_refusal("" if count else "Everything here is at its default")

    def _restyle(self) -> None:
        self.setFixedHeight(theme().px(ROW))


class ThemeCard(Control):
    """A small picture of a window in one theme, or in both, with its name below."""

    focus_radius = 8

    def __init__(self, name: str, palettes: tuple[Palette, ...], parent: QWidget) -> None:
        self._palettes = palettes
        super().__init__(name, parent=parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(104), theme().px(86))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        picture = QRectF(px(2), px(2), self.width() - px(4), px(62))
        for number, palette in enumerate(self._palettes):
            painter.save()
            clip = QPainterPath()
            clip.addRoundedRect(picture, px(6), px(6))
            if number:
                half = QPainterPath()
                half.moveTo(picture.left() + picture.width() * 0.6, picture.top())
                half.lineTo(picture.topRight())
                half.lineTo(picture.bottomRight())
                half.lineTo(picture.left() + picture.width() * 0.4, picture.bottom())
                half.closeSubpath()
                clip = clip.intersected(half)
            painter.setClipPath(clip)
            _paint_window(painter, picture, palette)
            painter.restore()
        edge = self.tone("edge", "text4", "text4")
        if self.isChecked():
            draw_ring(painter, picture.adjusted(-2, -2, 2, 2), px(8), colour("accent"), 2)
        else:
            draw_box(painter, picture, px(6), None, edge)
        painter.setFont(theme().font("title" if self.isChecked() else "control"))
        painter.setPen(colour("text" if self.isChecked() else "text2"))
        words = QRectF(0, picture.bottom() + px(4), self.width(), px(16))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


def _paint_window(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    """Rail, two panels, and the two players' curves."""
    colour, px = theme().colour, theme().px
    painter.fillRect(rect, colour(palette.window))
    left = QRectF(rect.left() + px(14), rect.top() + px(10), px(34), rect.height() - px(20))
    right = QRectF(left.right() + px(4), left.top(), rect.right() - left.right() - px(14), 0)
    right.setHeight(left.height())
    for panel in (left, right):
        draw_box(painter, panel, px(3), colour(palette.panel), colour(palette.hairline))
    painter.setPen(QPen(colour(palette.text3), 1.5))
    for number in range(3):
        y = left.top() + px(8 + 7 * number)
        painter.drawLine(QLineF(left.left() + px(5), y, left.right() - px(6 + 4 * number), y))
    for name, start, end in (("generator", 0.25, 0.8), ("critic", 0.8, 0.25)):
        path = QPainterPath()
        path.moveTo(right.left() + px(4), right.top() + right.height() * start)
        path.cubicTo(
            right.center().x(), right.top() + right.height() * start,
            right.center().x(), right.top() + right.height() * end,
            right.right() - px(4), right.top() + right.height() * end,
        )  # fmt: skip
        pen = QPen(colour(getattr(palette, name)), 1.5)
        if name == "generator":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


class ThemeChoice(QWidget):
    """System, dark or light as pictures; one tab stop, arrows move."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cards = {
            "system": ThemeCard("System", (DARK, LIGHT), self),
            "dark": ThemeCard("Dark", (DARK,), self),
            "light": ThemeCard("Light", (LIGHT,), self),
        }
        group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(16)
        for card in self._cards.values():
            group.addButton(card)
            line.addWidget(card)
            card.clicked.connect(self._on_clicked)
        line.addStretch(1)

    def set_value(self, mode: object) -> None:
        for key, card in self._cards.items():
            card.setChecked(key == mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        keys = list(self._cards)
        checked = next((key for key, card in self._cards.items() if card.isChecked()), keys[0])
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        key = keys[(keys.index(checked) + step) % len(keys)]
        self._cards[key].setFocus(Qt.FocusReason.TabFocusReason)
        self._cards[key].click()

    def _on_clicked(self) -> None:
        mode = next(key for key, card in self._cards.items() if card.isChecked())
        self.changed.emit(mode)
