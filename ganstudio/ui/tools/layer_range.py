"""Which layers are taken: two handles on a line of layers, or each by itself."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.edit.mix import named_ranges
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_BANDS, _GAP, _TRACK, _CAPTION = 24, 6, 20, 18
_EDGE = 16
_HANDLE = (12, 20)
_WORDS = {
    "coarse": ("Coarse: shape and pose", "Coarse"),
    "middle": ("Middle: features and strokes", "Middle"),
    "fine": ("Fine: colour and texture", "Fine"),
}


class LayerRange(QWidget):
    """`changed` carries the layers while they change, `committed` when it comes to rest.

    Arrows move the end handle, with Shift the start handle, with Ctrl both; where single layers
    are picked, they move a cursor and Space switches its layer.
    """

    changed = Signal(object)
    committed = Signal(object)
    focus_radius = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides: tuple[int, ...] = ()
        self._layers: tuple[int, ...] = ()
        self._is_single = False
        self._cursor = 0
        self._held: str = ""  # start, end, both or paint
        self._rest: int | None = None  # where both handles stand while no layer is taken
        self._grip = 0  # of both: where the drag began, in layers from the start
        self._paints = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Layers taken from the source")
        follow_theme(self.restyle)

    @property
    def layers(self) -> tuple[int, ...]:
        return self._layers

    def set_sides(self, sides: tuple[int, ...]) -> None:
        """Px of each layer, coarse to fine."""
        self._sides = sides
        self.setAccessibleDescription(words_for(self._layers, len(sides)))
        self.update()

    def set_layers(self, layers: tuple[int, ...]) -> None:
        """Show layers without emitting."""
        if layers == self._layers and self.accessibleDescription():
            return
        self._layers = layers
        self.setAccessibleDescription(words_for(layers, len(self._sides)))
        self.update()

    def set_single(self, single: bool) -> None:
        """Whether each layer has a switch of its own, instead of two handles."""
        self._is_single = single
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(_BANDS + _GAP + _TRACK + _CAPTION))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(480), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), self.height())

    # geometry

    def boundary(self, layer: int) -> float:
        """Where a layer begins, in px; that of the last plus one is the right end."""
        left, right = theme().px(_EDGE), self.width() - theme().px(_EDGE)
        return left + (right - left) * layer / max(len(self._sides), 1)

    def handle(self, name: str) -> QRectF:
        """The "start" or "end" handle."""
        first, last = self._span()
        width, height = theme().px(_HANDLE[0]), theme().px(_HANDLE[1])
        x = self.boundary(first if name == "start" else last)
        return QRectF(x - width / 2, self._middle() - height / 2, width, height)

    def _middle(self) -> float:
        return theme().px(_BANDS + _GAP) + theme().px(_TRACK) / 2

    def _span(self) -> tuple[int, int]:
        """First layer and the one behind the last; of no layers, both are one place."""
        if not self._layers:
            rest = len(self._sides) if self._rest is None else min(self._rest, len(self._sides))
            return rest, rest
        return min(self._layers), max(self._layers) + 1

    def _boundary_at(self, x: float) -> int:
        left, right = self.boundary(0), self.boundary(len(self._sides))
        share = (x - left) / max(right - left, 1)
        return min(max(round(share * len(self._sides)), 0), len(self._sides))

    def _layer_at(self, x: float) -> int:
        left, right = self.boundary(0), self.boundary(len(self._sides))
        layer = int((x - left) / max(right - left, 1) * len(self._sides))
        return min(max(layer, 0), len(self._sides) - 1)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._sides:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bands(painter)
        self._paint_track(painter)
        self._paint_captions(painter)
        if self._is_single:
            self._paint_switches(painter)
        else:
            for name in ("start", "end"):
                self._paint_handle(painter, self.handle(name))

    def _paint_bands(self, painter: QPainter) -> None:
        colour, px = theme().colour, theme().px
        taken = set(self._layers)
        for name, layers in named_ranges(self._sides).items():
            if not layers:
                continue
            left, right = self.boundary(layers[0]) + 1, self.boundary(layers[-1] + 1) - 1
            band = QRectF(left, 0, right - left, px(_BANDS))
            is_whole = set(layers) <= taken
            fill = colour("accent_tint" if is_whole else "hover")
            draw_box(painter, band, px(RADIUS_BADGE), fill)
            font = theme().font("button" if is_whole else "control")
            painter.setFont(font)
            painter.setPen(colour("accent" if is_whole else "text2"))
            words = [w for w in _WORDS[name] if _fits(font, w, band.width() - px(8))]
            painter.drawText(band, Qt.AlignmentFlag.AlignCenter, words[0] if words else "")

    def _paint_track(self, painter: QPainter) -> None:
        colour, px = theme().colour, theme().px
        middle, thick = self._middle(), px(3)
        left, right = self.boundary(0), self.boundary(len(self._sides))
        line = QRectF(left, middle - thick / 2, right - left, thick)
        draw_box(painter, line, thick / 2, colour("pressed"))
        for layer in self._layers:
            first, last = self.boundary(layer), self.boundary(layer + 1)
            painter.fillRect(QRectF(first, line.top(), last - first, thick), colour("accent"))
        painter.setPen(colour("edge"))
        for layer in range(len(self._sides) + 1):
            x = round(self.boundary(layer)) + 0.5
            painter.drawLine(QPointF(x, middle - px(5)), QPointF(x, middle + px(5)))

    def _paint_captions(self, painter: QPainter) -> None:
        painter.setFont(theme().font("tick"))
        top = theme().px(_BANDS + _GAP + _TRACK)
        taken = set(self._layers)
        room = self.boundary(1) - self.boundary(0)
        is_narrow = QFontMetrics(theme().font("tick")).horizontalAdvance("1024 px") > room
        for layer, side in enumerate(self._sides):
            painter.setPen(theme().colour("text" if layer in taken else "text3"))
            place = QRectF(self.boundary(layer), top, room, theme().px(_CAPTION))
            words = str(side) if is_narrow else f"{side}\N{THIN SPACE}px"
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_handle(self, painter: QPainter, place: QRectF) -> None:
        colour = theme().colour
        fill = colour("text") if theme().is_dark else colour("raised")
        draw_box(painter, place, theme().px(RADIUS_BADGE), fill, colour("accent"))

    def _paint_switches(self, painter: QPainter) -> None:
        """One box for each layer, ticked where it is taken."""
        colour, px = theme().colour, theme().px
        side = px(14)
        for layer in range(len(self._sides)):
            centre = (self.boundary(layer) + self.boundary(layer + 1)) / 2
            box = QRectF(centre - side / 2, self._middle() - side / 2, side, side)
            is_on = layer in self._layers
            fill = colour("accent_fill" if is_on else "raised")
            draw_box(painter, box, px(3), fill, None if is_on else colour("edge"))
            if is_on:
                painter.setPen(colour("on_accent"))
                painter.drawPolyline(
                    [
                        QPointF(box.left() + px(3), box.center().y()),
                        QPointF(box.left() + px(6), box.bottom() - px(4)),
                        QPointF(box.right() - px(3), box.top() + px(4)),
                    ]
                )
            if layer == self._cursor and self.hasFocus():
                ring = box.adjusted(-3, -3, 3, 3)
                draw_box(painter, ring, px(5), None, colour("focus"))

    # acting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._sides:
            return
        x = event.position().x()
        band = self._band_at(event.position())
        if band is not None:
            self._take(band)
            self.committed.emit(self._layers)
        elif self._is_single:
            self._cursor = self._layer_at(x)
            self._paints = self._cursor not in self._layers
            self._held = "paint"
            self._switch(self._cursor, self._paints)
        else:
            self._held = self._grasped(x)
            self._grip = self._layer_at(x) - self._span()[0]
            self._drag(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held == "paint":
            self._switch(self._layer_at(event.position().x()), self._paints)
        elif self._held:
            self._drag(event.position().x())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._held:
            self._held = ""
            self.committed.emit(self._layers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        move = moves.get(Qt.Key(event.key()))
        if self._is_single and event.key() == Qt.Key.Key_Space:
            self._switch(self._cursor, self._cursor not in self._layers)
            self.committed.emit(self._layers)
        elif move is None or not self._sides:
            super().keyPressEvent(event)
        elif self._is_single:
            self._cursor = min(max(self._cursor + move, 0), len(self._sides) - 1)
            self.update()
        else:
            self._nudge(move, event.modifiers())
            self.committed.emit(self._layers)

    def _nudge(self, move: int, modifiers: Qt.KeyboardModifier) -> None:
        first, last = self._span()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            room = range(-first, len(self._sides) - last + 1)
            self._set_span(first + move, last + move) if move in room else None
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._set_span(min(first + move, last), last)
        else:
            self._set_span(first, max(last + move, first))

    def _band_at(self, place: QPointF) -> tuple[int, ...] | None:
        if place.y() > theme().px(_BANDS):
            return None
        layer = self._layer_at(place.x())
        return next(layers for layers in named_ranges(self._sides).values() if layer in layers)

    def _grasped(self, x: float) -> str:
        first, last = (self.boundary(at) for at in self._span())
        reach = theme().px(10)
        if abs(x - first) <= reach or abs(x - last) <= reach:
            if first == last:
                return "start" if x <= first else "end"
            return "start" if abs(x - first) < abs(x - last) else "end"
        if first < x < last:
            return "both"
        return "start" if x < first else "end"

    def _drag(self, x: float) -> None:
        first, last = self._span()
        at = self._boundary_at(x)
        if self._held == "both":
            length = last - first
            start = min(max(self._layer_at(x) - self._grip, 0), len(self._sides) - length)
            self._set_span(start, start + length)
        elif self._held == "start":
            self._set_span(min(at, last), last)
        else:
            self._set_span(first, max(at, first))

    def _set_span(self, first: int, last: int) -> None:
        bounded = max(first, 0), min(last, len(self._sides))
        self._rest = bounded[0]
        self._take(tuple(range(*bounded)))

    def _switch(self, layer: int, on: bool) -> None:
        kept = set(self._layers) - {layer}
        self._take(tuple(sorted(kept | {layer} if on else kept)))

    def _take(self, layers: tuple[int, ...]) -> None:
        if layers != self._layers:
            self.set_layers(layers)
            self.changed.emit(layers)


def words_for(layers: tuple[int, ...], count: int) -> str:
    """The layers, counted from 1: "6 to 9 of 9"."""
    if not layers:
        return f"none of {count}"
    if len(layers) == count:
        return f"all {count}"
    first, last = layers[0] + 1, layers[-1] + 1
    if last - first + 1 != len(layers):
        return f"{', '.join(str(layer + 1) for layer in layers)} of {count}"
    return f"{first} of {count}" if first == last else f"{first} to {last} of {count}"


def _fits(font: QFont, words: str, room: float) -> bool:
    return QFontMetrics(font).horizontalAdvance(words) <= room
