"""What every panel of a run has in common."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ganstudio.core.events import Event, RunStarted
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.snapshot_book import SnapshotBook
from ganstudio.ui.panels.vacant import Vacant
from ganstudio.ui.run_axis import AxisKind, RunAxis
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.empty import Illustration
from ganstudio.ui.widgets.label import Divider
from ganstudio.ui.widgets.panel import PanelFrame

Words = tuple[str, str]  # title and text of an empty state
_NO_PICTURES: Words = ("No pictures here", "This run learns points.")
_NO_POINTS: Words = ("No points here", "This run learns pictures.")


class Panel(PanelFrame):
    """A live view of a run.

    The host calls `receive` with batches of the events in `listens`, on the GUI thread, and
    `refresh` at the plot rate; a panel that is hidden or has nothing new does no work there.
    A concrete panel sets the class attributes, makes its body with `set_body`, takes events in
    `take`, says in `is_empty` whether it has anything, and draws in `redraw`. One that needs a
    capability names it in `needs`, and says in `lack` (title, text) what a run without it lacks.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    listens: ClassVar[tuple[type, ...]] = ()
    illustration: ClassVar[Illustration] = "curves"
    empty_title: ClassVar[str] = "No run yet"
    empty_text: ClassVar[str] = "Start one and it appears here."
    empty_button: ClassVar[str] = ""
    needs: ClassVar[str] = ""
    needs_images: ClassVar[bool] = False
    needs_points: ClassVar[bool] = False
    lack: ClassVar[Words] = ("", "")
    unrecorded: ClassVar[Words] = ("", "")  # of a panel that shows what no run folder keeps
    is_plain: ClassVar[bool] = False  # its bar says nothing beside the title

    playhead_moved = Signal(object)  # a step, or None for live
    crosshair_moved = Signal(object)  # a step that is pointed at, or None
    empty_activated = Signal()

    def __init__(self, qualifier: str = "") -> None:
        super().__init__(self.title, qualifier)
        self.setObjectName(self.key)
        self.store = CurveStore()
        self.snapshots = SnapshotBook()
        self.axis = RunAxis("steps", self.store.clock)
        self.playhead: int | None = None
        self.total_steps = 0
        self._unfit: Words | None = None
        self._is_offered = not self.needs  # what it needs, as far as the run has told
        self.refusal = ""  # why this run can show nothing here; empty where it can
        self._dirty = True
        self._qualifier = qualifier
        self._tabbed_in: QWidget | None = None  # where a tab says the title
        self._bar_line = self.findChildren(Divider)[0]
        self._stack = QStackedWidget()
        self._vacant = Vacant(
            self.illustration, self.empty_title, self.empty_text, self.empty_button
        )
        self._vacant.activated.connect(self.empty_activated)
        self._stack.addWidget(self._vacant)
        self.set_content(self._stack)
        theme().changed.connect(self.mark_dirty)

    def bind(self, store: CurveStore, snapshots: SnapshotBook | None = None) -> None:
        """Show another run: its curves and its snapshots, which the host fills."""
        self.store = store
        self.snapshots = snapshots or SnapshotBook()
        self.axis = RunAxis(self.axis.wanted, store.clock)
        self.clear()

    def receive(self, events: Sequence[Event]) -> None:
        """Take in a batch of events; nothing is painted before `refresh`."""
        wanted = [event for event in events if isinstance(event, self.listens)]
        for event in wanted:
            if isinstance(event, RunStarted):
                self._is_offered = self.is_offered(event.offers)
                is_lacking = event.offers and not self._is_offered
                self._refuse(self.lack if is_lacking else self._unfit)
            self.take(event)
        self._dirty = self._dirty or bool(wanted)

    def is_offered(self, offers: Sequence[str]) -> bool:
        """Whether a run whose system has these capabilities can show something here."""
        return not self.needs or self.needs in offers

    @property
    def is_told(self) -> bool:
        """Whether the run has said that it has what this shows, or has recorded some of it."""
        return self._is_offered or not self.is_empty()

    def set_playhead(self, step: int | None) -> None:
        """Show the run as it was at a step; None follows the present."""
        if step != self.playhead:
            self.playhead = step
            self._dirty = True

    def set_axis(self, kind: AxisKind) -> None:
        """Along what everything that goes over the run is drawn."""
        self.axis = RunAxis(kind, self.store.clock)
        self.mark_dirty()

    def set_smoothing(self, weight: float) -> None:
        """How strongly all plots are smoothed, 0 (not at all) to below 1."""

    def set_crosshair(self, step: int | None) -> None:
        """A step that is pointed at in some plot of the run; None when in none."""

    def set_total(self, total_steps: int) -> None:
        """The planned length of the run."""
        if total_steps != self.total_steps:
            self.total_steps = total_steps
            self._dirty = True

    def expect(self, *, images: bool) -> None:
        """A run of images, or of points, is shown from now on."""
        self._unfit = None
        if self.needs_images and not images:
            self._unfit = _NO_PICTURES
        elif self.needs_points and images:
            self._unfit = _NO_POINTS
        self._refuse(self._unfit)

    def clear(self) -> None:
        """Forget everything of the run that was shown."""
        self.playhead = None
        self._dirty = True
        self._is_offered = not self.needs
        self._refuse(None)

    def refresh(self) -> bool:
        """Repaint if there is anything new and anyone can see it; returns whether it did."""
        if not self.isVisible() or not (self._dirty or self.has_moved()):
            return False
        self._dirty = False
        empty = self.is_empty()
        page = 0 if empty and self._stack.count() > 1 else 1
        if page != self._stack.currentIndex():
            self._stack.setCurrentIndex(page)
            self._show_bar()
        if not empty:
            self.redraw()
        return not empty

    def set_empty_words(self, title: str, text: str) -> None:
        """Other words for the empty state, such as which step brings the first samples."""
        self._vacant.set_words(title, text)

    def set_empty_button(self, words: str) -> None:
        """Another way on from the empty state; none when empty."""
        self._vacant.set_button(words)

    def empty_words(self) -> Words:
        return self._vacant.words()

    def rest(self) -> None:
        """Say that a record has nothing of this, where the run had something while it trained."""
        if self._is_offered and not self.refusal and any(self.unrecorded):
            self.set_empty_words(*self.unrecorded)

    def set_tabbed(self, tabbed: bool) -> None:
        """A tab says the title: the bar says the rest, and goes where nothing is left."""
        self._tabbed_in = self.parentWidget() if tabbed else None
        self._show_bar()

    def set_qualifier(self, words: str) -> None:
        self._qualifier = words
        super().set_qualifier("" if self._is_tabbed() else words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._show_bar()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.menu.isEmpty():
            self.menu.popup(event.globalPos())

    def mark_dirty(self) -> None:
        self._dirty = True

    def set_body(self, body: QWidget) -> None:
        """What is shown once there is something; call once."""
        self._stack.addWidget(body)

    def take(self, event: Event) -> None:
        """Remember what an event says."""

    def has_moved(self) -> bool:
        """Whether the view was zoomed or panned since it was drawn."""
        return False

    def _refuse(self, lack: Words | None) -> None:
        """Say why the run can show nothing here, or what is shown once it begins."""
        self.refusal = "" if lack is None else lack[1]
        self.set_empty_words(*(lack or (self.empty_title, self.empty_text)))

    def _is_tabbed(self) -> bool:
        """Not while it stands alone in the window, where no tab names it."""
        return self._tabbed_in is not None and self._tabbed_in is self.parentWidget()

    def _show_bar(self) -> None:
        tabbed = self._is_tabbed()
        self.bar.title.setVisible(not tabbed)
        super().set_qualifier("" if tabbed else self._qualifier)
        is_vacant = self._stack.currentIndex() == 0
        has_bar = not tabbed or not (self.is_plain or is_vacant)
        if has_bar == self.bar.isHidden():
            self.bar.setVisible(has_bar)
            self._bar_line.setVisible(has_bar)
        self._place_legend()

    def is_empty(self) -> bool:
        raise NotImplementedError

    def redraw(self) -> None:
        raise NotImplementedError
