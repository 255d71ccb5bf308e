"""Pages that are filled from top to bottom: words, tables, pictures and drawings."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from ganstudio.ui.fonts import make_font

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN, FOOT = 48.0, 36.0
INK, QUIET, LINE = QColor("#16191C"), QColor("#59636D"), QColor("#D5D9DE")
_GAP = 6.0
_DOTS = 8  # a point, of what is drawn in pixels
_BY_WORDS, _ANYWHERE = int(Qt.TextFlag.TextWordWrap), int(Qt.TextFlag.TextWrapAnywhere)

Turn = Callable[[], None]


def words_font(size: int, *, bold: bool = False, mono: bool = False) -> QFont:
    """Of `size` points, where a page is painted in points."""
    made = make_font("code" if mono else "strong" if bold else "body", 1.0)
    made.setPixelSize(size)
    return made


def _wrapping(text: str, chosen: QFont, width: float) -> int:
    """Between words, unless there is one that is wider than the room."""
    metrics = QFontMetricsF(chosen)
    widest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0.0)
    return _BY_WORDS if widest <= width else _ANYWHERE


class Pages:
    """A cursor that goes down a page, and on to the next where there is no room.

    Everything is measured in points. `turn` begins a new page on whatever is painted on.
    """

    def __init__(self, painter: QPainter, turn: Turn, foot: str) -> None:
        self.count = 1
        self._painter = painter
        self._turn = turn
        self._foot = foot
        self._y = MARGIN
        self._paint_foot()

    @property
    def width(self) -> float:
        return WIDTH - 2 * MARGIN

    def space(self, points: float) -> None:
        self._y += points

    def need(self, height: float) -> None:
        """Begin a new page unless so much is left of this one."""
        if self._y + height > HEIGHT - MARGIN - FOOT and self._y > MARGIN:
            self._turn()
            self.count += 1
            self._y = MARGIN
            self._paint_foot()

    def words(self, text: str, size: int = 10, *, bold: bool = False, ink: QColor = INK) -> None:
        """A paragraph; one that is longer than the page goes on overleaf."""
        chosen = words_font(size, bold=bold)
        height = self._height(text, chosen, self.width)
        self.need(min(height, 3 * size))
        room = HEIGHT - MARGIN - FOOT - self._y
        if height > room and " " in text:
            first, rest = self._split(text, chosen, room)
            self._draw(first, chosen, ink, QRectF(MARGIN, self._y, self.width, room))
            self._y = HEIGHT
            self.words(rest, size, bold=bold, ink=ink)
            return
        self._draw(text, chosen, ink, QRectF(MARGIN, self._y, self.width, height))
        self._y += height + _GAP

    def heading(self, text: str, keep: float = 60.0) -> None:
        """A section's title, on the page of the `keep` points that follow it."""
        self.need(keep + 34)
        self.space(12)
        self.words(text, 13, bold=True)

    def code(self, text: str) -> None:
        """Lines as they are; those that are too long are wrapped."""
        chosen = words_font(8, mono=True)
        for line in text.splitlines():
            height = self._height(line or " ", chosen, self.width)
            self.need(height)
            self._draw(line, chosen, INK, QRectF(MARGIN, self._y, self.width, height))
            self._y += height

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """Rows under hairlines; `shares` of the width for every column."""
        chosen = words_font(9)
        for row in rows:
            widths = [share * self.width for share in shares]
            height = max(self._height(cell, chosen, width - _GAP)
                         for cell, width in zip(row, widths, strict=True))  # fmt: skip
            self.need(height + _GAP)
            left = MARGIN
            for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
                place = QRectF(left, self._y, width - _GAP, height)
                self._draw(cell, chosen, INK if number else QUIET, place)
                left += width
            self._y += height + _GAP / 2
            self._rule(self._y - 1)
            self._y += _GAP / 2

    def drawing(self, svg: str, scale: float) -> None:
        """A drawing at the left, `scale` points a unit where it is not too wide.

        It becomes pixels: Qt puts a black outline around what is only filled in a PDF file.
        """
        renderer = QSvgRenderer(QByteArray(svg.encode()))
        size = renderer.viewBoxF().size()
        scale = min(scale, self.width / max(size.width(), 1))
        self.need(size.height() * scale)
        place = QRectF(MARGIN, self._y, size.width() * scale, size.height() * scale)
        image = QImage(
            round(place.width() * _DOTS), round(place.height() * _DOTS), QImage.Format.Format_ARGB32
        )
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter)
        painter.end()
        self._painter.drawImage(place, image)
        self._y += place.height() + _GAP

    def pictures(self, shown: Sequence[tuple[QImage, str]], columns: int) -> None:
        """Pictures in columns, each over its words."""
        width = (self.width - (columns - 1) * 2 * _GAP) / columns
        for start in range(0, len(shown), columns):
            line = shown[start : start + columns]
            heights = [width * image.height() / max(image.width(), 1) for image, _ in line]
            height = min(max(heights), HEIGHT / 2)
            self.need(height + 20)
            for number, (image, words) in enumerate(line):
                left = MARGIN + number * (width + 2 * _GAP)
                scale = min(width / image.width(), height / image.height())
                place = QRectF(left, self._y, image.width() * scale, image.height() * scale)
                self._painter.drawImage(place, image)
                below = QRectF(left, place.bottom() + 3, width, 14)
                self._draw(words, words_font(8), QUIET, below)
            self._y += height + 24

    def boxes(
        self, painted: Sequence[Callable[[QPainter, QRectF], None]], columns: int, height: float
    ) -> None:
        """Things that paint themselves, in columns; none is cut by the end of a page."""
        width = (self.width - (columns - 1) * 2 * _GAP) / columns
        for start in range(0, len(painted), columns):
            self.need(height)
            for number, paint in enumerate(painted[start : start + columns]):
                left = MARGIN + number * (width + 2 * _GAP)
                self._painter.save()
                paint(self._painter, QRectF(left, self._y, width, height))
                self._painter.restore()
            self._y += height + 2 * _GAP

    def _split(self, text: str, chosen: QFont, room: float) -> tuple[str, str]:
        """The words that fit into a height, and the others."""
        parts = text.split(" ")
        low, high = 1, len(parts)
        while low < high:
            middle = (low + high + 1) // 2
            if self._height(" ".join(parts[:middle]), chosen, self.width) <= room:
                low = middle
            else:
                high = middle - 1
        return " ".join(parts[:low]), " ".join(parts[low:])

    def _height(self, text: str, chosen: QFont, width: float) -> float:
        room = QRectF(0, 0, width, 1e6)
        wrapped = _wrapping(text, chosen, width)
        return QFontMetricsF(chosen).boundingRect(room, wrapped, text).height()

    def _draw(self, text: str, chosen: QFont, ink: QColor, place: QRectF) -> None:
        self._painter.setFont(chosen)
        self._painter.setPen(ink)
        self._painter.drawText(place, _wrapping(text, chosen, place.width()), text)

    def _rule(self, y: float) -> None:
        self._painter.setPen(QPen(LINE, 0.5))
        self._painter.drawLine(QPointF(MARGIN, y), QPointF(WIDTH - MARGIN, y))

    def _paint_foot(self) -> None:
        y = HEIGHT - FOOT
        self._rule(y - 16)
        chosen = words_font(8)
        self._draw(self._foot, chosen, QUIET, QRectF(MARGIN, y - 12, self.width * 0.8, 14))
        self._painter.setFont(chosen)
        self._painter.drawText(
            QRectF(MARGIN, y - 12, self.width, 14), Qt.AlignmentFlag.AlignRight,
            f"{self.count}",
        )  # fmt: skip
