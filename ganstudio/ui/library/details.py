"""The right pane of Presets: one preset from its picture to what it would cost, and what to do."""

import html
import importlib
import re
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.engine.timings import about
from ganstudio.ui.context import StudioContext
from ganstudio.ui.library.blocks import CardPicture, FactRows
from ganstudio.ui.library.entries import Entry
from ganstudio.ui.library.pictures import CardPictures
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.tasks import Report
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.scrolled import scrolled


class Details(Pane):
    """What a click on a card shows. Each signal carries the Entry."""

    start_asked = Signal(object)
    design_asked = Signal(object)
    duplicate_asked = Signal(object)
    edit_asked = Signal(object)
    export_asked = Signal(object)
    delete_asked = Signal(object)
    measure_asked = Signal(object)

    def __init__(self, context: StudioContext, pictures: CardPictures) -> None:
        super().__init__("panel", "left")
        self._context = context
        self.entry: Entry | None = None
        self._facts: dict[Path, Any] = {}
        self._picture = CardPicture(pictures)
        self.heading = Label("", "object", "text", wrap=True)
        self.paper = Label("", "control", "text3", wrap=True)
        self.shows = Label("", "body", "text2", wrap=True)
        self._shows_head = Label("What it shows", "head", "text3")
        self._rows_head = Label("Differs from the defaults", "head", "text3")
        self.rows = FactRows()
        self._notes_head = Label("Notes", "head", "text3")
        self.notes = Label("", "control", "text2", wrap=True)
        self._machine_head = Label("On this machine", "head", "text3")
        self.machine = Label("", "control", "text2", wrap=True)
        self._measure = SecondaryButton("Measure it", "", "small")
        self.problem = Note("error", "")
        self.warning = Note("warn", "")
        self._equation: Any = None
        self._equation_place = QVBoxLayout()
        self.start = PrimaryButton("Start", "play", "large")
        self.design = SecondaryButton("Open in Design", "", "large")
        self.dots = IconButton("dots", "More to do", size=32)
        self._lay_out()
        self._connect()

    def show_entry(self, entry: Entry) -> None:
        """Show a preset; what needs the engine follows when it has been read."""
        self.entry = entry
        card = entry.card
        self._picture.show_entry(entry)
        self.heading.setText(card.title)
        self.paper.setText(_linked(card.paper))
        self.paper.setOpenExternalLinks(True)
        self.shows.setText(card.shows)
        self._show_machine(entry)
        self.problem.setVisible(bool(card.problem))
        self.problem.set_text(f"{card.path.name} {card.problem}. Mend the file, or delete it.")
        self.start.set_refusal("The file cannot be read" if card.problem else "")
        self.design.set_refusal("The file cannot be read" if card.problem else "")
        self._show_facts(self._facts.get(card.path))
        self.read()

    def read(self) -> None:
        """Ask the engine about the preset that is shown, once it is there."""
        entry = self.entry
        if entry is None or entry.card.problem or not self._context.is_engine_ready:
            return
        if entry.card.path in self._facts:
            return
        work = partial(_read_facts, entry.card.path)
        self._context.tasks.run_task(f"Read {entry.card.title}", work, self._on_facts)

    def forget(self) -> None:
        """Files have changed: read them anew."""
        self._facts.clear()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(self._picture)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 16, 16, 0)
        inner.setSpacing(6)
        inner.addWidget(self.heading)
        inner.addWidget(self.paper)
        inner.addWidget(self.problem)
        inner.addSpacing(6)
        inner.addLayout(self._equation_place)
        for head, body in (
            (self._shows_head, self.shows),
            (self._rows_head, self.rows),
            (self._notes_head, self.notes),
            (self._machine_head, self.machine),
        ):
            inner.addSpacing(8)
            inner.addWidget(head)
            inner.addWidget(body)
        inner.addWidget(self._measure, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.warning)
        column.addLayout(inner)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolled(content), 1)
        outer.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(8)
        row.addWidget(self.start, 1)
        row.addWidget(self.design, 1)
        row.addWidget(self.dots)
        for button in (self.start, self.design):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.MinimumExpanding)
            button.setSizePolicy(policy)
        return row

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.design.clicked.connect(self._on_design)
        self.dots.clicked.connect(self._on_dots)
        self._measure.clicked.connect(self._on_measure)
        self._context.engine_ready.connect(self.read)
        theme().changed.connect(self._on_theme)

    def _show_machine(self, entry: Entry) -> None:
        timing, seconds = entry.timing, entry.seconds
        said = []
        if timing is not None:
            said = [f"<b>about {about(timing.run_seconds(entry.steps))}</b>",
                    f"{1 / timing.step_seconds:,.0f} steps/s measured"]  # fmt: skip
            said += [f"{timing.memory / (1 << 30):.1f} GB"] if timing.memory else []
        elif seconds is not None:
            source = "as its author says" if entry.is_claimed else "on two cores of a server"
            said = [f"<b>about {about(seconds)}</b>", f"{source}, not measured here"]
        elif not entry.card.problem:
            said = ["Not measured yet; a run of it is measured by itself."]
        if entry.trained is not None:
            said.append(f"trained in {entry.trained.name}")
        if entry.missing_data:
            said = [f"Its data are not here: {entry.missing_data}. Choose others in Design."]
        first, *more = said or [""]
        self.machine.setText("&nbsp; ".join([first, ", ".join(more)] if more else [first]))
        self._measure.setVisible(timing is None and entry.works_here)
        self._measure.set_refusal("" if self._context.is_engine_ready else "torch is being loaded")

    def _show_facts(self, facts: Any) -> None:
        rows = tuple(facts.rows) if facts is not None else self._raw_rows()
        self._rows_head.setVisible(bool(rows))
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self._shows_head.setVisible(bool(self.shows.text()))
        self.shows.setVisible(bool(self.shows.text()))
        notes = facts.notes if facts is not None else ""
        self._notes_head.setVisible(bool(notes))
        self.notes.setVisible(bool(notes))
        self.notes.setText(notes)
        warnings = facts.warnings if facts is not None else ()
        self.warning.setVisible(bool(warnings))
        self.warning.set_text(" ".join(warnings))
        if facts is not None and facts.problem:
            self.problem.set_text(facts.problem)
            self.problem.show()
            self.start.set_refusal(facts.problem)
        if self._equation is not None:
            self._equation.setVisible(facts is not None and facts.equation is not None)
        if facts is not None and facts.equation is not None:
            self._equation_box().show_equation(facts.equation)

    def _raw_rows(self) -> tuple[tuple[str, str], ...]:
        """What can be said before the engine is there: the file's own words."""
        document = (self.entry.card.document if self.entry is not None else None) or {}
        system = document.get("system")
        values = {"data": document.get("data"), **(system if isinstance(system, dict) else {})}
        rows = [
            (key.replace("_", " ").capitalize(), str(value["kind"]).replace("_", " "))
            for key, value in values.items()
            if isinstance(value, dict) and "kind" in value
        ]
        if self.entry is not None and not self.entry.card.problem:
            rows.append(("Steps", f"{self.entry.steps:,}"))
        return tuple(rows)

    def _equation_box(self) -> Any:
        if self._equation is None:
            module = importlib.import_module("ganstudio.ui.library.equation_box")
            self._equation = module.EquationBox()
            self._equation_place.addWidget(self._equation)
        return self._equation

    def _on_facts(self, facts: Any) -> None:
        self._facts[facts.path] = facts
        if self.entry is not None and self.entry.card.path == facts.path:
            self._show_facts(facts)
            self._show_machine(self.entry)

    def _on_theme(self) -> None:
        """Links keep the colour they were set with; set them anew."""
        if self.entry is not None:
            self.paper.clear()
            self.paper.setText(_linked(self.entry.card.paper))

    def _on_start(self) -> None:
        self.start_asked.emit(self.entry)

    def _on_design(self) -> None:
        self.design_asked.emit(self.entry)

    def _on_measure(self) -> None:
        self.measure_asked.emit(self.entry)

    def _on_dots(self) -> None:
        if self.entry is not None:
            menu = self.menu(self.entry)
            above = QPoint(self.dots.width() - menu.sizeHint().width(), -menu.sizeHint().height())
            menu.popup(self.dots.mapToGlobal(above))

    def menu(self, entry: Entry) -> QMenu:
        """What else can be done with a preset; also the context menu of its card."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        readable, own = not entry.card.problem, entry.card.is_own
        for text, signal, possible in (
            ("Duplicate", self.duplicate_asked, readable),
            ("Edit details…", self.edit_asked, readable and own),
            ("Export bundle…", self.export_asked, readable),
            ("Delete", self.delete_asked, own),
        ):
            action = menu.addAction(text)
            action.setEnabled(possible)
            action.triggered.connect(partial(signal.emit, entry))
            if not possible:
                reason = "The file cannot be read" if not readable else "Shipped presets stay"
                action.setToolTip(f"{reason}: duplicate it first" if readable else reason)
        menu.setToolTipsVisible(True)
        return menu

    def sizeHint(self) -> QSize:
        return QSize(theme().px(336), theme().px(600))


def _linked(paper: str) -> str:
    """The reference with its archive number as a link."""
    escaped = html.escape(paper)
    address = r'<a href="https://arxiv.org/abs/\1" style="text-decoration:none">arXiv:\1</a>'
    return re.sub(r"arXiv:([\w.\-/]+)", address, escaped)


def _read_facts(path: Path, report: Report) -> Any:
    report(None, "reading")
    return importlib.import_module("ganstudio.ui.library.reading").read_facts(path)
