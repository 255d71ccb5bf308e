"""The left pane: which folder, how it is read, and what lies in it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.data.inspection.report import FolderReport
from ganstudio.data.layouts.filing import Role
from ganstudio.engine.intake.examination import Examination, Outcome
from ganstudio.engine.intake.readings import WAYS, Reading, guessed, why_not
from ganstudio.ui.intake.blocks import Field, PaneHead, Table
from ganstudio.ui.intake.words import (
    class_rows,
    classes_title,
    parts_table,
    sizes_rows,
)
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.class_bars import ClassBars
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.scrolled import scrolled
from ganstudio.ui.widgets.segmented import Segmented

SIZES = (16, 32, 64, 128, 256, 512)
FITS = (("crop", "Crop"), ("pad", "Pad"), ("stretch", "Stretch"))
_ROLES: dict[Role, str] = {
    "a": "Folder of A",
    "b": "Folder of B",
    "picture": "Pictures",
    "labels": "Label maps",
    "instances": "Instance maps",
}


class FolderPane(Pane):
    """What the user may change emits; the workspace answers by showing anew."""

    choose_asked = Signal()
    again_asked = Signal()
    thorough_asked = Signal()
    reading_chosen = Signal(object)  # Reading
    changed = Signal(object)  # settings by name

    def __init__(self) -> None:
        super().__init__("panel", "right")
        self._examination: Examination | None = None
        self.name = ElidedLabel("", "object", "text")
        self.path = ElidedLabel("", "control", "text3")
        self.choose = IconButton("folder", "Choose another folder", size=28)
        self.again = IconButton("reset", "Check again", size=28)
        self.way = Combo()
        self.way.setAccessibleName("Read as")
        self.roles: dict[Role, Combo] = {role: Combo() for role in _ROLES}
        self._role_rows = {role: Field(_ROLES[role], self.roles[role]) for role in _ROLES}
        self.image_size = Combo()
        self.fit = Segmented(FITS, small=True)
        self.parts = Table(has_head=True)
        self.sizes = Table(has_head=False)
        self._sizes_head = Label("Sizes", "head", "text3")
        self.classes = ClassBars()
        self._classes_head = Label("", "head", "text3")
        self._opened = Label("", "control", "text3", wrap=True)
        self.thorough = SecondaryButton("Decode every file", size="small")
        self.thorough.set_tooltip("Also finds flaws inside files, however long it takes")
        self._lay_out()
        self._connect()

    def show_examination(self, found: Examination, outcome: Outcome) -> None:
        """Everything but the settings, which follow from `show_settings`."""
        self._examination = found
        report = found.report
        folder, _, name = report.folder.rstrip("/\\").replace("\\", "/").rpartition("/")
        self.name.setText(name or report.folder)
        self.path.setText(folder)
        self._show_ways(found)
        self.parts.show_rows(parts_table(report))
        self.sizes.show_rows(sizes_rows(report))
        self._sizes_head.setVisible(bool(report.sizes))
        self._show_opened(found)
        self.show_classes(report, outcome)

    def show_classes(self, report: FolderReport, outcome: Outcome) -> None:
        """The histogram in the colours that the maps are painted in."""
        regions = outcome.spec.regions if outcome.spec is not None else ()
        self._classes_head.setText(classes_title(report))
        self._classes_head.setVisible(bool(report.classes))
        self.classes.set_rows(class_rows(report.classes, regions))

    def show_settings(self, entry: Mapping[str, object], proposed: int) -> None:
        """Args: entry: of the preset. proposed: the largest size that the pictures fill."""
        sizes = sorted({*SIZES, proposed, _number(entry.get("size"), proposed)})
        self.image_size.set_items([(one, _size_words(one, proposed), "") for one in sizes])
        self.image_size.set_value(_number(entry.get("size"), proposed))
        self.fit.set_value(entry.get("fit", "crop"))
        for control in (self.image_size, self.fit):
            control.setEnabled(True)

    def refuse_settings(self) -> None:
        """There is nothing that could be set."""
        self.image_size.set_items([])
        for control in (self.image_size, self.fit):
            control.setEnabled(False)

    def _show_ways(self, found: Examination) -> None:
        recognised = found.report.title if found.reading.way == "recognised" else ""
        items = []
        for way in WAYS:
            title = recognised or way.title if way.way == "recognised" else way.title
            items.append((way.way, title, why_not(way, found.folders)))
        self.way.set_items(items)
        self.way.set_value(found.reading.way)
        self.way.setToolTip(found.report.title)
        how = found.reading.how
        for role, control in self.roles.items():
            is_asked = role in (*how.asks, *how.optional)
            self._role_rows[role].setVisible(is_asked)
            if is_asked:
                none = [("", "None", "")] if role in how.optional else []
                control.set_items([*none, *((one, one, "") for one in found.folders)])
                control.set_value(found.reading.folders.get(role, ""))

    def _show_opened(self, found: Examination) -> None:
        opened, total = found.report.files_opened
        how = "decoded" if found.is_thorough else "opened"
        share = f"{opened:,} of {total:,} files" if opened < total else f"All {total:,} files"
        self._opened.setText(f"{share} {how}")
        self._opened.setVisible(total > 0)
        self.thorough.setVisible(total > 0 and not found.is_thorough)

    def _lay_out(self) -> None:
        head = PaneHead("Folder", right=10)
        head.row.addWidget(self.choose)
        head.row.addWidget(self.again)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 0, 16, 16)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.path)
        self._block(column, "Read as", self.way, *self._role_rows.values())
        self._block(column, "Shown to the networks", Field("Image size", self.image_size),
                    Field("Fit to a square", self.fit))  # fmt: skip
        self._block(column, "Files", self.parts, self._opened)
        column.addWidget(self.thorough, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(10)
        column.addWidget(self._sizes_head)
        column.addWidget(self.sizes)
        column.addSpacing(10)
        column.addWidget(self._classes_head)
        column.addWidget(self.classes)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(scrolled(content), 1)

    def _block(self, column: QVBoxLayout, title: str, *widgets: QWidget) -> None:
        column.addSpacing(10)
        column.addWidget(Label(title, "head", "text3"))
        for widget in widgets:
            column.addWidget(widget)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.choose_asked)
        self.again.clicked.connect(self.again_asked)
        self.thorough.clicked.connect(self.thorough_asked)
        self.way.changed.connect(self._on_way)
        self.image_size.changed.connect(self._on_setting)
        self.fit.changed.connect(self._on_setting)
        for control in self.roles.values():
            control.changed.connect(self._on_role)

    def _on_way(self, way: object) -> None:
        found = self._examination
        if found is not None and way != found.reading.way:
            chosen = next(one for one in WAYS if one.way == way)
            self.reading_chosen.emit(guessed(chosen, found.folders))

    def _on_role(self, _folder: object) -> None:
        found = self._examination
        if found is None:
            return
        how = found.reading.how
        chosen: dict[Role, str] = {}
        for role in (*how.asks, *how.optional):
            control = self.roles[role]
            chosen[role] = str(control.value or "")
        self.reading_chosen.emit(Reading(how.way, chosen))

    def _on_setting(self, _value: object) -> None:
        self.changed.emit({"size": self.image_size.value, "fit": self.fit.value})


def _size_words(size: int, proposed: int) -> str:
    if size == proposed:
        return f"{size} px, what they fill"
    return f"{size} px, enlarged" if size > proposed else f"{size} px"


def _number(value: object, other: int) -> int:
    return value if isinstance(value, int) else other
