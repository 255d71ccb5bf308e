"""The bar between stage and tracks: where the playhead is, play, pace, what is ready."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.edit.movies import Film
from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.progress import ProgressBar

_NARROW = 800  # px under which the words about what is left give way


class Transport(QWidget):
    """Buttons and words; it changes nothing by itself."""

    def __init__(self, stop: str = "key") -> None:
        """Args: stop: what the buttons beside play go to."""
        super().__init__()
        self.previous = IconButton("chevron-left", f"Previous {stop} (J)")
        self.play = IconButton("play", "Play (Space)", checkable=True)
        self.next = IconButton("chevron-right", f"Next {stop} (L)")
        self.loop = IconButton("loop", "Play over and over", checkable=True)
        self.loop.setChecked(True)
        self.add = SecondaryButton("Add key", "plus", keys="K")
        self._pace = Label("", "control", "text2")
        self._time = Label("", "object", "text")
        self._frame = Label("", "control", "text2")
        self._ready = Label("", "control", "text2")
        self._left = Label("", "control", "text3")
        self._bar = ProgressBar()
        self._lay_out()
        follow_theme(self.restyle)

    def restyle(self) -> None:
        px = theme().px
        self.setFixedHeight(px(PANE_HEAD))
        self._bar.setFixedWidth(px(64))
        self._time.setFixedWidth(px(62))

    def show_film(self, film: Film) -> None:
        """Show without emitting."""
        self._pace.setText(f"{film.frames_per_second} frames/s")

    def show_place(self, film: Film, frame: int) -> None:
        self._time.setText(f"{film.time_of(frame):.2f}\N{THIN SPACE}s")
        self._frame.setText(f"frame {frame + 1:,} of {film.frame_count:,}")

    def show_ready(self, ready: int, count: int, milliseconds: float) -> None:
        """How many frames are there, and what the rest costs at the pace that was measured."""
        self._bar.set_fraction(ready / max(count, 1))
        self._ready.setText(f"{ready:,} of {count:,} ready")
        each = f"{milliseconds:.0f}\N{THIN SPACE}ms a frame" if milliseconds else ""
        if ready < count and milliseconds:
            seconds = (count - ready) * milliseconds / 1000
            left = f"{seconds:.0f}\N{THIN SPACE}s" if seconds >= 1 else "under 1\N{THIN SPACE}s"
            self._left.setText(f"{left} left at {each}")
        else:
            self._left.setText(each)

    def show_playing(self, *, playing: bool) -> None:
        self.play.setChecked(playing)
        self.play.set_icon("pause" if playing else "play")
        self.play.set_tooltip("Pause (Space)" if playing else "Play (Space)")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= theme().px(_NARROW)
        self._left.setVisible(is_wide)
        self._pace.setVisible(is_wide)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        for widget in (self.previous, self.play, self.next, self.loop):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self._time)
        row.addWidget(self._frame)
        row.addStretch(1)
        row.addWidget(self._pace)
        line = Divider(vertical=True)
        line.setFixedHeight(20)
        row.addWidget(line)
        row.addWidget(self._ready)
        row.addWidget(self._bar)
        row.addWidget(self._left)
        row.addWidget(self.add)
