"""A picture of elsewhere that gives objects its look: the part that is dragged over."""

from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from ganstudio.data.decode import SUFFIXES
from ganstudio.edit.donors import ReadLook
from ganstudio.edit.features import Box
from ganstudio.edit.given import Given, given_file
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.images import to_qimage
from ganstudio.ui.tasks import Report
from ganstudio.ui.theme import RADIUS_CELL, theme
from ganstudio.ui.widgets.painting import draw_ring, follow_theme

_TALLEST = 300  # px
_LEAST = 2  # px of the picture that a part has a side


class DonorView(QWidget):
    """`taken` carries the box (top, left, bottom, right) that was dragged over, in pixels."""

    taken = Signal(object)
    focus_ring = False

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._from: QPointF | None = None
        self._part = QRectF()  # in pixels of the picture
        self.setAccessibleName("Picture that gives its look")
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    @property
    def has_picture(self) -> bool:
        return not self._image.isNull()

    def show_picture(self, image: QImage) -> None:
        self._image, self._part = image, QRectF()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = theme().px(236)
        return QSize(wide, self.heightForWidth(wide))

    def heightForWidth(self, width: int) -> int:
        """All of the width, as far as the picture is not too tall."""
        high = width * self._image.height() // max(self._image.width(), 1)
        return min(high, theme().px(_TALLEST))

    def image_rect(self) -> QRectF:
        """Where the picture lies."""
        if self._image.isNull():
            return QRectF()
        scale = min(self.width() / self._image.width(), self.height() / self._image.height())
        return QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._image.isNull():
            self._from = self._pixel(event.position())
            self._part = QRectF(self._from, self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._part = QRectF(self._from, self._pixel(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click without a drag takes the whole picture."""
        if self._from is None:
            return
        self._part = QRectF(self._from, self._pixel(event.position())).normalized()
        self._from = None
        if min(self._part.width(), self._part.height()) < _LEAST:
            self._part = QRectF(self._image.rect())
        box: Box = (
            int(self._part.top()), int(self._part.left()),
            -int(-self._part.bottom() // 1), -int(-self._part.right() // 1),
        )  # fmt: skip
        self.taken.emit(box)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.image_rect()
        if place.isEmpty():
            return
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, place.width() < self._image.width()
        )
        painter.drawImage(place, self._image)
        if not self._part.isEmpty():
            scale = place.width() / self._image.width()
            part = QRectF(self._part.topLeft() * scale, self._part.size() * scale)
            draw_ring(painter, part.adjusted(-1, -1, 1, 1), RADIUS_CELL, theme().colour("focus"), 2)

    def _pixel(self, at: QPointF) -> QPointF:
        scale = self._image.width() / max(self.image_rect().width(), 1)
        x = min(max(at.x() * scale, 0.0), float(self._image.width()))
        y = min(max(at.y() * scale, 0.0), float(self._image.height()))
        return QPointF(x, y)


class DonorShelf(QObject):
    """Opens a picture. `arrived` carries its image, `read_asked` a ReadLook of a part of it."""

    arrived = Signal(object)
    read_asked = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._given: Given | None = None

    def choose(self) -> None:
        """Ask for a picture file and open it."""
        kinds = " ".join(f"*{one}" for one in sorted(SUFFIXES))
        found, _ = QFileDialog.getOpenFileName(
            self._window, "Copy the look of a picture", "", f"Pictures ({kinds})"
        )
        if found:
            self.open(Path(found))

    def open(self, path: Path) -> None:
        """A picture file, scaled to what the model paints."""
        chosen = self._desk.chosen
        if chosen is None:
            return
        shape = chosen.model.spec.shape

        def work(_report: Report) -> Given:
            return given_file(path, shape)

        self._desk.context.tasks.run_task(f"Read {path.name}", work, self._take)

    def _take(self, given: object) -> None:
        if isinstance(given, Given):
            self._given = given
            self.arrived.emit(to_qimage(given.picture.array()))

    def read(self, box: object) -> None:
        """Ask for the look of a box (top, left, bottom, right) of the picture."""
        if self._given is not None and isinstance(box, tuple):
            self.read_asked.emit(ReadLook(given=self._given, box=box))
