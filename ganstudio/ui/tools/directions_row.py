"""One direction in the list: star, name, what it moves, how strong, its layers, its slider."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.edit.directions import Direction
from ganstudio.edit.steer import Move
from ganstudio.ui.theme import RADIUS_CONTROL, ROW, SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.reset_dot import ResetDot
from ganstudio.ui.widgets.slider import Slider

REACH = 3.0  # sigma of a slider
WIDTHS = {"strength": 84, "layers": 96, "field": 64}


class LayerCells(QWidget):
    """A cell for each layer, bright where the direction acts."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._range = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_layers(self, count: int, layers: tuple[int, int] | None) -> None:
        self._count, self._range = count, layers or (0, count - 1)
        first, last = self._range
        words = f"Layers {first + 1} to {last + 1} of {count}" if count else "The whole latent"
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def restyle(self) -> None:
        self.setFixedSize(theme().px(WIDTHS["layers"]), theme().px(ROW))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._count:
            painter.setPen(theme().colour("text3"))
            painter.setFont(theme().font("control"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, "all of z")
            return
        px = theme().px
        step = min(px(9), self.width() / self._count)
        for layer in range(self._count):
            inside = self._range[0] <= layer <= self._range[1]
            cell = QRectF(layer * step, (self.height() - px(12)) / 2, step - 2, px(12))
            draw_box(painter, cell, 1, theme().colour("text2" if inside else "hover"))


class DirectionRow(QWidget):
    """`chosen` on a click; `moved` carries sigma, `released` ends a drag, `starred` is a bool."""

    chosen = Signal()
    moved = Signal(object)
    released = Signal()
    starred = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.star = IconButton("star", "Star", checkable=True, size=SMALL_CONTROL, accent=True)
        self.name = ElidedLabel("", "body", "text")
        self.moves = ElidedLabel("", "control", "text2")
        self.strength = Label("", "control", "text2")
        self.layers = LayerCells()
        self.slider = Slider(-REACH, REACH)
        self.slider.set_centre(0)
        self.slider.set_default(0)
        self.field = NumberField(-10, 10, unit="σ")
        self.dot = ResetDot()
        self._is_chosen = False
        self._lay_out()
        self.star.toggled.connect(self._on_star)
        self.slider.changed.connect(self.moved)
        self.slider.committed.connect(self._release)
        self.field.changed.connect(self._from_field)
        self.dot.clicked.connect(self._reset)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def show_move(self, move: Move, layers: int) -> None:
        direction = move.direction
        self.name.setText(direction.name)
        self.setAccessibleName(direction.name)
        self.slider.setAccessibleName(f"{direction.name}, sigma")
        self.field.setAccessibleName(f"{direction.name}, sigma")
        self.strength.setText(strength_words(direction))
        self.layers.set_layers(layers if direction.space == "w" else 0, direction.layers)
        self.star.blockSignals(True)
        self.star.setChecked(direction.is_starred)
        self.star.blockSignals(False)
        if self.slider.value != move.amount:
            self.slider.set_value(move.amount)
        if self.field.value != move.amount:
            self.field.set_value(round(move.amount, 2))
        self.dot.set_default("0" if move.amount else None)

    def show_factor(self, words: str, *, is_mixed: bool) -> None:
        """What it moves; two factors at once are doubtful."""
        self.moves.setText(words)
        self.moves.set_tone("warn" if is_mixed else "text2")

    def set_chosen(self, chosen: bool) -> None:
        if chosen != self._is_chosen:
            self._is_chosen = chosen
            self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(ROW))
        self.strength.setFixedWidth(theme().px(WIDTHS["strength"]))
        self.field.setFixedWidth(theme().px(WIDTHS["field"]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(ROW))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._is_chosen:
            fill = theme().colour("accent_tint")
            draw_box(QPainter(self), QRectF(self.rect()), theme().px(RADIUS_CONTROL), fill)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self.star)
        row.addWidget(self.name, 4)
        row.addWidget(self.moves, 5)
        row.addWidget(self.strength)
        row.addWidget(self.layers)
        row.addWidget(self.slider, 8)
        row.addWidget(self.field)
        row.addWidget(self.dot)

    def _on_star(self, on: bool) -> None:
        self.starred.emit(on)

    def _release(self, _value: object) -> None:
        self.released.emit()

    def _from_field(self, value: object) -> None:
        self.moved.emit(value)
        self.released.emit()

    def _reset(self) -> None:
        self.moved.emit(0.0)
        self.released.emit()


def strength_words(direction: Direction) -> str:
    """What a source says of its direction: a share, an eigenvalue, pictures, what is right."""
    match direction.source:
        case "pca":
            return f"{direction.strength * 100:.1f}\N{THIN SPACE}%"
        case "sefa":
            return f"λ {direction.strength:.3g}"
        case "difference":
            return f"{direction.strength:.0f} pictures"
        case "boundary":
            return f"{direction.strength * 100:.0f}\N{THIN SPACE}% right"
