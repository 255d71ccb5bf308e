"""One frame of a film in all its views, beside each other."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.films import View
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

WORDS: dict[View, tuple[str, str]] = {
    "map": ("Map", "what is asked for"),
    "made": ("Result", "(1 − m) moved + m paint"),
    "moved": ("Moved", "the frame before, by the flow"),
    "paint": ("Paint", "all of it painted anew"),
    "fresh": ("Mask m", "white where paint is taken"),
    "real": ("Real", "the data's own frame"),
    "alone": ("Without memory", "blank frames before"),
    "twin": ("Twin", ""),
}
_GAP, _EDGE, _HEAD = 16, 20, 24


class FilmStage(QWidget):
    """Pictures of one size with words over each."""

    def __init__(self) -> None:
        super().__init__()
        self._heads: tuple[tuple[str, str], ...] = ()
        self._images: tuple[QImage | None, ...] = ()
        self._is_exact = True
        self._missing = ""
        self._extent = QSize(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(160)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the tool's keys work where one looks
        self.setAccessibleName("Frame")
        follow_theme(self.update)

    def show_frame(
        self,
        heads: Sequence[tuple[str, str]],
        images: Sequence[QImage | None],
        *,
        is_exact: bool,
        missing: str = "",
    ) -> None:
        """Show the views of a frame.

        Args:
            heads: title and quiet words of each view.
            images: of each, None where it is not there yet.
            is_exact: they are of the frame at the playhead, not of the last one ready.
            missing: why some are not there.
        """
        self._missing = missing
        self._heads, self._images, self._is_exact = tuple(heads), tuple(images), is_exact
        known = next((image for image in images if image is not None), None)
        if known is not None:
            self._extent = known.size()
        self.setAccessibleDescription(", ".join(title for title, _ in heads))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(420))

    def places(self) -> tuple[QRectF, ...]:
        """Where each picture lies: in the rows that make them largest, at a whole zoom."""
        count = len(self._heads)
        if not count:
            return ()
        columns = max(range(1, count + 1), key=lambda one: (self._zoom(one), -self._left(one)))
        zoom, px = self._zoom(columns), theme().px
        wide, high = self._extent.width() * zoom, self._extent.height() * zoom
        rows = math.ceil(count / columns)
        whole = QSize(
            round(columns * wide + (columns - 1) * px(_GAP)),
            round(rows * (high + px(_HEAD)) + (rows - 1) * px(_GAP)),
        )
        left, top = (self.width() - whole.width()) // 2, (self.height() - whole.height()) // 2
        step = high + px(_HEAD) + px(_GAP)
        return tuple(
            QRectF(
                left + round(at % columns * (wide + px(_GAP))),
                top + round(at // columns * step) + px(_HEAD),
                wide,
                high,
            )
            for at in range(count)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("canvas"))
        for place, head, image in zip(self.places(), self._heads, self._images, strict=True):
            self._paint_head(painter, place, head)
            if image is None:
                self._paint_missing(painter, place)
                continue
            is_smaller = place.width() * self.devicePixelRatio() < image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
            painter.setOpacity(1.0 if self._is_exact else 0.55)
            painter.drawImage(place, image)
            painter.setOpacity(1.0)

    def _paint_missing(self, painter: QPainter, place: QRectF) -> None:
        colour = theme().colour
        draw_box(painter, place, RADIUS_CELL, None, colour("edge"))
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text2"))
        inside = place.adjusted(8, 8, -8, -8)
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inside, centred, self._missing)

    def _zoom(self, columns: int) -> float:
        """Logical px for one of the picture, whole in device px where it can be."""
        px, ratio = theme().px, self.devicePixelRatio()
        rows = math.ceil(len(self._heads) / columns)
        wide = self.width() - 2 * px(_EDGE) - (columns - 1) * px(_GAP)
        high = self.height() - 2 * px(_EDGE) - (rows - 1) * px(_GAP) - rows * px(_HEAD)
        fit = min(
            wide / columns / self._extent.width(), high / rows / self._extent.height()
        ) * ratio  # fmt: skip
        return max(math.floor(fit) if fit >= 1 else fit, 0.05) / ratio

    def _left(self, columns: int) -> int:
        """Places of the grid that stay empty."""
        return -len(self._heads) % columns

    def _paint_head(self, painter: QPainter, place: QRectF, head: tuple[str, str]) -> None:
        px, colour = theme().px, theme().colour
        title, words = head
        line = QRectF(place.left(), place.top() - px(_HEAD), place.width(), px(_HEAD) - px(4))
        middle = Qt.AlignmentFlag.AlignVCenter
        strong, quiet = QFontMetrics(theme().font("title")), QFontMetrics(theme().font("tick"))
        fitting = strong.elidedText(title, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.setFont(theme().font("title"))
        painter.setPen(colour("text"))
        painter.drawText(line, middle, fitting)
        line.setLeft(line.left() + strong.horizontalAdvance(fitting) + px(8))
        if quiet.horizontalAdvance(words) <= line.width():
            painter.setFont(theme().font("tick"))
            painter.setPen(colour("text2"))
            painter.drawText(line, middle, words)
