"""The inspector of films: how they begin and play, what is seen, a twin, how steady they are."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal

from ganstudio.edit.films import MOST_PER_SECOND, VIEWS, PlayFilm, View
from ganstudio.ui.editing.inspector import Inspector
from ganstudio.ui.tools.films_stage import WORDS
from ganstudio.ui.tools.setting_row import ChoiceRow, NumberRow
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.toggle import Toggle

_STARTS = ((True, "Real frames"), (False, "Nothing"))
_MEASURED: tuple[View, ...] = ("made", "alone", "twin", "real")
_NO_TWIN = (
    "A twin paints each frame by itself: train the preset again with 0 frames before, and choose "
    "that run here."
)


class FilmInspector(Inspector):
    """`pace_changed`, `start_changed` and `twin_chosen` carry values, `view_toggled` a view."""

    pace_changed = Signal(object)
    start_changed = Signal(object)
    view_toggled = Signal(object)
    twin_chosen = Signal(object)  # the name of a run, "" for none
    next_asked = Signal()
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Film")
        self.pace = NumberRow("Frames/s", (1, MOST_PER_SECOND), 6, integer=True)
        self.start = ChoiceRow("Starts with", _STARTS, default=True)
        self.next = SecondaryButton("Another film", "dice", "small")
        self.open = SecondaryButton("Open frames…", "folder", "small")
        self.views: dict[View, Toggle] = {}
        self.twin = Combo()
        self._memory = Label("", "control", "text2", wrap=True)
        self._no_twin = Note("info", _NO_TWIN)
        self._steady = {view: Label("", "control", "text") for view in _MEASURED}
        self._lay_out()
        self.pace.changed.connect(self.pace_changed)
        self.start.changed.connect(self.start_changed)
        self.next.clicked.connect(self.next_asked)
        self.open.clicked.connect(self.open_asked)
        self.twin.changed.connect(self.twin_chosen)

    def show_film(self, film: PlayFilm, offered: Sequence[View], memory: str) -> None:
        """Show without emitting.

        Args:
            film: with what is shown of it.
            offered: views that there are.
            memory: how the painter works, in words.
        """
        self.head.set_words(film.name, f"{film.frame_count} frames")
        self._memory.setText(memory)
        self.pace.set_value(film.frames_per_second)
        self.start.setVisible(film.real is not None and "alone" in offered)
        self.start.set_value(film.starts_real)
        for view, toggle in self.views.items():
            toggle.setVisible(view in offered)
            toggle.set_value(view in film.views)
        if film.twin_name:
            self.views["twin"].setText(film.twin_name)
            self._rows["twin"].label.setText(film.twin_name)
        for view in _MEASURED:
            self._rows[view].setVisible(view in offered and view in film.views)
        self.twin.set_value(film.twin_name)

    def list_twins(self, names: Sequence[str]) -> None:
        """Runs that paint such films too."""
        self.twin.set_items([("", "None", ""), *((name, name, "") for name in names)])
        self.twin.setVisible(bool(names))
        self._no_twin.setVisible(not names)

    def show_steady(self, steady: Mapping[View, float]) -> None:
        """Mean change by view, where the map stays; those that are not there are being measured."""
        for view, label in self._steady.items():
            known = view in steady
            label.setText(f"{steady[view]:.1f} of 255" if known else "not yet")
            label.set_tone("text" if known else "text3")

    def _lay_out(self) -> None:
        self.add(self._memory)
        for row in (self.pace, self.start):
            self.add(row)
        self.add_line(self.next, self.open)
        self.add_divider()
        self.add_title("Views")
        for view in VIEWS:
            toggle = Toggle(WORDS[view][0])
            toggle.setToolTip(WORDS[view][1])
            toggle.changed.connect(partial(self._on_toggle, view))
            self.views[view] = toggle
            self.add(toggle)
        self.add_divider()
        self.add_title("Frame-wise twin")
        self.add(self.twin)
        self.add(self._no_twin)
        self.add_divider()
        self.add_title("How steady")
        self.add(Label("Change from frame to frame where the map stays", "control", "text2", True))
        self._rows = {
            view: self.add_row(WORDS[view][0], label, fills=False)
            for view, label in self._steady.items()
        }

    def _on_toggle(self, view: View, _on: object) -> None:
        self.view_toggled.emit(view)
