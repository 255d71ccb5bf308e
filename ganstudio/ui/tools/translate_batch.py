"""A folder of pictures, one behind the other: progress, the last ones, and what became of all."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.batch import BatchItem, counted
from ganstudio.ui.icons import pixmap
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.tools.translate_files import dropped_paths
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.progress import ProgressRow

_SHOWN = 3
_LOW, _HIGH = 116, 180  # px: before a batch, and with its lines
_TONES = {"done": "ok", "doubtful": "warn", "skipped": "error"}


class DropZone(QWidget):
    """A dashed place for files and folders, with a button for those who do not drag."""

    dropped = Signal(object)  # paths

    def __init__(self) -> None:
        super().__init__()
        self.choose = SecondaryButton("Choose folder…", "folder", size="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 6, 20, 6)
        column.setSpacing(2)
        column.addStretch(1)
        for words, tone in (
            ("Drop pictures or a folder", "text"),
            ("PNG, JPEG, WebP, any size", "text2"),
        ):
            column.addWidget(Label(words, "control", tone), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._is_over = False
        self.setAcceptDrops(True)
        follow_theme(self._restyle)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme().colour("accent" if self._is_over else "edge")
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme().px(RADIUS_CONTROL), theme().px(RADIUS_CONTROL))
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _show_over(self, is_over: bool) -> None:
        self._is_over = is_over
        self.update()

    def _restyle(self) -> None:
        self.setFixedWidth(theme().px(232))
        self.update()


class BatchBar(QWidget):
    """`dropped` carries paths of files and folders; `cancelled` ends a batch."""

    dropped = Signal(object)
    choose_asked = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.zone = DropZone()
        self._is_low = True
        self.progress = ProgressRow("Batch")
        self.counts = Label("", "control", "text2")
        self._hint = Label(
            "What the settings say, for many pictures: each becomes a PNG in a folder of your "
            "choice. Cancelling stops within one picture and keeps what is done.",
            "control",
            "text2",
            wrap=True,
        )
        self._lines = [_Line() for _ in range(_SHOWN)]
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(Label("Batch", "title", "text"))
        right.addSpacing(4)
        right.addWidget(self._hint)
        right.addWidget(self.progress)
        for line in self._lines:
            right.addWidget(line)
        right.addWidget(self.counts)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(20)
        row.addWidget(self.zone)
        row.addLayout(right, 1)
        self.zone.choose.clicked.connect(self.choose_asked)
        self.zone.dropped.connect(self.dropped)
        self.progress.cancelled.connect(self.cancelled)
        for part in (self.progress, self.counts, *self._lines):
            part.hide()
        follow_theme(self._restyle)

    def begin(self, whole: int, folder: Path) -> None:
        self.progress.set_name(f"{whole} pictures into {folder.name}")
        self.progress.set_progress(0)
        self._is_low = False
        self._restyle()
        self._hint.hide()
        self.progress.show()
        self.counts.show()
        self.counts.setText("")
        for line in self._lines:
            line.hide()

    def show_items(self, items: list[BatchItem], whole: int) -> None:
        """What is done by now; the last ones are seen."""
        self.progress.set_progress(len(items) / max(whole, 1))
        for line, item in zip(self._lines, items[-_SHOWN:], strict=False):
            line.show_item(item)
        self.counts.setText(_in_words(items))

    def end(self, items: list[BatchItem], *, was_cancelled: bool) -> None:
        self.progress.hide()
        kept = "Cancelled, what is done is kept: " if was_cancelled else ""
        self.counts.setText(kept + _in_words(items))
        self.counts.show()

    def _restyle(self) -> None:
        self.setFixedHeight(theme().px(_LOW if self._is_low else _HIGH))


class _Line(QWidget):
    """One file: before, after, its name and what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = PictureView(), PictureView()
        self._then = Label("")
        self.name = ElidedLabel("", "control", "text")
        self.state = Label("", "control", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.before, self._then, self.after):  # names stay below each other
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        row.addWidget(self.before)
        row.addWidget(self._then)
        row.addWidget(self.after)
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        for view in (self.before, self.after):
            view.setFixedSize(theme().px(34), theme().px(24))
        ratio = self.devicePixelRatio()
        self._then.setPixmap(pixmap("chevron-right", 12, "text3", ratio))

    def show_item(self, item: BatchItem) -> None:
        self.name.setText(item.path.name)
        self.name.setToolTip(item.reason)
        cycle = "" if item.cycle is None else f"cycle {item.cycle:.3f}, "
        self.state.setText(f"{cycle}{item.state}")
        self.state.set_tone(_TONES[item.state])
        self._then.setVisible(item.after is not None)
        for view, shown in ((self.before, item.before), (self.after, item.after)):
            view.setVisible(shown is not None)
            if shown is not None:
                view.set_image(to_qimage(shown))
        self.show()


def _in_words(items: list[BatchItem]) -> str:
    counts = counted(items)
    words = [f"{counts['done']} done", f"{counts['doubtful']} doubtful"]
    skipped = counts["skipped"]
    return ", ".join([*words, f"{skipped} skipped, no pictures" if skipped else "0 skipped"])
