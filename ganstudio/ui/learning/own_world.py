"""A world of one's own: points sprayed by hand, which a real run then learns."""

from collections.abc import Hashable
from pathlib import Path

import numpy as np
import yaml
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.paths import home, write_atomically
from ganstudio.engine.cards import find_preset
from ganstudio.theory.divergences import Floats
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.learning.sandbox_view import Readings
from ganstudio.ui.panels.paths import dots_path
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

REACH = 1.5  # the board spans [-REACH, REACH], as the points will in a run
MOST = 3000
_EACH = 6  # points of one touch
_STEP = 0.05  # of the cursor, by a key
_READINGS = ("Points", "Mean x", "Mean y")


class WorldBoard(QWidget):
    """Press and drag to spray or erase; arrows move the brush and Space presses it."""

    left = Signal()  # a stroke is at its end

    def __init__(self) -> None:
        super().__init__()
        self.points: Floats = np.zeros((0, 2))
        self.radius = 0.15
        self.erases = False
        self._cursor = (0.0, 0.0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("A world of points")
        follow_theme(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(520), theme().px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(200))

    def set_points(self, points: Floats) -> None:
        self.points = points
        self.setAccessibleDescription(f"{len(points)} points")
        self.update()

    def touch(self, x: float, y: float) -> None:
        """Spray or erase around a place of the plane."""
        if self.erases:
            far = np.hypot(*(self.points - (x, y)).T) > self.radius
            self.set_points(self.points[far])
        elif len(self.points) < MOST:
            drawn = np.random.default_rng(len(self.points)).normal(0, self.radius / 2, (_EACH, 2))
            fresh = np.clip(drawn + np.array([x, y]), -REACH, REACH)
            self.set_points(np.concatenate([self.points, fresh])[:MOST])

    def place(self, x: float, y: float) -> QPointF:
        square = self._square()
        unit = square.width() / (2 * REACH)
        return square.center() + QPointF(x * unit, -y * unit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._press(event.position())
        else:
            self._cursor = self._plane(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Space:
            self.touch(*self._cursor)
            self.left.emit()
        elif way is not None:
            moved = np.clip(np.add(self._cursor, np.multiply(way, _STEP)), -REACH, REACH)
            self._cursor = float(moved[0]), float(moved[1])
            self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, square = theme().colour, self._square()
        painter.fillRect(self.rect(), colour("well"))
        painter.setPen(QPen(colour("grid"), 1))
        centre = square.center()
        painter.drawLine(QPointF(square.left(), centre.y()), QPointF(square.right(), centre.y()))
        painter.drawLine(QPointF(centre.x(), square.top()), QPointF(centre.x(), square.bottom()))
        painter.drawRect(square)
        unit = square.width() / (2 * REACH)
        places = np.array([centre.x(), centre.y()]) + self.points * np.array([unit, -unit])
        painter.fillPath(dots_path(places, theme().px(2)), colour("real"))
        painter.setPen(QPen(colour("accent"), 1.5))
        painter.drawEllipse(self.place(*self._cursor), self.radius * unit, self.radius * unit)
        if not len(self.points):
            painter.setPen(colour("text2"))
            painter.setFont(theme().font("body"))
            words = "Press and drag to spray points"
            painter.drawText(
                square, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words
            )
        painter.end()

    def _press(self, position: QPointF) -> None:
        self._cursor = self._plane(position)
        self.touch(*self._cursor)

    def _plane(self, position: QPointF) -> tuple[float, float]:
        square = self._square()
        unit = 2 * REACH / square.width()
        away = position - square.center()
        x, y = np.clip((away.x() * unit, -away.y() * unit), -REACH, REACH)
        return float(x), float(y)

    def _square(self) -> QRectF:
        side = min(self.width(), self.height()) - 2 * theme().px(12)
        square = QRectF(0, 0, max(side, 1), max(side, 1))
        square.moveCenter(QRectF(self.rect()).center())
        return square


class OwnWorld(Demo):
    """`run_asked` carries the text of a preset that learns these points."""

    run_asked = Signal(object)
    failed = Signal(object)  # InputError
    reset_words = "Empty board"

    def __init__(self) -> None:
        super().__init__()
        self.board = WorldBoard()
        self.brush = Segmented((("spray", "Spray"), ("erase", "Erase")), small=True)
        self.width_of_brush = SliderField(0.03, 0.6)
        self.run = SecondaryButton("Train on these points", "play", size="small")
        self.readings = Readings(_READINGS)
        self._lay_out()
        self.board.left.connect(self._on_left)
        self.brush.changed.connect(self._on_brush)
        self.width_of_brush.changed.connect(self._on_size)
        self.run.clicked.connect(self._ask_run)
        self.begin()

    def state(self) -> Hashable:
        return self.board.points.astype(np.float32).tobytes()

    def first_state(self) -> Hashable:
        return b""

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, bytes)
        points = np.frombuffer(state, np.float32).reshape(-1, 2)
        self.board.set_points(points.astype(np.float64))
        self._show_readings()

    def _on_left(self) -> None:
        self._show_readings()
        self.keep()

    def _on_brush(self, value: object) -> None:
        self.board.erases = value == "erase"

    def _on_size(self, value: object) -> None:
        if isinstance(value, int | float):
            self.board.radius = float(value)
            self.board.update()

    def _show_readings(self) -> None:
        points = self.board.points
        middle = points.mean(axis=0) if len(points) else np.zeros(2)
        told = (f"{len(points):,}", *(figure(round(float(m), 3), 3) for m in middle))
        self.readings.show_readings(list(zip(_READINGS, told, strict=True)))
        self.run.set_refusal("" if len(points) > 1 else "Draw some points first")

    def _ask_run(self) -> None:
        try:
            self.run_asked.emit(preset_of(self.board.points))
        except InputError as error:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        self.width_of_brush.set_name("Size of the brush")
        self.width_of_brush.set_value(self.board.radius)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        card = PanelFrame("World", "arrows move the brush, Space presses it")
        card.add_bar_widget(self.brush)
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 10)
        within.addWidget(self.board, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(12)
        foot.addWidget(self.readings, 1)
        foot.addWidget(Label("Brush", "control", "text2"))
        foot.addWidget(self.width_of_brush, 1)
        foot.addWidget(self.run)
        within.addLayout(foot)
        card.set_content(inside)
        column.addWidget(card, 1)


def preset_of(points: Floats) -> str:
    """A preset, as YAML, that learns these points, which are written beside it.

    Raises InputError where they cannot be written.
    """
    lines = "".join(f"{x:.4f},{y:.4f}\n" for x, y in points)
    path = _free(home() / "worlds")
    try:
        write_atomically(path, lines.encode())
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from error
    document = yaml.safe_load(find_preset("wgan-gp-ring").read_text(encoding="utf-8"))
    document |= {
        "title": f"WGAN-GP, {path.stem.replace('-', ' ')}",
        "shows": "A world drawn by hand",
        "data": {"kind": "points", "path": str(path)},
    }
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return text


def _free(folder: Path) -> Path:
    number = 1
    while (folder / f"world-{number}.csv").exists():
        number += 1
    return folder / f"world-{number}.csv"
