"""The playhead: which frame is looked at, and how one goes from there."""

from PySide6.QtCore import QObject, Signal

from ganstudio.edit.timeline import Interpolate
from ganstudio.ui.tools.timeline_transport import Transport
from ganstudio.ui.tools.timeline_view import TimelineView


class Playhead(QObject):
    """`moved` by the user: what is missing there is wanted; `placed` by whatever moves it."""

    moved = Signal()
    placed = Signal()
    key_reached = Signal(object)  # its index

    def __init__(self, view: TimelineView, transport: Transport, parent: QObject) -> None:
        super().__init__(parent)
        self.frame = 0
        self._view, self._transport = view, transport
        self._film: Interpolate | None = None

    def show_film(self, film: Interpolate) -> None:
        self._film = film
        self.frame = min(self.frame, film.frame_count - 1)

    def place(self, frame: int) -> None:
        """Stand at a frame, as the player does."""
        if self._film is not None and 0 <= frame < self._film.frame_count:
            self.frame = frame
            self._view.set_playhead(self._film.time_of(frame))
            self._transport.show_place(self._film, frame)
            self.placed.emit()

    def go(self, frame: int) -> None:
        """To a frame, or as near as the film reaches."""
        if self._film is not None:
            self.place(min(max(frame, 0), self._film.frame_count - 1))
            self.moved.emit()

    def go_to(self, seconds: float) -> None:
        if self._film is not None:
            self.go(round(seconds * self._film.frames_per_second))

    def first(self) -> None:
        self.go(0)

    def last(self) -> None:
        if self._film is not None:
            self.go(self._film.frame_count - 1)

    def previous_key(self) -> None:
        self._go_key(-1)

    def next_key(self) -> None:
        self._go_key(1)

    def _go_key(self, step: int) -> None:
        """To the key before or behind the playhead, which is chosen."""
        film = self._film
        if film is None:
            return
        frames = [round(key.time * film.frames_per_second) for key in film.keys]
        ahead = [at for at, frame in enumerate(frames) if (frame - self.frame) * step > 0]
        if ahead:
            index = ahead[0] if step > 0 else ahead[-1]
            self.key_reached.emit(index)
            self.go(frames[index])
