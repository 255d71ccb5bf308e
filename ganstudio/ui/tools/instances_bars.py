"""What stands over and under the picture of objects: views, the chosen one, its history."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.instances import Look
from ganstudio.ui.theme import theme
from ganstudio.ui.tools.instances_tiles import StyleTiles
from ganstudio.ui.widgets.badge import KeyCap
from ganstudio.ui.widgets.buttons import IconButton, QuietButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.segmented import Segmented

VIEWS = (("labels", "Labels"), ("instances", "Instances"), ("result", "Result"), ("wipe", "Wipe"))
_KEPT = 8  # looks of an object that are shown
_KEYS = (("Tab", "next"), ("Ctrl", "several"), ("Esc", "none"))


class TopBar(QWidget):
    """How to choose objects, and what is seen."""

    view_chosen = Signal(object)
    next_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.next = QuietButton("Another picture", "image", size="small")
        self.views = Segmented(VIEWS, small=True)
        self.views.setAccessibleName("View")
        self.views.set_value("result")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        row.addWidget(Label("Select objects", "title", "text"))
        row.addSpacing(4)
        for key, words in _KEYS:
            row.addWidget(KeyCap(key))
            row.addWidget(Label(words, "control", "text2"))
        row.addStretch(1)
        row.addWidget(self.next)
        row.addWidget(self.views)
        self.views.changed.connect(self.view_chosen)
        self.next.clicked.connect(self.next_asked)


class ObjectBar(QWidget):
    """The chosen object and what is done with it; without one, the class that is drawn."""

    copy_asked = Signal()
    duplicate_asked = Signal()
    delete_asked = Signal()
    class_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", "title", "text")
        self.extent = Label("", "control", "text2")
        self.copy = IconButton("picker", "Copy the look from another object")
        self.duplicate = IconButton("copy", "Duplicate  Ctrl+D")
        self.delete = IconButton("trash", "Delete and fill behind  Del")
        self.classes = Combo(small=True)
        self.classes.setAccessibleName("Class")
        self._what = Label("", "control", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.name)
        row.addWidget(self.extent)
        for button in (self.copy, self.duplicate, self.delete):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._what)
        row.addWidget(self.classes)
        self.copy.clicked.connect(self.copy_asked)
        self.duplicate.clicked.connect(self.duplicate_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.classes.changed.connect(self.class_chosen)

    def list_classes(self, names: Sequence[str]) -> None:
        self.classes.set_items([(at, name, "") for at, name in enumerate(names)])

    def show_object(self, name: str, pixels: int) -> None:
        """Show one; an empty name for none."""
        self.name.setText(name or "Nothing is chosen")
        self.extent.setText(f"{pixels:,} px, drag it or press arrows to move it" if name else "")
        for button in (self.copy, self.duplicate, self.delete):
            button.setVisible(bool(name))

    def show_class(self, region: int, *, draws: bool) -> None:
        """Of the chosen object, or what is drawn next."""
        self._what.setText("Draw with" if draws else "Class")
        self.classes.set_value(region)


class HistoryBar(QWidget):
    """What an object looked like before, the present look last."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label("", "control", "text2", wrap=True)
        self.tiles = StyleTiles("Looks of this object", columns=0)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.setContentsMargins(0, 0, 0, 0)
        left.addStretch(1)
        left.addWidget(Label("This object", "title", "text"))
        left.addWidget(self.words)
        left.addStretch(1)
        self._words = QWidget()
        self._words.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 8)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self.tiles, 1)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self._words.setFixedWidth(theme().px(132))

    def show_history(self, titles: Sequence[str]) -> None:
        """Args: titles: of its looks, the present one last; none where nothing is chosen."""
        shown = list(titles)[-_KEPT:]
        edits = max(len(titles) - 1, 0)
        if shown and edits:
            shown[-1] = f"{shown[-1]}, now"
        self.tiles.set_count(len(shown), shown)
        self.tiles.mark(len(shown) - 1)
        several = f"{edits} edits, each can be undone" if edits > 1 else "1 edit, can be undone"
        nothing = "Not edited yet" if titles else "Choose an object to see what it was"
        self.words.setText(several if edits else nothing)

    def shown(self, history: tuple[Look, ...]) -> tuple[Look, ...]:
        """The looks that have a place in the bar."""
        return history[-_KEPT:]
