"""The clock of a film: which frame is due, however long painting takes."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal


class Player(QObject):
    """`due` carries the frame to show, `playing_changed` whether it plays."""

    due = Signal(object)
    playing_changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._advance)
        self._since = QElapsedTimer()
        self._first, self._count, self._per_second = 0, 1, 1
        self._repeats = True

    @property
    def is_playing(self) -> bool:
        return self._clock.isActive()

    def play(self, frame: int, count: int, per_second: int, *, repeats: bool) -> None:
        """From a frame on; from the first, where it is the last."""
        self._first = 0 if frame >= count - 1 else frame
        self._count, self._per_second, self._repeats = count, per_second, repeats
        self._since.start()
        self._clock.start(max(round(1000 / per_second), 1))
        self.playing_changed.emit(True)

    def stop(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
            self.playing_changed.emit(False)

    def _advance(self) -> None:
        frame = self._first + round(self._since.elapsed() / 1000 * self._per_second)
        if frame >= self._count and not self._repeats:
            self.due.emit(self._count - 1)
            self.stop()
        else:
            self.due.emit(frame % self._count)
