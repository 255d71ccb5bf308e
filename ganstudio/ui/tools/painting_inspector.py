"""The right pane of the painting tool: classes, how labels are shown, and where to begin anew."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.editing.inspector import PaneHead
from ganstudio.ui.tools.canvas_painting import Colours
from ganstudio.ui.tools.palette import ClassPalette
from ganstudio.ui.widgets.buttons import IconButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.fields import SearchField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.slider import SliderField
from ganstudio.ui.widgets.toggle import Toggle

_SEARCHED = 12  # classes from which on a search is shown by itself
FREE_WORDS = "No class is locked. Strokes pass behind locked ones."


class PaintingInspector(QWidget):
    """It keeps no state but what is searched."""

    opacity_changed = Signal(object)  # 0 to 1
    outlines_changed = Signal(object)
    sample_asked = Signal()
    file_asked = Signal()
    blank_asked = Signal()
    photo_asked = Signal()
    lock_asked = Signal(object)  # id

    def __init__(self) -> None:
        super().__init__()
        self.head = PaneHead("Classes")
        self._find = IconButton("search", "Search classes", checkable=True)
        self._find.clicked.connect(self._toggle_search)
        self.head.add_button(self._find)
        self.search = SearchField("Search classes")
        self.palette_list = ClassPalette()
        self.search.changed.connect(self._on_search)
        self.lock_note = Note("info", FREE_WORDS)
        self.opacity = SliderField(0, 100, integer=True, unit="%")
        self.opacity.set_name("Label opacity")
        self.opacity.setToolTip("Of the labels in Blend")
        self.opacity.set_value(60)
        self.outlines = Toggle()
        self.outlines.setAccessibleName("Show outlines")
        self.sample = SecondaryButton("Start from a sample map", "file")
        self.file = QuietButton("From a label file…", "folder")
        self.photo = QuietButton("From a photo…", "image")
        self.style_words = Label("", "tick", "text3", wrap=True)
        self.blank = QuietButton("Blank canvas", "plus")
        self._lay_out()
        self._connect()

    def set_classes(self, names: Sequence[str], colours: Colours) -> None:
        self.palette_list.set_classes(names, colours)
        self.search.clear()
        self._show_search(len(names) > _SEARCHED)
        self.show_locks(frozenset())

    def show_locks(self, locked: frozenset[int]) -> None:
        self.palette_list.set_locked(locked)
        names = [self.palette_list.name_of(one) for one in sorted(locked)]
        if not names:
            self.lock_note.set_text(FREE_WORDS)
            return
        several = len(names) > 1
        shown = f"{', '.join(names[:-1])} and {names[-1]}" if several else names[0]
        verb, them = ("are", "them") if several else ("is", "it")
        self.lock_note.set_text(f"{shown.capitalize()} {verb} locked. Strokes pass behind {them}.")

    def show_style_words(self, words: str) -> None:
        """What a style of this model reaches."""
        self.style_words.setText(words)

    def _lay_out(self) -> None:
        upper = QVBoxLayout()
        upper.setContentsMargins(8, 8, 8, 8)
        upper.setSpacing(8)
        upper.addWidget(self.search)
        upper.addWidget(self.palette_list, 1)
        lower = QVBoxLayout()
        lower.setContentsMargins(16, 12, 16, 16)
        lower.setSpacing(10)
        lower.addWidget(self.lock_note)
        lower.addLayout(_row("Label opacity", self.opacity, 1))
        lower.addLayout(_row("Show outlines", self.outlines, 0))
        lower.addWidget(self.style_words)
        lower.addSpacing(4)
        for button in (self.sample, self.photo, self.file, self.blank):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            lower.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Divider())
        column.addLayout(upper, 1)
        column.addWidget(Divider())
        column.addLayout(lower)

    def _connect(self) -> None:
        self.palette_list.lock_asked.connect(self.lock_asked)
        self.opacity.changed.connect(self._on_opacity)
        self.outlines.changed.connect(self.outlines_changed)
        self.sample.clicked.connect(self.sample_asked)
        self.photo.clicked.connect(self.photo_asked)
        self.file.clicked.connect(self.file_asked)
        self.blank.clicked.connect(self.blank_asked)

    def _toggle_search(self) -> None:
        self._show_search(self._find.isChecked())
        if self._find.isChecked():
            self.search.setFocus()

    def _show_search(self, shown: bool) -> None:
        self._find.setChecked(shown)
        self.search.setVisible(shown)
        if not shown:
            self.search.clear()

    def _on_search(self, words: object) -> None:
        self.palette_list.set_filter(str(words))

    def _on_opacity(self, percent: object) -> None:
        if isinstance(percent, int | float):
            self.opacity_changed.emit(percent / 100)


def _row(words: str, control: QWidget, stretch: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Label(words, "control", "text2"), 1 - stretch)
    row.addWidget(control, stretch)
    return row
