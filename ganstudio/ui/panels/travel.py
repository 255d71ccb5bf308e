"""A playhead on its way over snapshots: beside, first, live, and playing."""

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.ui.panels.snapshot_book import SnapshotBook

PLAYED_PER_SECOND = 5


class Travel(QObject):
    """The host says where the playhead stands and moves it where `asked` says: None is live."""

    asked = Signal(object)
    changed = Signal()  # it plays, or no longer

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = SnapshotBook()
        self.playhead: int | None = None
        self.is_looping = False
        self._speed = 1.0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.advance)

    @property
    def has_snapshots(self) -> bool:
        return bool(self.book.steps)

    @property
    def is_playing(self) -> bool:
        return self._clock.isActive()

    @property
    def per_second(self) -> float:
        """Snapshots shown a second while it plays."""
        return PLAYED_PER_SECOND * self._speed

    @property
    def beat(self) -> int:
        """Milliseconds between two of them."""
        return round(1000 / self.per_second)

    @property
    def here(self) -> int | None:
        """The snapshot at the playhead; the newest one at live."""
        if self.playhead is None:
            return self.book.steps[-1] if self.book.steps else None
        return self.book.nearest(self.playhead)

    def set_speed(self, speed: object) -> None:
        """How many times faster than usual it plays."""
        self._speed = float(speed) if isinstance(speed, int | float) else 1.0
        self._clock.setInterval(self.beat)

    def shift(self, move: int) -> None:
        """Show a snapshot so many places later, or earlier; behind the last one lies live."""
        newest = self.book.steps[-1] if self.book.steps else None
        if self.playhead is None:
            if move < 0 and newest is not None:
                # From the present, one back is the newest kept snapshot.
                self.asked.emit(self.book.beside(newest, move + 1))
        elif move > 0 and self.playhead == newest:
            self.asked.emit(None)
        else:
            self.asked.emit(self.book.beside(self.playhead, move))

    def go_first(self) -> None:
        if self.book.steps:
            self.asked.emit(self.book.steps[0])

    def go_live(self) -> None:
        self.play(False)
        self.asked.emit(None)

    def toggle_play(self) -> None:
        self.play(not self.is_playing)

    def play(self, playing: bool) -> None:
        """Show snapshot after snapshot, from the first when the playhead is at live."""
        if playing and not self.has_snapshots:
            playing = False
        if playing and self.playhead in (None, self.book.steps[-1]):
            self.go_first()
        self._clock.stop()
        if playing:
            self._clock.start(self.beat)
        self.changed.emit()

    def advance(self) -> None:
        """The next snapshot while it plays; behind the last the first, or the end."""
        known = self.book.steps
        if self.playhead is None or not known:
            self.play(False)
        elif self.playhead < known[-1]:
            self.asked.emit(self.book.beside(self.playhead, 1))
        elif self.is_looping:
            self.go_first()
        else:
            self.play(False)
