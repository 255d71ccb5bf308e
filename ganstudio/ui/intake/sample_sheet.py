"""A few samples beside each other, each with all its pictures, at whole-number zoom."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.data.batches import Region
from ganstudio.engine.intake.specimens import Band, Column
from ganstudio.ui.images import to_qimage
from ganstudio.ui.intake.sheet_plan import CAPTION, HEAD, BandPlan, height_of, planned
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_STALE = 0.4  # opacity of pictures that are being read anew


class SampleSheet(QWidget):
    """As high as its samples need; `pointed` carries words for what is under the pointer.

    The chosen sample, which the arrow keys move, is told too, and `chosen_changed` says where it
    lies so that a scroll area can show it.
    """

    pointed = Signal(object)
    chosen_changed = Signal(object)  # QRect
    focus_ring = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bands: tuple[Band, ...] = ()
        self._regions: tuple[Region, ...] = ()
        self._images: list[list[QImage]] = []
        self._chosen = -1
        self._is_stale = False
        self._planned: list[BandPlan] = []
        self._plans_of: tuple[int, float, float] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Samples")
        follow_theme(self.restyle)

    @property
    def chosen(self) -> int:
        """The chosen sample, counted through all bands; -1 for none."""
        return self._chosen

    @property
    def count(self) -> int:
        return sum(band.count for band in self._bands)

    def set_bands(self, bands: Sequence[Band], regions: Sequence[Region] = ()) -> None:
        """Args: bands: of pictures of one size. regions: of their maps, by id."""
        self._bands, self._regions = tuple(bands), tuple(regions)
        self._images = [[_strip(column) for column in band.columns] for band in bands]
        self._chosen, self._is_stale, self._plans_of = -1, False, None
        titles = ", ".join(column.title for band in bands for column in band.columns)
        self.setAccessibleDescription(f"{self.count} samples: {titles}" if bands else "")
        self._fit_height()
        self.update()

    def set_stale(self, stale: bool) -> None:
        """Pale while the samples are read anew."""
        self._is_stale = stale
        self.update()

    def restyle(self) -> None:
        self._fit_height()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def cell_rect(self, index: int, column: int = 0) -> QRectF:
        """Where a picture lies, in logical pixels."""
        place, row = self._located(index)
        plan = self._plans()[place]
        return plan.cell(row, column)

    def words_of(self, index: int, place: QPointF | None = None) -> str:
        """What is said of a sample: its file, its class, the region under the pointer."""
        number, row = self._located(index)
        band = self._bands[number]
        parts = [band.names[row] if band.names else f"Sample {row + 1}"]
        if len(self._bands) > 1:
            parts.insert(0, band.columns[0].title)
        if band.captions:
            parts.append(band.captions[row])
        region = "" if place is None else self._region_at(index, place)
        return ", ".join([*parts, region] if region else parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        index = 0
        for band, images, plan in zip(self._bands, self._images, self._plans(), strict=True):
            self._paint_head(painter, band, plan)
            for row in range(band.count):
                self._paint_sample(painter, band, images, plan, row)
                if index == self._chosen:
                    width = plan.cell(row, len(band.columns) - 1).right()
                    whole = plan.cell(row, 0)
                    whole.setRight(width)
                    ring = whole.adjusted(-3, -3, 3, 3)
                    draw_ring(painter, ring, RADIUS_CELL, theme().colour("accent"), 2)
                index += 1
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By the keyboard one comes to a sample, so that the ring shows where one is."""
        super().focusInEvent(event)
        is_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if is_key and self._chosen < 0 and self.count:
            self._choose(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        self._tell(index, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._tell(self._chosen, None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across = self._plans()[0].across if self._bands else 1
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in moves and self.count:
            target = self._chosen + moves[key] if self._chosen >= 0 else 0
            if 0 <= target < self.count:
                self._choose(target)
        elif key == Qt.Key.Key_Escape and self._chosen >= 0:
            self._choose(-1)
        else:
            super().keyPressEvent(event)

    def _choose(self, index: int) -> None:
        self._chosen = index
        self._tell(index, None)
        if index >= 0:
            self.chosen_changed.emit(self.cell_rect(index).toAlignedRect())
        self.update()

    def _tell(self, index: int, place: QPointF | None) -> None:
        self.pointed.emit(self.words_of(index, place) if index >= 0 else "")

    def _located(self, index: int) -> tuple[int, int]:
        """Band and row of a sample."""
        for number, band in enumerate(self._bands):
            if index < band.count:
                return number, index
            index -= band.count
        raise IndexError(index)

    def _at(self, place: QPointF) -> int:
        for index in range(self.count):
            number, _ = self._located(index)
            columns = range(len(self._bands[number].columns))
            if any(self.cell_rect(index, column).contains(place) for column in columns):
                return index
        return -1

    def _region_at(self, index: int, place: QPointF) -> str:
        number, row = self._located(index)
        band = self._bands[number]
        if band.regions is None:
            return ""
        for column in range(len(band.columns)):
            cell = self.cell_rect(index, column)
            if cell.contains(place):
                side = band.regions.shape[-1]
                x = min(int((place.x() - cell.left()) / cell.width() * side), side - 1)
                y = min(int((place.y() - cell.top()) / cell.height() * side), side - 1)
                id_ = int(band.regions[row, y, x])
                return self._regions[id_].name if id_ < len(self._regions) else f"region {id_}"
        return ""

    def _plans(self) -> list[BandPlan]:
        """Worked out anew only when something it depends on has changed."""
        state = (self.width(), self.devicePixelRatio(), theme().scale)
        if self._plans_of != state:
            self._plans_of, self._planned = state, planned(self._bands, state[0], state[1])
        return self._planned

    def _fit_height(self) -> None:
        self.setMinimumHeight(max(height_of(self._plans()), theme().px(120)))

    # painting

    def _paint_head(self, painter: QPainter, band: Band, plan: BandPlan) -> None:
        bold, plain = theme().font("title"), theme().font("control")
        for column, one in enumerate(band.columns):
            cell = plan.cell(0, column)
            wide = cell.width() if len(band.columns) > 1 else self.width() - cell.left()
            line = QRectF(cell.left(), cell.top() - theme().px(HEAD), wide, theme().px(HEAD))
            painter.setFont(bold)
            painter.setPen(theme().colour("text"))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, middle, one.title)
            taken = QFontMetrics(bold).horizontalAdvance(one.title) + theme().px(6)
            if taken + QFontMetrics(plain).horizontalAdvance(one.words) <= wide:
                painter.setFont(plain)
                painter.setPen(theme().colour("text2"))
                painter.drawText(line.adjusted(taken, 0, 0, 0), middle, one.words)

    def _paint_sample(
        self, painter: QPainter, band: Band, images: Sequence[QImage], plan: BandPlan, row: int
    ) -> None:
        painter.setOpacity(_STALE if self._is_stale else 1.0)
        size = band.columns[0].pictures.shape[1]
        smaller = plan.side * self.devicePixelRatio() < size
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        for column, strip in enumerate(images):
            source = QRect(0, row * size, strip.width(), size)
            painter.drawImage(plan.cell(row, column), strip, QRectF(source))
        painter.setOpacity(1.0)
        if band.captions:
            cell = plan.cell(row, 0)
            below = QRectF(cell.left(), cell.bottom(), cell.width(), theme().px(CAPTION))
            painter.setFont(theme().font("tick"))
            painter.setPen(theme().colour("text2"))
            words = painter.fontMetrics().elidedText(
                band.captions[row], Qt.TextElideMode.ElideRight, int(below.width())
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)


def _strip(column: Column) -> QImage:
    count, height, *rest = column.pictures.shape
    return to_qimage(column.pictures.reshape(count * height, *rest))
