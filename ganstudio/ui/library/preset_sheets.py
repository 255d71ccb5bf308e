"""Dialogs about one preset: what a bundle brings, the words of a card, what goes into a bundle."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from ganstudio.engine.cards import PACKED_KINDS
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.sheet_form import SheetForm
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.fields import ErrorLine, TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import draw_box, follow_theme

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said about a preset."""

    title: str
    notes: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """What goes along into a bundle."""

    notes: str
    with_weights: bool
    with_data: bool


class _BundlePicture(QWidget):
    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        follow_theme(self._restyle)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme().colour("canvas"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = min(self.width() / self._image.width(), self.height() / self._image.height())
        width, height = self._image.width() * scale, self._image.height() * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        painter.drawImage(QRectF(left, top, width, height), self._image)
        painter.end()

    def _restyle(self) -> None:
        self.setFixedHeight(theme().px(190))


class ImportForm(SheetForm):
    """Says plainly what a bundle holds, before anything is written."""

    def __init__(self, info: Any, picture: bytes) -> None:
        """Args: info: engine's BundleInfo. picture: PNG, or nothing."""
        super().__init__("Leave it", "Import")
        image = QImage.fromData(picture) if picture else QImage()
        if not image.isNull():
            self.column.addWidget(_BundlePicture(image))
            self.column.addSpacing(4)
        self.column.addWidget(Label(info.title, "object", "text", wrap=True))
        for text, tone in ((info.paper, "text3"), (info.shows, "text2")):
            if text:
                self.column.addWidget(Label(text, "control", tone, wrap=True))
        self.column.addSpacing(8)
        self.statement = Label(f"It holds {info.statement}.", "body", "text", wrap=True)
        self.column.addWidget(self.statement)
        self.column.addWidget(Label(_origin(info), "control", "text3", wrap=True))
        if info.notes:
            self.column.addSpacing(4)
            self.column.addWidget(Label("Notes", "head", "text3"))
            self.column.addWidget(Label(info.notes, "control", "text2", wrap=True))
        if info.missing_data:
            words = f"It needs data at {info.missing_data}, which are not on this machine."
            self.column.addWidget(Note("warn", f"{words} Choose others in Design."))
        self.add_buttons()


class WordsForm(SheetForm):
    """Title, tags and notes of an own preset, or of one that will be."""

    def __init__(self, words: Words, safe: str = "Leave as it was") -> None:
        super().__init__(safe, "Save")
        self.title = TextField(words.title, "Title")
        self.title.setMaxLength(LONGEST_TITLE)
        self.tags = TextField(", ".join(words.tags), "Tags, separated by commas")
        self.notes = QPlainTextEdit(words.notes)
        self.notes.setAccessibleName("Notes")
        self.notes.setFixedHeight(theme().px(140))
        for head, widget in (("Title", self.title), ("Tags", self.tags), ("Notes", self.notes)):
            self.column.addWidget(Label(head, "head", "text3"))
            self.column.addWidget(widget)
            if widget is self.title:
                self.column.addWidget(ErrorLine(self.title))
        self.title.textChanged.connect(self._check)
        self.title.returnPressed.connect(self.primary.click)
        self.setFocusProxy(self.title)
        self.add_buttons()
        self._check()

    def words(self) -> Words:
        tags = tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip())
        return Words(self.title.text().strip(), self.notes.toPlainText(), tags)

    def _check(self) -> None:
        empty = not self.title.text().strip()
        self.title.set_error("A preset needs a title." if empty else "")
        self.primary.set_refusal("A preset needs a title" if empty else "")


class PackForm(SheetForm):
    """What goes along with an exported preset."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("Leave it", "Export…")
        words = "One file that another studio can import: the preset and its picture."
        self.column.addWidget(Label(words, "body", "text2", wrap=True))
        self.column.addSpacing(4)
        self.weights = QCheckBox("Trained weights: averaged generator and critic")
        self.data = QCheckBox("Its data, up to 50 MB")
        self._allow(self.weights, entry.trained is not None, "No finished run of it is here")
        if entry.trained is not None:
            self.weights.setText(f"Trained weights of {entry.trained.name}")
        has_data = entry.kind in PACKED_KINDS and not entry.missing_data
        self._allow(self.data, has_data, "Every studio has or makes this data")
        self.notes = QPlainTextEdit()
        self.notes.setPlaceholderText("Notes for whoever gets it")
        self.notes.setAccessibleName("Notes for whoever gets it")
        self.notes.setFixedHeight(theme().px(96))
        self.column.addSpacing(4)
        self.column.addWidget(Label("Notes", "head", "text3"))
        self.column.addWidget(self.notes)
        self.add_buttons()

    def packing(self) -> Packing:
        return Packing(self.notes.toPlainText(), self.weights.isChecked(), self.data.isChecked())

    def _allow(self, box: QCheckBox, possible: bool, reason: str) -> None:
        box.setEnabled(possible)
        box.setToolTip("" if possible else reason)
        self.column.addWidget(box)


def _origin(info: Any) -> str:
    size = info.size / (1 << 20)
    packed = f"Packed {info.created[:10]} by GAN Studio {info.studio}" if info.created else "Packed"
    amount = f"{size:.1f} MB" if size >= 0.1 else f"{max(1, info.size >> 10)} kB"
    return f"{packed}, {amount}. Nothing in it is executed."
