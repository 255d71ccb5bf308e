"""Where the playhead of a film is: scrubbed, stepped, played at the film's pace."""

from PySide6.QtCore import QObject, Qt, Signal

from ganstudio.edit.films import PlayFilm
from ganstudio.ui.tools.films_frames import FilmBook
from ganstudio.ui.tools.films_strip import FilmStrip
from ganstudio.ui.tools.timeline_player import Player
from ganstudio.ui.tools.timeline_transport import Transport


class FilmPlayback(QObject):
    """`moved` tells that the playhead is at another frame.

    Attributes:
        frame: at the playhead.
    """

    moved = Signal()

    def __init__(
        self, transport: Transport, strip: FilmStrip, book: FilmBook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._transport, self._strip, self._book = transport, strip, book
        self._film: PlayFilm | None = None
        self._player = Player(self)
        self.frame = 0
        strip.scrubbed.connect(self._on_scrubbed)
        transport.play.clicked.connect(self.toggle)
        transport.previous.clicked.connect(self.go_previous)
        transport.next.clicked.connect(self.go_next)
        self._player.due.connect(self._on_due)
        self._player.playing_changed.connect(self._on_playing)

    @property
    def is_playing(self) -> bool:
        return self._player.is_playing

    def show_film(self, film: PlayFilm, given: int) -> None:
        """Another film starts at its first frame; another pace goes on from the playhead.

        Args:
            film: what is played.
            given: how many of the first frames are real ones.
        """
        before, self._film = self._film, film
        if before is None or before.maps != film.maps:
            self.stop()
            self.frame = 0
        elif self.is_playing and before.frames_per_second != film.frames_per_second:
            self._play()
        self._transport.show_film(film)
        self._strip.show_film(film.frame_count, given)
        self.go(self.frame)

    def toggle(self) -> None:
        """Play from the playhead, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self._play()

    def stop(self) -> None:
        self._player.stop()

    def go(self, frame: int) -> None:
        """Move the playhead; a film that plays goes on."""
        film = self._film
        if film is not None:
            self.frame = min(max(frame, 0), film.frame_count - 1)
            self._strip.set_playhead(self.frame)
            self._transport.show_place(film, self.frame)
            self.moved.emit()

    def go_previous(self) -> None:
        self._on_scrubbed(self.frame - 1)

    def go_next(self) -> None:
        self._on_scrubbed(self.frame + 1)

    def took(self, key: int) -> bool:
        """Whether a key of the keyboard means something here; then it is done."""
        acts = {
            Qt.Key.Key_Space: self.toggle,
            Qt.Key.Key_J: self.go_previous,
            Qt.Key.Key_L: self.go_next,
        }
        act = acts.get(Qt.Key(key))
        if act is not None:
            act()
        return act is not None

    def _play(self) -> None:
        film = self._film
        if film is not None:
            repeats = self._transport.loop.isChecked()
            self._player.play(self.frame, film.frame_count, film.frames_per_second, repeats=repeats)

    def _on_scrubbed(self, frame: object) -> None:
        if isinstance(frame, int):
            self.stop()
            self.go(frame)

    def _on_due(self, frame: object) -> None:
        """Frames that are not painted yet are waited for."""
        if isinstance(frame, int):
            self.go(max(self._book.nearest(frame), 0))

    def _on_playing(self, playing: object) -> None:
        self._transport.show_playing(playing=bool(playing))
