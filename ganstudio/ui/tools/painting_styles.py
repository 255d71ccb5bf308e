"""The styles that a painting may be coloured in, as small pictures of the same labels."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.edit.paint import PaintStyle
from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_BADGE, theme
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import draw_box, draw_ring, follow_theme
from ganstudio.ui.widgets.scrolled import scrolled
from ganstudio.ui.widgets.slider import Slider

_SIDE, _GAP, _TEXT, _RING = 60, 12, 18, 4


class StyleCells(QWidget):
    """One cell a style and a last one to drop a picture on."""

    chosen = Signal(object)  # place of a style
    second = Signal(object)  # place of the style to blend with, by Shift-click
    removed = Signal(object)
    dropped = Signal(object)  # Path

    focus_radius = 6

    def __init__(self) -> None:
        super().__init__()
        self._styles: tuple[PaintStyle, ...] = ()
        self._images: dict[PaintStyle, QImage] = {}
        self._chosen, self._toward = 0, -1
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Styles")
        self.setToolTip("Click chooses, Shift-click blends with it, Delete takes it away")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self._restyle)

    def show_styles(self, styles: tuple[PaintStyle, ...], chosen: int, toward: int) -> None:
        self._styles, self._chosen, self._toward = styles, chosen, toward
        self._restyle()

    def show_picture(self, style: PaintStyle, picture: QImage) -> None:
        self._images[style] = picture
        self.update()

    def wants(self, style: PaintStyle) -> bool:
        """Whether a style still has no picture; asked once, it is awaited."""
        if style in self._images:
            return False
        self._images[style] = QImage()
        return True

    def forget_pictures(self) -> None:
        """They belong to another model."""
        self._images.clear()
        self.update()

    def sizeHint(self) -> QSize:
        px = theme().px
        cells = len(self._styles) + 1
        width = cells * px(_SIDE) + (cells - 1) * px(_GAP) + 2 * px(_RING)
        return QSize(width, px(_SIDE) + px(_TEXT) + 2 * px(_RING))

    def cell(self, place: int) -> QRectF:
        """Where the picture of a style lies."""
        px = theme().px
        return QRectF(px(_RING) + place * px(_SIDE + _GAP), px(_RING), px(_SIDE), px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, style in enumerate(self._styles):
            self._paint_style(painter, place, style)
        self._paint_drop(painter, self.cell(len(self._styles)))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position())
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.second.emit(place)
        else:
            self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._styles:
            self.chosen.emit(min(max(self._chosen + step, 0), len(self._styles) - 1))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            event.acceptProposedAction()
            self.dropped.emit(Path(urls[0].toLocalFile()))

    def _paint_style(self, painter: QPainter, place: int, style: PaintStyle) -> None:
        px, colour = theme().px, theme().colour
        cell = self.cell(place)
        image = self._images.get(style, QImage())
        if image.isNull():
            draw_box(painter, cell, px(RADIUS_BADGE), colour("raised"), colour("hairline"))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(cell, image)
        if place == self._chosen:
            ring = cell.adjusted(-px(3), -px(3), px(3), px(3))
            draw_ring(painter, ring, px(5), colour("accent"), 2)
        elif place == self._toward:
            ring = cell.adjusted(-px(2), -px(2), px(2), px(2))
            draw_ring(painter, ring, px(5), colour("text2"), 1)
        is_chosen = place == self._chosen
        painter.setFont(theme().font("head" if is_chosen else "tick"))
        painter.setPen(colour("text" if is_chosen else "text2"))
        words = painter.fontMetrics().elidedText(
            style.name, Qt.TextElideMode.ElideRight, int(cell.width() + px(_GAP) - 2)
        )
        painter.drawText(self._words_under(cell), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_drop(self, painter: QPainter, cell: QRectF) -> None:
        px, colour = theme().px, theme().colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("edge"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        spot = QRectF(0, 0, px(16), px(16))
        spot.moveCenter(cell.center())
        draw_icon(painter, "plus", spot, colour("text3"))
        painter.setFont(theme().font("tick"))
        painter.setPen(colour("text3"))
        painter.drawText(self._words_under(cell), Qt.AlignmentFlag.AlignCenter, "Drop here")

    def _words_under(self, cell: QRectF) -> QRectF:
        px = theme().px
        wider = cell.adjusted(-px(6), 0, px(6), 0)
        return QRectF(wider.left(), cell.bottom() + px(_RING), wider.width(), px(_TEXT))

    def _at(self, at: QPointF) -> int | None:
        hits = [n for n in range(len(self._styles)) if self.cell(n).contains(at)]
        return hits[0] if hits else None

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()


class StylePane(QWidget):
    """The styles, buttons for more of them, and a slider between two."""

    random_asked = Signal()
    picture_asked = Signal()
    blended = Signal(object)  # amount, 0 to 1

    def __init__(self) -> None:
        super().__init__()
        self.cells = StyleCells()
        self.random = SecondaryButton("Random", "dice", size="small")
        self.picture = SecondaryButton("From a picture…", "image", size="small")
        self.blend = Slider(0, 1)
        self.blend.setAccessibleName("Blend of two styles")
        self._hint = ElidedLabel("the same labels, another light", "control", "text3")
        self._between = ElidedLabel("", "control", "text2")
        self._share = Label("0 %", "control", "text3")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Style", "title", "text"))
        head.addWidget(self._hint, 1)
        head.addWidget(self.random)
        head.addWidget(self.picture)
        column.addLayout(head)
        self._area: QScrollArea = scrolled(self.cells)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._area)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._between)
        foot.addWidget(self.blend, 1)
        foot.addWidget(self._share)
        column.addLayout(foot)
        column.addStretch(1)
        self.random.clicked.connect(self.random_asked)
        self.picture.clicked.connect(self.picture_asked)
        self.blend.changed.connect(self._on_blend)
        follow_theme(self._restyle)

    def show_styles(
        self, styles: tuple[PaintStyle, ...], chosen: int, toward: int | None, amount: float
    ) -> None:
        other = toward if toward is not None else -1
        self.cells.show_styles(styles, chosen, other)
        self.blend.setEnabled(other >= 0 and other != chosen)
        self._between.setText(
            f"{styles[chosen].name} to {styles[other].name}"
            if other >= 0
            else "Add a style to blend"
        )
        self.blend.set_value(amount)
        self._share.setText(f"{100 * amount:.0f} %")

    def set_usable(self, usable: bool) -> None:
        """Where a model has one style alone, the row says so."""
        for widget in (self.cells, self.random, self.picture, self.blend):
            widget.setEnabled(usable)
        self._area.setVisible(usable)
        words = "the same labels, another light" if usable else "this model paints in one style"
        self._hint.setText(words)
        for shown in (self.random, self.picture, self.blend, self._between, self._share):
            shown.setVisible(usable)

    def _on_blend(self, amount: object) -> None:
        if isinstance(amount, float | int):
            self.blended.emit(float(amount))

    def _restyle(self) -> None:
        self._area.setFixedHeight(self.cells.sizeHint().height() + theme().px(8))
        self._between.setFixedWidth(theme().px(140))
        self._share.setFixedWidth(theme().px(36))
