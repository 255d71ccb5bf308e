"""Pictures along the run, such as of one sample: side by side, each over its step."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.events import Pixels
from ganstudio.ui.images import to_qimage
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.wording import steps as step_words
from ganstudio.ui.theme import RADIUS_CELL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Divider, ElidedLabel
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_HIGH, _GAP, _EDGE, _BELOW = 48, 6, 12, 18  # px
_WIDEST = 2.5  # times as wide as high, of a picture that stands for several


class FilmRow(QWidget):
    """Pictures of steps. `chosen` carries the step of the one that was clicked.

    What they come to, such as the data, may stand at the end.
    """

    chosen = Signal(object)
    focus_radius = 4

    def __init__(self, name: str = "One sample along the run", high: int = _HIGH) -> None:
        """Args: name: for those who hear it. high: px of a picture."""
        super().__init__()
        self._high = high
        self._end: tuple[str, QImage] | None = None
        self._steps: tuple[int, ...] = ()
        self._pictures: dict[int, QImage] = {}
        self._playhead: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        follow_theme(self.restyle)

    @property
    def steps(self) -> tuple[int, ...]:
        return self._steps

    @property
    def shown(self) -> tuple[int, ...]:
        """The steps whose pictures are there."""
        return tuple(step for step in self._steps if step in self._pictures)

    def room(self, aspect: float) -> int:
        """How many pictures of so many times their height in width fit before the end."""
        width = round(theme().px(self._high) * min(aspect, _WIDEST))
        count = (self.width() - 2 * theme().px(_EDGE) + _GAP) // (width + _GAP)
        return max(count - self.has_end, 1)

    def spread(self, known: Sequence[int], aspect: float) -> tuple[int, ...]:
        """As many of the known steps as there is room for, at even distances."""
        places = np.linspace(0, len(known) - 1, min(self.room(aspect), len(known)))
        return tuple(known[at] for at in dict.fromkeys(places.round().astype(int).tolist()))

    @property
    def has_end(self) -> bool:
        return self._end is not None

    def set_end(self, words: str, picture: Pixels) -> None:
        """What stands after all steps."""
        self._end = (words, to_qimage(picture))
        self.update()

    def set_steps(self, steps: Sequence[int]) -> None:
        """What is to be shown; pictures that are there already stay."""
        self._steps = tuple(steps)
        self._pictures = {s: p for s, p in self._pictures.items() if s in self._steps}
        self.update()

    def set_pictures(self, pictures: dict[int, Pixels]) -> None:
        self._pictures |= {step: to_qimage(picture) for step, picture in pictures.items()}
        self.update()

    def set_playhead(self, step: int | None) -> None:
        if step != self._playhead:
            self._playhead = step
            self.update()

    def forget(self) -> None:
        """Another sample is shown, or another run."""
        self._pictures.clear()
        self._end = None
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(self._high + _BELOW) + 6)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(self._high + _BELOW) + 6)

    def cell(self, index: int) -> QRectF:
        """Where a picture lies; they share the width."""
        count = max(len(self._steps) + self.has_end, 1)
        edge, high = theme().px(_EDGE), theme().px(self._high)
        pitch = (self.width() - 2 * edge + _GAP) / count
        aspects = [image.width() / max(image.height(), 1) for image in self._pictures.values()]
        aspect = max(aspects, default=1.0)
        width = min(pitch - _GAP, high * min(aspect, _WIDEST))
        return QRectF(edge + index * pitch, 3, width, min(width / aspect, high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("tick"))
        metrics = QFontMetrics(theme().font("tick"))
        current = self._current()
        taken = -1.0
        for index, step in enumerate(self._steps):
            rect = self.cell(index)
            self._paint_picture(painter, rect, self._pictures.get(step))
            if step == current:
                draw_ring(painter, rect.adjusted(-2, -2, 2, 2), RADIUS_CELL + 1,
                          theme().colour("accent"), 2)  # fmt: skip
            words = step_words(step)
            if rect.left() > taken:
                painter.setPen(theme().colour("accent" if step == current else "text3"))
                painter.drawText(QPointF(rect.left(), rect.bottom() + metrics.ascent() + 4), words)
                taken = rect.left() + metrics.horizontalAdvance(words) + _GAP
        self._paint_end(painter, metrics)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, step in enumerate(self._steps):
            if self.cell(index).contains(event.position()):
                self._choose(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if move is None or not self._steps:
            super().keyPressEvent(event)
            return
        current = self._current()
        at = self._steps.index(current) + move if current is not None else 0
        self._choose(self._steps[min(max(at, 0), len(self._steps) - 1)])

    def _choose(self, step: int) -> None:
        """The playhead is told of later, and the next key goes on from here."""
        self.set_playhead(step)
        self.chosen.emit(step)

    def _current(self) -> int | None:
        """The picture nearest to the playhead; the last one at live."""
        if not self._steps or self._playhead is None:
            return self._steps[-1] if self._steps else None
        wanted = self._playhead
        return min(self._steps, key=lambda step: abs(step - wanted))

    def _paint_end(self, painter: QPainter, metrics: QFontMetrics) -> None:
        if self._end is None:
            return
        words, picture = self._end
        rect = self.cell(len(self._steps))
        self._paint_picture(painter, rect, picture)
        painter.setPen(theme().colour("text2"))
        painter.drawText(QPointF(rect.left(), rect.bottom() + metrics.ascent() + 4), words)

    def _paint_picture(self, painter: QPainter, rect: QRectF, image: QImage | None) -> None:
        if image is None:
            painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CELL, RADIUS_CELL)
            return
        scale = min(rect.width() / image.width(), rect.height() / image.height())
        target = QRectF(rect.left(), rect.top(), image.width() * scale, image.height() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1)
        painter.drawImage(target, image)


class FilmedPanel(Panel):
    """Shows pictures along the run that are read off its kept snapshots when it asks for them."""

    film_asked = Signal(object)  # (row, index, steps) of what is to be shown

    def show_film(self, row: str, index: int, pictures: dict[int, Pixels]) -> None:
        """Some of the pictures, by step; passed over where others are asked for by now."""
        raise NotImplementedError


class CellFilm(QWidget):
    """The row under its name, with a button that puts it away."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = FilmRow()
        self._title = ElidedLabel("", "control", "text2")
        close = IconButton("close", "Put this sample away", size=SMALL_CONTROL)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 0)
        head.addWidget(self._title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addLayout(head)
        column.addWidget(self.row)

    def set_words(self, words: str) -> None:
        self._title.setText(words)
