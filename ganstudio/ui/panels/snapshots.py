"""The time machine: every kept snapshot of a run, one playhead, and play."""

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent

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
from ganstudio.ui.panels.moments import Moments
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.snapshot_strip import SnapshotStrip
from ganstudio.ui.panels.thumbnails import Thumbnails
from ganstudio.ui.panels.wording import amount, setting_name, steps, value_text
from ganstudio.ui.run_axis import AxisKind
from ganstudio.ui.theme import SMALL_CONTROL
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.segmented import Segmented

_SPEEDS = ((0.25, "¼×"), (1.0, "1×"), (4.0, "4×"), (16.0, "16×"))
_PLAYED_PER_SECOND = 5
_FAR = 10  # snapshots with Shift
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
    bookmarks_changed = Signal(object)  # a tuple of steps
    pinned = Signal(object)  # the step that is compared with, or None
    film_asked = Signal(object)  # the kind of film that is to be written

    def __init__(self) -> None:
        super().__init__()
        self.thumbnails = Thumbnails()
        self.strip = SnapshotStrip(self.thumbnails)
        self.strip.chosen.connect(self._move)
        self.set_body(self.strip)
        self._bar_line.setFixedHeight(0)  # head and pictures are one thing
        self._storage = 0
        self._words = ""
        self._rest = ""
        self._said: tuple[object, ...] = ()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._advance)
        self.moments = Moments(self)
        self.moments.asked.connect(self._move)
        self.moments.changed.connect(self._on_pinned)
        self._make_transport()
        self._make_place()
        self._make_menu()
        self._show_place()

    @property
    def is_playing(self) -> bool:
        return self._clock.isActive()

    @property
    def per_second(self) -> float:
        """Snapshots shown a second while it plays."""
        speed = self._speed.value
        return _PLAYED_PER_SECOND * (float(speed) if isinstance(speed, int | float) else 1.0)

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        super().bind(store, snapshots)
        self.strip.book = self.snapshots
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
            self.play(False)
            self.moments.hold(self.playhead, next(iter(self.snapshots.steps), None))
        else:
            self.moments.release()

    def set_bookmarks(self, marked: tuple[int, ...]) -> None:
        self.strip.bookmarks = set(marked)
        self._show_place()
        self.strip.update()

    def set_playhead(self, step: int | None) -> None:
        super().set_playhead(step)
        self.strip.playhead = step
        self._show_place()
        self.strip.update()

    def play(self, playing: bool) -> None:
        """Show snapshot after snapshot, from the first when the playhead is at live."""
        if not self.snapshots.steps:
            playing = False
        if playing and self.playhead in (None, self.snapshots.steps[-1]):
            self._move(self.snapshots.steps[0])
        self._play.setChecked(playing)
        self._play.set_icon("pause" if playing else "play")
        self._play.set_tooltip("Pause (Space)" if playing else "Play (Space)")
        self._clock.stop()
        if playing:
            self._clock.start(self._beat())

    def clear(self) -> None:
        super().clear()
        self.play(False)
        self.moments.forget()
        self.thumbnails.clear()
        self.strip.playhead = None
        self.strip.live_step = 0
        self.strip.marks.clear()
        self.strip.bookmarks.clear()
        self._show_place()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        acts = {
            Qt.Key.Key_Home: self._go_first,
            Qt.Key.Key_End: self._go_live,
            Qt.Key.Key_Space: self._toggle_play,
            Qt.Key.Key_L: self._loop.toggle,
            Qt.Key.Key_B: self._toggle_bookmark,
            Qt.Key.Key_P: self._toggle_pin,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._shift(moves[key] * (_FAR if far else 1))
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)

    def _make_transport(self) -> None:
        self._bookmark = IconButton("bookmark", "Bookmark this step (B)", True, SMALL_CONTROL)
        self._loop = IconButton("loop", "Play over and over (L)", True, SMALL_CONTROL)
        self._play = IconButton("play", "Play (Space)", True, SMALL_CONTROL)
        self._speed = Segmented(_SPEEDS, small=True)
        self._speed.setAccessibleName("Speed")
        self._speed.set_value(1.0)
        self._bookmark.clicked.connect(self._toggle_bookmark)
        self._play.clicked.connect(self._toggle_play)
        self._speed.changed.connect(self._set_speed)
        self._pin = IconButton("pin", "Pin this step to compare with (P)", True, SMALL_CONTROL)
        self._pin.clicked.connect(self._toggle_pin)
        self._other = IconButton("compare", "", size=SMALL_CONTROL)
        self._other.pressed.connect(self._hold)
        self._other.released.connect(self.moments.release)
        transport = (self._bookmark, self._pin, self._other, self._loop, self._play, self._speed)
        for widget in transport:
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
        self._live.clicked.connect(self._go_live)
        for widget in (line, self._viewing, self._place, self._fork, self._live):
            self.add_bar_widget(widget)

    def _make_menu(self) -> None:
        for kind, words in _FILMS:
            action = self.menu.addAction(f"Export the film as {words}…")
            action.setData(kind)
            action.triggered.connect(self._ask_film)

    def _show_place(self) -> None:
        at, here = self.playhead, self._here()
        # At live the button can not be used, so its number need not follow.
        live = self.strip.live_step if at is not None else None
        end = self.strip.live_step if self._rest else None
        marked = here in self.strip.bookmarks
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
        self._bookmark.setChecked(self._here() in self.strip.bookmarks)

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

    def _here(self) -> int | None:
        """The snapshot at the playhead; the newest one at live."""
        if self.playhead is None:
            return self.snapshots.steps[-1] if self.snapshots.steps else None
        return self.snapshots.nearest(self.playhead)

    def _move(self, step: object) -> None:
        self.playhead_moved.emit(step)

    def _shift(self, move: int) -> None:
        newest = self.snapshots.steps[-1] if self.snapshots.steps else None
        if self.playhead is None:
            if move < 0 and newest is not None:
                # From the present, one back is the newest kept snapshot.
                self._move(self.snapshots.beside(newest, move + 1))
            return
        if move > 0 and self.playhead == newest:
            self._move(None)
        else:
            self._move(self.snapshots.beside(self.playhead, move))

    def _go_first(self) -> None:
        if self.snapshots.steps:
            self._move(self.snapshots.steps[0])

    def _go_live(self) -> None:
        self.play(False)
        self._move(None)

    def _toggle_play(self) -> None:
        self.play(not self.is_playing)

    def _toggle_bookmark(self) -> None:
        here = self._here()
        if here is not None:
            self.set_bookmarks(tuple(sorted(self.strip.bookmarks ^ {here})))
            self.bookmarks_changed.emit(tuple(sorted(self.strip.bookmarks)))

    def _toggle_pin(self) -> None:
        is_pinned = self.moments.pinned is not None
        self.moments.pin(None if is_pinned else self._here())
        self._show_place()

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

    def _set_speed(self, _speed: object) -> None:
        self._clock.setInterval(self._beat())

    def _beat(self) -> int:
        return round(1000 / self.per_second)

    def _advance(self) -> None:
        known = self.snapshots.steps
        if self.playhead is None or not known:
            self.play(False)
        elif self.playhead < known[-1]:
            self._move(self.snapshots.beside(self.playhead, 1))
        elif self._loop.isChecked():
            self._move(known[0])
        else:
            self.play(False)

    def _ask_fork(self) -> None:
        here = self._here()
        if here is not None:
            self.fork_asked.emit(here)
