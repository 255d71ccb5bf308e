"""The same paint with other noise: five thumbnails to choose from, and how strong the noise is."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme
from ganstudio.ui.widgets.slider import SliderField

COUNT = 5
STRONGEST = 2.0
_SIDE, _GAP, _WORDS = 76, 12, 20


def seeds_around(seed: int) -> tuple[int, ...]:
    """The five that are shown together with a seed: 1 to 5, 6 to 10 and so on."""
    first = max(seed - 1, 0) // COUNT * COUNT + 1
    return tuple(range(first, first + COUNT))


class NoiseThumbs(QWidget):
    """`chosen` carries a seed."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._seeds: tuple[int, ...] = seeds_around(1)
        self._images: dict[int, QImage] = {}
        self._selected = 1
        self.setAccessibleName("Noises")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_seeds(self, seeds: Sequence[int], selected: int) -> None:
        if tuple(seeds) != self._seeds:
            self._seeds = tuple(seeds)
            self._images.clear()
        self._selected = selected
        self.update()

    def set_image(self, seed: int, image: QImage) -> None:
        self._images[seed] = image
        self.update()

    def has_image(self, seed: int) -> bool:
        return seed in self._images

    def sizeHint(self) -> QSize:
        px = theme().px
        width = COUNT * (px(_SIDE) + px(_GAP)) - px(_GAP) + 4
        return QSize(width, px(_SIDE + _WORDS) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def place_of(self, seed: int) -> QRectF:
        px = theme().px
        at = self._seeds.index(seed)
        return QRectF(2 + at * (px(_SIDE) + px(_GAP)), 2, px(_SIDE), px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for seed in self._seeds:
            self._paint_thumb(painter, seed)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = [seed for seed in self._seeds if self.place_of(seed).contains(event.position())]
        if hit:
            self.chosen.emit(hit[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(max(self._selected + step, 1))

    def _paint_thumb(self, painter: QPainter, seed: int) -> None:
        place, image, colour = self.place_of(seed), self._images.get(seed), theme().colour
        if image is None:
            draw_box(painter, place, RADIUS_CELL, colour("well"), colour("hairline"))
        else:
            smaller = place.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
            painter.drawImage(place, image)
        is_chosen = seed == self._selected
        if is_chosen:
            draw_ring(painter, place.adjusted(-2, -2, 2, 2), RADIUS_CELL + 1, colour("accent"), 2)
        painter.setFont(theme().font("badge" if is_chosen else "tick"))
        painter.setPen(colour("text" if is_chosen else "text3"))
        words = QRectF(place.left(), place.bottom() + 4, place.width(), theme().px(16))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"noise {seed}")

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class NoisePane(QWidget):
    """`chosen` carries a seed, `strength_changed` a number, `released` ends its drag."""

    chosen = Signal(object)
    roll_asked = Signal()
    strength_changed = Signal(object)
    released = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.thumbs = NoiseThumbs()
        self.roll = SecondaryButton("Roll five", "dice")
        self.strength = SliderField(0, STRONGEST)
        self.strength.set_name("Strength of the noise")
        self.strength.set_default(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Noise", "title", "text"))
        head.addWidget(ElidedLabel("the same paint, another defect", "control", "text3"), 1)
        head.addWidget(Label("Strength", "control", "text2"))
        head.addWidget(self.strength)
        head.addSpacing(8)
        head.addWidget(self.roll)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.thumbs)
        column.addStretch(1)
        self.thumbs.chosen.connect(self.chosen)
        self.roll.clicked.connect(self._on_roll)
        self.strength.changed.connect(self.strength_changed)
        self.strength.committed.connect(self._on_release)
        follow_theme(self._restyle)

    def show_noise(self, seed: int, strength: float) -> None:
        self.thumbs.show_seeds(seeds_around(seed), seed)
        self.strength.set_value(strength)

    def _restyle(self) -> None:
        self.strength.setFixedWidth(theme().px(164))

    def _on_roll(self) -> None:
        self.roll_asked.emit()

    def _on_release(self, _value: object) -> None:
        self.released.emit()
