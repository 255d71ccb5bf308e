"""The generated form of a preset: every row follows from a field, every edit is a new preset."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ganstudio.core.errors import PresetError
from ganstudio.engine.preset import Preset
from ganstudio.parts.compatibility import Finding, Fix
from ganstudio.ui.forms import edits
from ganstudio.ui.forms.blocks import GroupLine, KindLine, PartsLine
from ganstudio.ui.forms.history import History
from ganstudio.ui.forms.lines import Hub, Line, ValueLine
from ganstudio.ui.forms.row import Kind, Parts, Row
from ganstudio.ui.forms.schema import outline
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.section import Section

HIDDEN = ("seed", "version")
OPEN = ("data", "system.objective", "system.critic", "system.penalties", "system.constraints")
STILL = 150  # milliseconds until the choices are checked against the compatibility table


class Form(QWidget):
    """Edits a preset. `changed` carries every new one, `pointed` the path under the pointer.

    An edit that the preset refuses stays in its field with a sentence; the preset stays as it was.
    """

    changed = Signal(object)
    pointed = Signal(object)
    counted = Signal(object)  # how many settings differ from the opened preset

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset = Preset()
        self._reference = self._preset
        self._sections: dict[str, FormSection] = {}
        self._kept: set[str] = set()
        self._words = ""
        self.hub = Hub(self)
        self.history = History(self)
        self.history.moved.connect(self._move)
        self._nothing = Label("No setting has these words.", "control", "text3")
        self._nothing.hide()
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(self._content)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.area)
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self.refresh_choices)
        self._connect()
        follow_theme(self.restyle)

    def restyle(self) -> None:
        self._column.setContentsMargins(theme().px(12), 0, theme().px(4), theme().px(16))
        self._column.setSpacing(theme().px(4))

    def open_preset(self, preset: Preset, reference: Preset | None = None) -> None:
        """Edit another preset; changes count against `reference`, or against `preset` itself."""
        self._reference = reference or preset
        self._kept.clear()
        self.history.clear()
        self._show(preset)

    def set_preset(self, preset: Preset, title: str = "Preset") -> None:
        """Take over an edit made elsewhere; it can be undone here."""
        if preset != self._preset:
            self.history.record(self._preset, preset, title)
            self._show(preset)
            self.changed.emit(preset)

    def set_reference(self, reference: Preset) -> None:
        """Count changes against another preset; what was edited can still be undone."""
        self._reference = reference
        self._show(self._preset)

    @property
    def preset(self) -> Preset:
        return self._preset

    @property
    def reference(self) -> Preset:
        return self._reference

    def count(self) -> int:
        return sum(section.row.changed() for section in self._sections.values())

    def sections(self) -> tuple["FormSection", ...]:
        return tuple(self._sections.values())

    def line(self, path: str) -> Line:
        """The line of the row at `path`. Raises KeyError."""
        found = {line.row.path: line for s in self._sections.values() for line in s.lines()}
        return found[path]

    def reveal(self, path: str) -> None:
        """Open the section of the row at `path` and scroll to it."""
        for section in self._sections.values():
            for line in section.lines():
                if line.row.path == path:
                    section.set_folded(False)
                    self.area.ensureWidgetVisible(line)

    def search(self, words: str) -> None:
        """Show only settings whose title, path or help has `words`."""
        self._words = words.strip().lower()
        hits = [section.match(self._words) for section in self._sections.values()]
        self._nothing.setVisible(not any(hits))

    def refresh_choices(self) -> None:
        """Grey what the compatibility table refuses beside the rest of the preset."""
        self._still.stop()
        for section in self._sections.values():
            for line in section.lines():
                if isinstance(line.row.editor, Kind | Parts) and line.row.path != "data":
                    line.set_refused(edits.refused(self._preset, line.row))

    def _connect(self) -> None:
        hub = self.hub
        hub.edited.connect(self._edit)
        hub.kind_chosen.connect(self._choose_kind)
        hub.part_added.connect(self._add_part)
        hub.part_removed.connect(self._remove_part)
        hub.reset.connect(self._reset)
        hub.fixed.connect(self._fix)
        hub.kept.connect(self._keep)
        hub.pointed.connect(self.pointed)

    def _edit(self, row: Row, value: Any, press: object) -> None:
        try:
            edited = self._preset.edited(row.path, value)
        except PresetError as error:
            self._refuse(row, str(error))
            return
        self._take(edited, row.title, press)

    def _choose_kind(self, row: Row, value: Any) -> None:
        try:
            edited = edits.with_kind(self._preset, row, value)
        except PresetError as error:
            self._refuse(row, str(error))
            return
        self._take(edited, row.title)

    def _add_part(self, row: Row, kind: Any) -> None:
        self._take(edits.with_part(self._preset, row, kind), row.title)

    def _remove_part(self, row: Row) -> None:
        self._take(edits.without_part(self._preset, row.path), row.title)

    def _reset(self, row: Row) -> None:
        self._take(self._preset.edited(row.path, row.reset), row.title)

    def _fix(self, fix: Fix) -> None:
        self._take(self._preset.edited(fix.path, fix.value), fix.label)

    def _keep(self, finding: Finding) -> None:
        self._kept.add(finding.message)
        self._show_findings()

    def _refuse(self, row: Row, sentence: str) -> None:
        line = self.line(row.path)
        said = sentence.split("\n", 1)[0].removeprefix(f"{row.path}: ")
        if isinstance(line, ValueLine):
            line.refuse(said[:1].upper() + said[1:])
        else:
            line.show_row(line.row)

    def _take(self, preset: Preset, title: str, press: object = None) -> None:
        if preset == self._preset:
            self._show(preset)
            return
        self.history.record(self._preset, preset, title, press)
        self._show(preset)
        self.changed.emit(preset)

    def _move(self, preset: Preset) -> None:
        self._show(preset)
        self.changed.emit(preset)

    def _show(self, preset: Preset) -> None:
        self._preset = preset
        rows = outline(preset, self._reference, HIDDEN)
        self._fit({row.path: row for row in rows})
        self._show_findings()
        if self._words:
            self.search(self._words)
        self.counted.emit(self.count())
        self._still.start()

    def _fit(self, rows: dict[str, Row]) -> None:
        """Update the sections that stay, build new ones, remove the others."""
        for path in [path for path in self._sections if path not in rows]:
            self._sections.pop(path).deleteLater()
        for place, (path, row) in enumerate(rows.items()):
            if path not in self._sections or not self._sections[path].takes(row):
                if path in self._sections:
                    self._sections.pop(path).deleteLater()
                self._sections[path] = FormSection(self.hub, row, folded=path not in OPEN)
            self._sections[path].show_row(row)
            if self._column.indexOf(self._sections[path]) != place:
                self._column.insertWidget(place, self._sections[path])
        self._sections = {path: self._sections[path] for path in rows}

    def _show_findings(self) -> None:
        told = [
            finding
            for finding in edits.findings(self._preset)
            if finding.severity == "error"
            or (finding.severity == "warning" and finding.message not in self._kept)
        ]
        lines = [line for section in self._sections.values() for line in section.lines()]
        placed = _placed(told, lines)
        for section in self._sections.values():
            for line in section.lines():
                found = placed.get(id(line), [])
                line.set_findings(found)
                if found and section.folded:
                    section.set_folded(False)


class FormSection(Section):
    """A folding part of the form, which says its value in words while folded."""

    def __init__(self, hub: Hub, row: Row, *, folded: bool) -> None:
        super().__init__(row.title, folded=folded)
        self.row = row
        self._was_folded: bool | None = None
        self._line = _body(hub, row)
        self.add_widget(self._line)
        self.body_layout.setContentsMargins(theme().px(4), 0, 0, theme().px(8))

    def takes(self, row: Row) -> bool:
        """Whether `row` is a newer version of what is shown here."""
        return type(row.editor) is type(self.row.editor)

    def show_row(self, row: Row) -> None:
        self.row = row
        self._line.show_row(row)
        self.set_summary(row.summary[:1].upper() + row.summary[1:])

    def lines(self) -> Iterable[Line]:
        return self._line.lines()

    def match(self, words: str) -> bool:
        """Open and filtered while `words` are looked for, folded again afterwards."""
        found = self._line.match(words) or words in self.row.title.lower()
        if words and self._was_folded is None:
            self._was_folded = self.folded
        if words:
            self.set_folded(not found)
        elif self._was_folded is not None:
            self.set_folded(self._was_folded)
            self._was_folded = None
        if found and words and words in self.row.title.lower():
            self._line.match("")
        self.setVisible(found)
        return found


def _body(hub: Hub, row: Row) -> Line:
    match row.editor:
        case Kind():
            return KindLine(hub, row, title="Kind")
        case Parts():
            return PartsLine(hub, row)
    return GroupLine(hub, row, titled=False)


def _placed(findings: Iterable[Finding], lines: list[Line]) -> dict[int, list[Finding]]:
    """Each finding at the line of its path, or of the nearest path above it."""
    known = {line.row.path: line for line in lines}
    placed: dict[int, list[Finding]] = {}
    for finding in findings:
        path = finding.path
        while path and path not in known:
            path = path.rpartition(".")[0]
        if path:
            placed.setdefault(id(known[path]), []).append(finding)
    return placed
