"""The inspector of the timeline: the key that is selected."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.easing import EASINGS
from ganstudio.edit.timeline import MOST_PER_SECOND, MOST_SECONDS, Interpolate, Key
from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.tools.setting_row import ChoiceRow, CountRow, NumberRow
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Divider, Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.scrolled import scrolled

_NOISES = (("fixed", "Fixed"), ("random", "Random"), ("off", "Off"))
_EASINGS = tuple((easing, easing.capitalize()) for easing in EASINGS)


class TimelineInspector(QWidget):
    """`key_changed` carries the values of the key that change, `noise_changed` the film's noise."""

    key_changed = Signal(object)  # dict
    noise_changed = Signal(object)
    pace_changed = Signal(object)  # frames a second
    length_changed = Signal(object)  # seconds
    class_changed = Signal(object)
    caption_changed = Signal(object)
    replace_asked = Signal()
    copy_asked = Signal()
    remove_asked = Signal()
    even_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "strong", "text")
        self._at = Label("", "control", "text3")
        self.remove = IconButton("trash", "Remove this key (Del)")
        self.picture = PictureView()
        self._name = Label("", "body", "text")
        self._norm = Label("", "control", "text3")
        self.replace = SecondaryButton("Replace", "dice", "small")
        self.replace.set_tooltip("Another seed")
        self.copy = SecondaryButton("Copy", "copy", "small")
        self.copy.set_tooltip("Copy the latent of this key")
        self.time = NumberRow("Time", (0, 6), unit="s")
        self.truncation = NumberRow("Truncation ψ", (-1.0, 2.0), 1.0)
        self.easing = ChoiceRow("Easing after", _EASINGS, "smooth")
        self.seed = CountRow("Noise seed", (0, 10**9), 0)
        self.classes = CountRow("Class", (0, 9999))
        self.caption = TextField(placeholder="Caption")
        self.noise = ChoiceRow("Noise", _NOISES, "fixed", "Of the whole film")
        self.pace = NumberRow("Frames/s", (1, MOST_PER_SECOND), 24, integer=True)
        self.length = CountRow("Length", (0.1, MOST_SECONDS), 6.0, integer=False, unit="s")
        self.note = Note("info", "", actions=[("even", "Even out the pace")])
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def restyle(self) -> None:
        side = theme().px(72)
        self.picture.setFixedSize(side, side)

    def show_key(self, film: Interpolate, index: int, classes: int, has_captions: bool) -> None:
        """Show a key without emitting."""
        key: Key = film.keys[index]
        self._title.setText(f"Key-frame {index + 1}")
        self._at.setText(f"at {key.time:.2f}\N{THIN SPACE}s")
        is_seed = key.latent.seed is not None
        self._name.setText(
            f"Seed {key.latent.seed}" if is_seed else f"A place in {key.latent.name}"
        )
        self.remove.set_refusal("" if len(film.keys) > 1 else "A film has one key at least")
        self.time.set_range(0, film.seconds)
        self.time.set_value(key.time)
        self.truncation.set_value(key.truncation)
        self.easing.set_value(key.easing)
        self.seed.set_value(key.noise_seed)
        self.seed.setEnabled(film.noise == "random")
        self.noise.set_value(film.noise)
        self.pace.set_value(film.frames_per_second)
        self.length.set_value(film.seconds)
        self.classes.setVisible(classes > 0)
        self.classes.set_value(key.latent.label or 0)
        self.caption.setVisible(has_captions)
        if self.caption.text() != key.latent.caption:
            self.caption.set_text(key.latent.caption)

    def refuse_truncation(self, reason: str) -> None:
        """Why it cannot be set; empty where it can."""
        self.truncation.setEnabled(not reason)
        self.truncation.setToolTip(reason)

    def show_picture(self, image: QImage | None) -> None:
        self.picture.set_image(image if image is not None else QImage())

    def show_norm(self, space: str, norm: float | None) -> None:
        letter = "w" if space.startswith("w") else "z"
        self._norm.setText("" if norm is None else f"norm of {letter} {norm:.2f}")

    def show_note(self, words: str) -> None:
        """What is uneven; nothing hides it."""
        self.note.set_text(words)
        self.note.setVisible(bool(words))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(Divider())
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 16, 12, 16)
        inside.setSpacing(0)
        inside.addLayout(self._card())
        of_key = (self.time, self.truncation, self.easing, self.classes, self.caption, self.seed)
        of_film = (self.pace, self.length, self.noise)
        for title, rows in (("", of_key), ("Film", of_film)):
            inside.addSpacing(12)
            inside.addWidget(Divider())
            inside.addSpacing(8)
            if title:
                inside.addWidget(Label(title, "title", "text"))
                inside.addSpacing(4)
            for row in rows:
                inside.addWidget(row)
        inside.addSpacing(16)
        inside.addWidget(self.note)
        inside.addStretch(1)
        column.addWidget(scrolled(body), 1)

    def _head(self) -> QWidget:
        holder = QWidget()
        head = QHBoxLayout(holder)
        head.setContentsMargins(16, 0, 12, 0)
        head.addWidget(self._title)
        head.addWidget(self._at, 1)
        head.addWidget(self.remove)
        holder.setFixedHeight(theme().px(PANE_HEAD))
        return holder

    def _card(self) -> QHBoxLayout:
        """The key's picture, and what can be done with it as a whole."""
        about = QVBoxLayout()
        about.setSpacing(4)
        about.addWidget(self._name)
        about.addWidget(self._norm)
        buttons = QHBoxLayout()
        buttons.addWidget(self.replace)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        about.addLayout(buttons)
        card = QHBoxLayout()
        card.setSpacing(12)
        card.addWidget(self.picture)
        card.addLayout(about, 1)
        return card

    def _connect(self) -> None:
        self.time.changed.connect(self._on_time)
        self.truncation.changed.connect(self._on_truncation)
        self.easing.changed.connect(self._on_easing)
        self.seed.changed.connect(self._on_seed)
        self.noise.changed.connect(self.noise_changed)
        self.pace.changed.connect(self.pace_changed)
        self.length.changed.connect(self.length_changed)
        self.classes.changed.connect(self.class_changed)
        self.caption.changed.connect(self.caption_changed)
        self.remove.clicked.connect(self.remove_asked)
        self.replace.clicked.connect(self.replace_asked)
        self.copy.clicked.connect(self.copy_asked)
        self.note.action.connect(self._on_note)

    @property
    def press(self) -> int:
        """Of the slider that moves: changes that share it are one step of undo."""
        return self.time.press + self.truncation.press + self.pace.press

    def _on_time(self, value: object) -> None:
        self.key_changed.emit({"time": value})

    def _on_truncation(self, value: object) -> None:
        self.key_changed.emit({"truncation": value})

    def _on_easing(self, value: object) -> None:
        self.key_changed.emit({"easing": value})

    def _on_seed(self, value: object) -> None:
        self.key_changed.emit({"noise_seed": value})

    def _on_note(self, _key: object) -> None:
        self.even_asked.emit()
