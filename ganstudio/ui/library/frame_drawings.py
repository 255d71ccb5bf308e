"""Quiet drawings of data that are pictures of one's own: empty frames, as the kind groups them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from ganstudio.ui.theme import theme

_GAP = 0.05  # of the height, between two frames
_ROUND = 3
_SKY, _HOUSES, _ROAD = "#4682B4", "#464646", "#804080"


def draw_frames(kind: str, size: tuple[int, int]) -> QImage:
    """A drawing of data of this kind; `size` in device pixels."""
    image = QImage(size[0], size[1], QImage.Format.Format_RGB32)
    image.fill(theme().colour("well"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _DRAWINGS.get(kind, _pictures)(painter, QRectF(0, 0, *size))
    painter.end()
    return image


def _pictures(painter: QPainter, area: QRectF) -> None:
    for number, tile in enumerate(_tiles(area, 3, 6)):
        _frame(painter, tile, is_second=bool((number // 6 + number % 6) % 2))


def _pairs(painter: QPainter, area: QRectF) -> None:
    """Two and two."""
    for tile in _tiles(area, 2, 3):
        for half, is_second in zip(_halves(tile), (False, True), strict=True):
            _frame(painter, half, is_second=is_second)


def _domains(painter: QPainter, area: QRectF) -> None:
    """In two heaps."""
    gap = 0.12 * area.height()
    given, wanted = _halves(area.adjusted(gap, gap, -gap, -gap))
    heaps = (given.adjusted(0, 0, -gap, 0), wanted.adjusted(gap, 0, 0, 0))
    for heap, is_second in zip(heaps, (False, True), strict=True):
        for tile in _tiles(heap, 2, 2):
            _frame(painter, tile, is_second=is_second)


def _label_maps(painter: QPainter, area: QRectF) -> None:
    """A label map beside an empty frame."""
    painted, frame = _halves(area)
    top, width, height = painted.top(), painted.width(), painted.height()
    painter.fillRect(painted, QColor(_SKY))
    painter.fillRect(painted.adjusted(0, 0.3 * height, 0, 0), QColor(_HOUSES))
    road = [(0.46, 0.3), (0.54, 0.3), (1, 1), (0, 1)]
    painter.setBrush(QColor(_ROAD))
    painter.drawPolygon(
        QPolygonF([QPointF(painted.left() + x * width, top + y * height) for x, y in road])
    )
    gap = 0.08 * area.height()
    _frame(painter, frame.adjusted(gap, gap, -gap, -gap), is_second=True)


def _sequences(painter: QPainter, area: QRectF) -> None:
    """A film above another, each a row of frames behind each other."""
    for number, tile in enumerate(_tiles(area, 2, 6)):
        _frame(painter, tile, is_second=number >= 6, paler=5 * (number % 6))


def _frame(painter: QPainter, place: QRectF, *, is_second: bool, paler: int = 0) -> None:
    """An empty frame, in one of two tones."""
    colour = theme().colour("text3")
    colour.setAlpha((52 if is_second else 92) - paler)
    painter.setBrush(colour)
    painter.drawRoundedRect(place, _ROUND, _ROUND)


def _halves(area: QRectF) -> tuple[QRectF, QRectF]:
    gap = 0.03 * area.height()
    width = (area.width() - gap) / 2
    left = QRectF(area.left(), area.top(), width, area.height())
    return left, left.translated(width + gap, 0)


def _tiles(area: QRectF, rows: int, columns: int) -> list[QRectF]:
    gap = _GAP * area.height()
    width, height = (area.width() - gap) / columns - gap, (area.height() - gap) / rows - gap
    return [
        QRectF(
            area.left() + gap + column * (width + gap),
            area.top() + gap + row * (height + gap),
            width,
            height,
        )
        for row in range(rows)
        for column in range(columns)
    ]


_DRAWINGS: Mapping[str, Callable[[QPainter, QRectF], None]] = {
    "pairs": _pairs,
    "unpaired": _domains,
    "label_maps": _label_maps,
    "sequences": _sequences,
}
