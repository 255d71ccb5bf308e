"""A folder of pictures, one behind the other: progress, the last ones, and what became of all."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.batch import BatchItem, counted
from ganstudio.ui.images import to_qimage
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.translate_files import dropped_paths
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.progress import ProgressRow

_SHOWN = 3
_TONES = {"done": "ok", "doubtful": "warn", "skipped": "error"}


class BatchBar(QWidget):
    """`dropped` carries paths of files and folders; `cancelled` ends a batch."""

    dropped = Signal(object)
    choose_asked = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.choose = SecondaryButton("Choose folder…", "folder")
        self.progress = ProgressRow("Batch")
        self.counts = Label("", "control", "text2")
        self._lines = [_Line() for _ in range(_SHOWN)]
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(Label("Batch", "title", "text"))
        left.addWidget(Label("Drop pictures or a folder here", "control", "text2"))
        left.addWidget(self.choose)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.progress)
        for line in self._lines:
            right.addWidget(line)
        right.addWidget(self.counts)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.choose.clicked.connect(self.choose_asked)
        self.progress.cancelled.connect(self.cancelled)
        self.progress.hide()
        for line in self._lines:
            line.hide()

    def begin(self, whole: int, folder: Path) -> None:
        self.progress.set_name(f"{whole} pictures into {folder.name}")
        self.progress.set_progress(0)
        self.progress.show()
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


class _Line(QWidget):
    """One file: before, after, its name and what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = PictureView(), PictureView()
        self.name = ElidedLabel("", "control", "text")
        self.state = Label("", "control", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        for view in (self.before, self.after):
            view.setFixedSize(theme().px(34), theme().px(24))

    def show_item(self, item: BatchItem) -> None:
        self.name.setText(item.path.name)
        self.name.setToolTip(item.reason)
        cycle = "" if item.cycle is None else f"cycle {item.cycle:.3f}, "
        self.state.setText(f"{cycle}{item.state}")
        self.state.set_tone(_TONES[item.state])
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
