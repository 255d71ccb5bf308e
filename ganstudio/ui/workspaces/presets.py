"""The Presets workspace: choose a preset, look at it, start it, share it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.engine.cards import all_cards
from ganstudio.engine.run import RunFolder
from ganstudio.engine.timings import Timing, read_timings
from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.library.card_model import CardModel
from ganstudio.ui.library.details import Details
from ganstudio.ui.library.entries import (
    ORDERS,
    Choice,
    Entry,
    chosen_entries,
    family_counts,
    machine_facts,
    make_entries,
    nearest_title,
)
from ganstudio.ui.library.families import ChoicePane
from ganstudio.ui.library.gallery import Gallery
from ganstudio.ui.library.pictures import CardPictures
from ganstudio.ui.library.preset_desk import PresetDesk
from ganstudio.ui.library.sides import Pane, Sides
from ganstudio.ui.tasks import Report
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.row_list import ListRow
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.workspaces.base import Workspace

WIDTHS = (208, 336)
FIRST_LOOK = 80  # ms: after the first frame, which a thread would only slow down
_FILTERED = "No preset passes the filters"


class PresetsWorkspace(Workspace):
    """Cards show before torch is there; what needs it follows."""

    key = "presets"
    title = "Presets"
    help = (
        "A preset is a whole experiment in one file: data, system and schedule, after a paper.",
        "Enter opens the chosen one in Train, ready to start; Start starts it at once.",
        "Drop a .ganpreset file here to see what it holds before it is imported.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self.desk = PresetDesk(context, self)
        self.choices = ChoicePane()
        self.pictures = CardPictures(self)
        self.cards = CardModel(self)
        self.gallery = Gallery(self.cards, self.pictures)
        self.details = Details(context, self.pictures)
        self._entries: list[Entry] = []
        self._timings: dict[str, Timing] = read_timings()
        self._trained: dict[str, RunFolder] = {}
        self._choice = Choice()
        self._near: Entry | None = None
        self._is_stale = False
        self.heading = Label("All presets", "page", "text")
        self.count = Label("", "body", "text3")
        self.order = Combo([(key, label, "") for key, label, _ in ORDERS])
        self.order.setAccessibleName("Order")
        self.layout_choice = Segmented(
            [("grid", "Grid"), ("list", "List")], icons={"grid": "grid", "list": "filter"}
        )
        self.inspect_button = IconButton("info", "Show the details", checkable=True)
        self.suggestion = _empty(f"{_FILTERED}", "Show it", "Clear the search")
        self.nothing = _empty(f"{_FILTERED}", "Show all presets", "")
        self._stack = QStackedWidget()
        for page in (self.gallery, self.suggestion, self.nothing):
            self._stack.addWidget(page)
        self.sides = Sides(self.choices, self._centre(), self.details, WIDTHS)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sides)
        self._connect()
        self._take_up()
        self._first_look = QTimer(self)
        self._first_look.setSingleShot(True)
        self._first_look.timeout.connect(self._look_through_runs)
        self._first_look.start(FIRST_LOOK)
        self.gallery.select(None)

    def actions_offered(self) -> tuple[Action, ...]:
        chosen = self._chosen_or_reason
        return (
            Action("presets.import", "Import a preset…", self.desk.ask_import, menu="File",
                   section="preset", kind="Open", icon="folder", where="Presets"),
            Action("presets.export", "Export a bundle…", partial(self._on_chosen, "export"),
                   menu="File", section="preset", enabled=chosen, icon="export", where="Presets"),
            Action("presets.duplicate", "Duplicate the preset",
                   partial(self._on_chosen, "duplicate"), menu="Edit", section="preset",
                   shortcut="Ctrl+D", enabled=chosen, icon="copy", where="Presets"),
            Action("presets.find", "Find a preset", self.choices.search.setFocus, menu="Edit",
                   section="find", shortcut="Ctrl+F", kind="View", icon="search",
                   where="Presets"),
        )  # fmt: skip

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.sides.set_compact(compact)
        self.inspect_button.setVisible(compact)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.choices.search, self.gallery, self.details.start)

    def shown(self) -> None:
        if self._is_stale:
            self.reload()
        self.gallery.setFocus()

    def reload(self) -> None:
        """Read the cards anew; what runs know of them follows from a thread."""
        self._is_stale = False
        self.details.forget()
        self._take_up()
        self._look_through_runs()

    def _look_through_runs(self) -> None:
        work = partial(_facts, self.context.runs_folder())
        self.context.tasks.run_task("Look through the runs", work, self._on_facts)

    def show_preset(self, path: Path) -> None:
        """Choose a preset's card, clearing the filters if they hide it."""
        if not self.gallery.select(path):
            self.choices.clear()
            self.gallery.select(path)

    def _centre(self) -> QWidget:
        pane = Pane("window")
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 12)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.order)
        head.addWidget(self.layout_choice)
        head.addWidget(self.inspect_button)
        self.inspect_button.hide()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        return pane

    def _connect(self) -> None:
        context, details, desk = self.context, self.details, self.desk
        self.choices.changed.connect(self._on_choice)
        self.choices.new_asked.connect(desk.open_new)
        self.choices.import_asked.connect(desk.ask_import)
        self.order.changed.connect(self._on_order)
        self.layout_choice.changed.connect(self._on_layout)
        self.inspect_button.toggled.connect(self.sides.show_right)
        self.sides.right_changed.connect(self.inspect_button.setChecked)
        self.gallery.chosen.connect(details.show_entry)
        self.gallery.opened.connect(desk.open_ready)
        self.gallery.menu_asked.connect(self._on_menu)
        details.start_asked.connect(desk.start)
        details.design_asked.connect(desk.open_in_design)
        details.duplicate_asked.connect(desk.duplicate)
        details.edit_asked.connect(desk.ask_words)
        details.export_asked.connect(desk.ask_packing)
        details.delete_asked.connect(desk.delete)
        details.measure_asked.connect(desk.measure)
        desk.kept.connect(self._on_kept)
        desk.measured.connect(self.reload)
        self.suggestion.activated.connect(self._show_near)
        self.suggestion.alternative_activated.connect(self.choices.search.clear)
        self.nothing.activated.connect(self.choices.clear)
        context.path_opened.connect(self._on_path)
        context.presets_changed.connect(self._on_changed)
        context.runs_changed.connect(self._on_changed)
        context.run_ended.connect(self._on_changed)

    def _take_up(self) -> None:
        self._entries = make_entries(all_cards(), self._timings, self._trained)
        self.choices.families.set_rows(
            [
                ListRow(key, title, after=f"{count:,}")
                for key, title, count in family_counts(self._entries)
            ]
        )
        self.choices.search.setPlaceholderText(f"Search {len(self._entries)} presets")
        self._show()

    def _show(self) -> None:
        """Show what the choice leaves, and keep the chosen card where it is among it."""
        before = self.gallery.current or self.details.entry
        kept = chosen_entries(self._entries, self._choice)
        self.cards.set_entries(kept)
        titles = {key: title for key, title, _ in family_counts(self._entries)}
        self.heading.setText(titles.get(self._choice.family, "All presets"))
        sorted_by = next(words for key, _, words in ORDERS if key == self._choice.order)
        self.count.setText(f"{len(kept)}, sorted by {sorted_by}")
        if kept:
            self._stack.setCurrentWidget(self.gallery)
            if before is None or not self.gallery.select(before.card.path):
                self.gallery.select(None)
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        words = self._choice.words
        self._near = nearest_title(words, self._entries) if words else None
        if self._near is not None:
            hint = f"Did you mean {self._near.card.title}?"
            self.suggestion.set_words(f"No preset matches “{words}”", hint)
            self._stack.setCurrentWidget(self.suggestion)
            return
        title = f"No preset matches “{words}”" if words else _FILTERED
        self.nothing.set_words(title, self._reason())
        self._stack.setCurrentWidget(self.nothing)

    def _reason(self) -> str:
        if self._choice.short and not any(entry.seconds for entry in self._entries):
            return "None was measured on this machine yet. A run measures its preset by itself."
        if self._choice.trained and not self._trained:
            return "No run has been finished yet. Start one, and its preset appears here."
        return "Choose another family or fewer filters."

    def _show_near(self) -> None:
        if self._near is not None:
            self.show_preset(self._near.card.path)
            self.gallery.setFocus()

    def _chosen_or_reason(self) -> bool | str:
        entry = self.details.entry
        if entry is None:
            return "No preset is chosen"
        return "The file cannot be read" if entry.card.problem else True

    def _on_chosen(self, what: str) -> None:
        entry = self.details.entry
        if entry is not None:
            (self.desk.ask_packing if what == "export" else self.desk.duplicate)(entry)

    def _on_choice(self, choice: Choice) -> None:
        self._choice = replace(choice, order=self._choice.order)
        self._show()

    def _on_order(self, order: object) -> None:
        found = next(key for key, _, _ in ORDERS if key == order)
        self._choice = replace(self._choice, order=found)
        self._show()

    def _on_layout(self, kind: object) -> None:
        self.gallery.set_rows(kind == "list")

    def _on_menu(self, entry: Entry, place: QPoint) -> None:
        self.details.menu(entry).popup(place)

    def _on_facts(self, facts: tuple[dict[str, Timing], dict[str, RunFolder]]) -> None:
        if facts != (self._timings, self._trained):
            self._timings, self._trained = facts
            self._take_up()

    def _on_kept(self, path: Path) -> None:
        """An own preset is new, or has other words."""
        self.context.presets_changed.emit()
        self.show_preset(path)

    def _on_path(self, opened: Opened) -> None:
        if opened.kind == "bundle":
            self.desk.inspect(opened.path)

    def _on_changed(self, _what: object = None) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True


def _facts(runs: Path, report: Report) -> tuple[dict[str, Timing], dict[str, RunFolder]]:
    report(None, "reading")
    return machine_facts(runs)


def _empty(title: str, button: str, alternative: str) -> EmptyState:
    return EmptyState("search", title, "", button, alternative)
