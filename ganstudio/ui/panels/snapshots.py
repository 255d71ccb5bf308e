"""The time machine: every kept snapshot of a run, one playhead, and play."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from ganstudio.core.events import (
    Event,
    PhaseChanged,
    ProgressMade,
    RunStarted,
    ScalarsRecorded,
    SettingChanged,
    SnapshotTaken,
)
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.bookmarks import BookmarkList
from ganstudio.ui.panels.moments import Moments
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.snapshot_strip import SnapshotStrip
from ganstudio.ui.panels.thumbnails import Thumbnails
from ganstudio.ui.panels.travel import Travel
from ganstudio.ui.panels.wording import amount, setting_name, steps, value_text
from ganstudio.ui.run_axis import AxisKind
from ganstudio.ui.theme import SMALL_CONTROL
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.segmented import Segmented

_SPEEDS = ((0.25, "¼×"), (1.0, "1×"), (4.0, "4×"), (16.0, "16×"))
_FILMS = (("gif", "GIF"), ("apng", "animated PNG"), ("mp4", "MP4"), ("frames", "PNG sequence"))


class SnapshotsPanel(Panel):
    """Moves the playhead of all panels; End, or the button, goes back to live."""

    key = "panel-snapshots"
    title = "Snapshots"
    listens = (
        RunStarted,
        SnapshotTaken,
        SettingChanged,
        PhaseChanged,
        ProgressMade,
        ScalarsRecorded,
    )
    illustration = "runs"
    empty_title = "No snapshots yet"
    empty_text = "Kept pictures of the run appear here, from its first to its last step."

    fork_asked = Signal(object)  # the step to fork from
    bookmarks_changed = Signal(object)  # names by step
    pinned = Signal(object)  # the step that is compared with, or None
    film_asked = Signal(object)  # the kind of film that is to be written

    def __init__(self) -> None:
        super().__init__()
        self.thumbnails = Thumbnails()
        self.strip = SnapshotStrip(self.thumbnails)
        self.strip.chosen.connect(self._move)
        self.strip.play_asked.connect(self._toggle_play)
        self.strip.naming_asked.connect(self.name_bookmark)
        self.names = BookmarkList(self)
        self.names.chosen.connect(self._move)
        self.names.changed.connect(self._on_named)
        self.set_body(self.strip)
        self._bar_line.setFixedHeight(0)  # head and pictures are one thing
        self._storage = 0
        self._words = ""
        self._rest = ""
        self._said: tuple[object, ...] = ()
        self.travel = Travel(self)
        self.travel.asked.connect(self._move)
        self.travel.changed.connect(self._show_playing)
        self.moments = Moments(self)
        self.moments.asked.connect(self._move)
        self.moments.changed.connect(self._on_pinned)
        self._make_transport()
        self._make_place()
        self._make_menu()
        self._show_place()

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        super().bind(store, snapshots)
        self.strip.book = self.travel.book = self.snapshots
        self.strip.axis = self.axis

    def set_axis(self, kind: AxisKind) -> None:
        super().set_axis(kind)
        self.strip.axis = self.axis
        self.strip.update()

    def set_storage(self, size: int) -> None:
        """How many bytes the run's snapshots take on disk."""
        self._storage = size
        self.mark_dirty()

    def set_rest(self, words: str, step: int) -> None:
        """How the run ended, such as Finished, and at which step; no words while it trains."""
        if words != self._rest or (words and step != self.strip.live_step):
            self._rest = words
            self.strip.is_live = not words
            if words:
                self.strip.live_step = step
            self._show_place()
            self.strip.update()

    def hold(self, held: bool) -> None:
        """Show the pinned step, or the first one, until it is let go."""
        if held:
            self.travel.play(False)
            self.moments.hold(self.playhead, next(iter(self.snapshots.steps), None))
        else:
            self.moments.release()

    def set_bookmarks(self, marked: Mapping[int, str]) -> None:
        """Their names by step."""
        self.strip.bookmarks = dict(sorted(marked.items()))
        self.names.set_marks(self.strip.bookmarks)
        self._show_place()
        self.strip.update()

    def set_playhead(self, step: int | None) -> None:
        super().set_playhead(step)
        self.strip.playhead = self.travel.playhead = step
        self._show_place()
        self.strip.update()

    def clear(self) -> None:
        super().clear()
        self.travel.playhead = None
        self.travel.play(False)
        self.moments.forget()
        self.thumbnails.clear()
        self.strip.playhead = None
        self.strip.live_step = 0
        self.strip.marks.clear()
        self.strip.bookmarks.clear()
        self._show_place()

    def toggle_bookmark(self) -> None:
        here = self.travel.here
        if here is not None:
            others = {at: name for at, name in self.strip.bookmarks.items() if at != here}
            self._mark(others if here in self.strip.bookmarks else {**others, here: ""})

    def toggle_pin(self) -> None:
        is_pinned = self.moments.pinned is not None
        self.moments.pin(None if is_pinned else self.travel.here)
        self._show_place()

    def toggle_loop(self) -> None:
        self._loop.toggle()

    def name_bookmark(self, step: object = None) -> None:
        """Ask for the name of a bookmark; the shown step, where none is given, gets one."""
        at = step if isinstance(step, int) else self.travel.here
        if at is not None:
            if at not in self.strip.bookmarks:
                self._mark({**self.strip.bookmarks, at: ""})
            self.names.open_over(self._names, at)

    def take(self, event: Event) -> None:
        if isinstance(event, SettingChanged):
            if not event.refused:
                words = f"{setting_name(event.path)} {value_text(event.old)} to "
                self.strip.marks[event.step] = f"{words}{value_text(event.new)}"
        elif isinstance(event, PhaseChanged):
            self.strip.marks[event.step] = event.stage
        elif isinstance(event, RunStarted):
            self.thumbnails.clear()
            self.strip.live_step = first = event.first_step
            self.strip.marks = {at: told for at, told in self.strip.marks.items() if at <= first}
        elif isinstance(event, ProgressMade | ScalarsRecorded | SnapshotTaken):
            self.strip.live_step = max(self.strip.live_step, event.step)

    def is_empty(self) -> bool:
        return not self.snapshots.steps

    def redraw(self) -> None:
        self.strip.total_steps = self.total_steps
        words = self._kept_words()
        if words != self._words:
            self._words = words
            self.set_qualifier(words)
        self._show_place()
        self.strip.refresh()

    def _make_transport(self) -> None:
        self._bookmark = IconButton("bookmark", "Bookmark this step (B)", True, SMALL_CONTROL)
        self._loop = IconButton("loop", "Play over and over (L)", True, SMALL_CONTROL)
        self._play = IconButton("play", "Play (Space)", True, SMALL_CONTROL)
        self._speed = Segmented(_SPEEDS, small=True)
        self._speed.setAccessibleName("Speed")
        self._speed.set_value(1.0)
        self._bookmark.clicked.connect(self.toggle_bookmark)
        self._names = IconButton("chevron-up", "Names of the bookmarks (F2)", size=SMALL_CONTROL)
        self._names.clicked.connect(self._list_bookmarks)
        self._play.clicked.connect(self._toggle_play)
        self._loop.toggled.connect(self._set_looping)
        self._speed.changed.connect(self.travel.set_speed)
        self._pin = IconButton("pin", "Pin this step to compare with (P)", True, SMALL_CONTROL)
        self._pin.clicked.connect(self.toggle_pin)
        self._other = IconButton("compare", "", size=SMALL_CONTROL)
        self._other.pressed.connect(self._hold)
        self._other.released.connect(self.moments.release)
        for widget in (self._bookmark, self._names, self._pin, self._other, self._loop, self._play,
                       self._speed):  # fmt: skip
            self.add_bar_widget(widget)

    def _make_place(self) -> None:
        line = Divider(vertical=True)
        line.setFixedHeight(20)
        self._viewing = Label("Viewing", "control", "text2")
        self._place = Label("live", "title", "accent")
        self._no_fork = ""
        self._fork = SecondaryButton("Fork from here", "fork", "small")
        self._live = SecondaryButton("Go to live", size="small", keys="End")
        self._fork.clicked.connect(self._ask_fork)
        self._live.clicked.connect(self.travel.go_live)
        for widget in (line, self._viewing, self._place, self._fork, self._live):
            self.add_bar_widget(widget)

    def _make_menu(self) -> None:
        for kind, words in _FILMS:
            action = self.menu.addAction(f"Export the film as {words}…")
            action.setData(kind)
            action.triggered.connect(self._ask_film)

    def _show_place(self) -> None:
        at, here = self.playhead, self.travel.here
        # At live the button can not be used, so its number need not follow.
        live = self.strip.live_step if at is not None else None
        end = self.strip.live_step if self._rest else None
        marked = here in self.strip.bookmarks, len(self.strip.bookmarks)
        pinned = (self.moments.pinned, self.moments.is_held)
        said = (at, live, steps(self.strip.end), marked, here is None, self._rest, end, pinned)
        if said != self._said:
            self._said = said
            self._say_place(at, live)

    def _say_place(self, at: int | None, live: int | None) -> None:
        now = f"step {steps(self.strip.live_step)}" if self._rest else "live"
        self._viewing.setText(f"{self._rest} at" if self._rest and at is None else "Viewing")
        self._place.setText(now if at is None else f"step {steps(at)}")
        digits = steps(max(self.strip.end, 1))
        room = self._place.fontMetrics().horizontalAdvance(f"step {digits}") + 2
        self._place.setMinimumWidth(room)
        go = "Go to the end" if self._rest else "Go to live"
        shown = "The last step" if self._rest else "The present"
        self._live.set_dot("" if self._rest else "ok")
        self._live.reserve(f"{go} {digits}")
        self._live.set_label(go if live is None else f"{go} {steps(live)}")
        self._live.set_refusal("" if at is not None else f"{shown} is shown already")
        has_steps = bool(self.snapshots.steps)
        for control in (self._fork, self._play, self._bookmark, self._pin, self._other):
            control.set_refusal("" if has_steps else "There is no snapshot yet")
        there = (
            "the first step"
            if self.moments.pinned is None
            else f"step {steps(self.moments.pinned)}"
        )
        self._other.set_tooltip(f"Show {there} while held (\\)")
        self._pin.setChecked(self.moments.pinned is not None)
        if self._no_fork:
            self._fork.set_refusal(self._no_fork)
        self._bookmark.setChecked(self.travel.here in self.strip.bookmarks)

    def refuse_fork(self, reason: str) -> None:
        """Why the run cannot be forked at any of its steps; empty where it can."""
        if reason != self._no_fork:
            self._no_fork = reason
            self.mark_dirty()

    def _kept_words(self) -> str:
        known = self.snapshots.steps
        words = f"{steps(len(known))} kept"
        gaps = {later - earlier for earlier, later in pairwise(known[-6:])}
        if len(gaps) == 1:
            words = f"every {steps(gaps.pop())} steps, {words}"
        return f"{words}, {amount(self._storage)}" if self._storage else words

    def _move(self, step: object) -> None:
        self.playhead_moved.emit(step)

    def _mark(self, marked: Mapping[int, str]) -> None:
        self.set_bookmarks(marked)
        self.bookmarks_changed.emit(dict(self.strip.bookmarks))

    def _on_named(self, marked: object) -> None:
        if isinstance(marked, dict):
            self._mark(marked)

    def _list_bookmarks(self) -> None:
        here = self.travel.here
        self.names.open_over(self._names, here if here in self.strip.bookmarks else None)

    def _toggle_play(self) -> None:
        self.travel.toggle_play()

    def _show_playing(self) -> None:
        playing = self.travel.is_playing
        self._play.setChecked(playing)
        self._play.set_icon("pause" if playing else "play")
        self._play.set_tooltip("Pause (Space)" if playing else "Play (Space)")

    def _set_looping(self, looping: bool) -> None:
        self.travel.is_looping = looping

    def _hold(self) -> None:
        self.hold(True)

    def _on_pinned(self, step: object) -> None:
        self.strip.pinned = self.moments.pinned
        self.strip.update()
        self._show_place()
        self.pinned.emit(step)

    def _ask_film(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.film_asked.emit(action.data())

    def _ask_fork(self) -> None:
        here = self.travel.here
        if here is not None:
            self.fork_asked.emit(here)
