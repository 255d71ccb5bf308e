"""The inspector of the mixing grid: one cell in large, and how all of them are drawn."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.edit.latents import Manner
from ganstudio.edit.mix import Mix
from ganstudio.ui.theme import PANE_HEAD, theme
from ganstudio.ui.tools.crossover_strip import CrossoverStrip
from ganstudio.ui.tools.setting_row import ChoiceRow, CountRow, NumberRow
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import Divider, ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.scrolled import scrolled

_NOISES = (("fixed", "Fixed"), ("random", "Random"), ("off", "Off"))
MOST_HEADS = 16
PICTURE = 224  # px of the large view


class MixingInspector(QWidget):
    """`manner_changed` carries a Manner, `range_chosen` layers, `counts_changed` two numbers."""

    manner_changed = Signal(object)
    range_chosen = Signal(object)
    counts_changed = Signal(object)
    copy_asked = Signal()
    board_asked = Signal()
    film_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._manner = Manner()
        self.title = ElidedLabel("", "strong", "text")
        self.picture = PictureView()
        self.strip = CrossoverStrip()
        self.truncation = NumberRow(
            "Truncation ψ", (-1.0, 2.0), 1.0,
            tip="1 leaves styles as they are, 0 makes all alike, beyond 1 exaggerates",
        )  # fmt: skip
        self.cut = NumberRow("Up to layer", (1, 18), integer=True, tip="Finer layers stay free")
        self.noise = ChoiceRow("Noise", _NOISES, "fixed", "The details that chance decides")
        self.seed = CountRow("Noise seed", (0, 10**9))
        self.rows = CountRow("Sources", (1, MOST_HEADS), tip="Rows of the grid")
        self.columns = CountRow("Destinations", (1, MOST_HEADS), tip="Columns of the grid")
        self.copy = SecondaryButton("Copy latent", "copy")
        self.board = SecondaryButton("To the board", "plus")
        self.film = SecondaryButton("To the timeline", "film")
        self.film.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pace = Label("", "control", "text3", wrap=True)
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    @property
    def press(self) -> int:
        """Of the slider that moves: changes that share it are one step of undo."""
        return self.truncation.press + self.cut.press

    def restyle(self) -> None:
        self.picture.setFixedHeight(theme().px(PICTURE))

    def show_cell(self, words: str) -> None:
        self.title.setText(words)

    def show_mix(self, mix: Mix, layer_count: int) -> None:
        """Show how the grid is drawn, without emitting."""
        manner = self._manner = mix.manner
        self.truncation.set_value(manner.truncation)
        self.cut.set_range(1, max(layer_count, 1))
        self.cut.set_value(layer_count if manner.layers is None else manner.layers)
        self.noise.set_value(manner.noise)
        self.seed.set_value(manner.noise_seed)
        self.seed.setEnabled(manner.noise == "random")
        self.rows.set_value(len(mix.sources))
        self.columns.set_value(len(mix.destinations))
        self._layer_count = layer_count

    def show_picture(self, image: QImage) -> None:
        self.picture.set_image(image)

    def show_pace(self, done: int, count: int, seconds: float) -> None:
        """How far the grid is, and how long a picture takes."""
        each = f", {1000 * seconds:.0f}\N{THIN SPACE}ms each" if seconds else ""
        self._pace.setText(f"{done} of {count} cells{each}")
        self._pace.set_tone("text3" if done < count else "ok")

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
        inside.addWidget(self.picture)
        inside.addSpacing(16)
        inside.addWidget(Label("Crossover: layers from the source", "control", "text2"))
        inside.addSpacing(6)
        inside.addWidget(self.strip)
        inside.addSpacing(12)
        inside.addWidget(Divider())
        inside.addSpacing(8)
        for row in (self.truncation, self.cut, self.noise, self.seed, self.rows, self.columns):
            inside.addWidget(row)
        inside.addSpacing(8)
        inside.addWidget(Divider())
        inside.addSpacing(12)
        inside.addLayout(self._buttons())
        inside.addSpacing(8)
        inside.addWidget(self.film)
        inside.addStretch(1)
        inside.addSpacing(12)
        inside.addWidget(self._pace)
        column.addWidget(scrolled(body), 1)

    def _head(self) -> QWidget:
        holder = QWidget()
        head = QHBoxLayout(holder)
        head.setContentsMargins(16, 0, 12, 0)
        head.addWidget(self.title, 1)
        holder.setFixedHeight(theme().px(PANE_HEAD))
        return holder

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.copy, self.board):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        return buttons

    def _connect(self) -> None:
        self._layer_count = 1
        self.truncation.changed.connect(self._on_truncation)
        self.cut.changed.connect(self._on_cut)
        self.noise.changed.connect(self._on_noise)
        self.seed.changed.connect(self._on_seed)
        self.rows.changed.connect(self._on_counts)
        self.columns.changed.connect(self._on_counts)
        self.strip.chosen.connect(self.range_chosen)
        self.copy.clicked.connect(self.copy_asked)
        self.board.clicked.connect(self.board_asked)
        self.film.clicked.connect(self.film_asked)

    def _on_truncation(self, value: object) -> None:
        self._change(truncation=value)

    def _on_cut(self, value: object) -> None:
        self._change(layers=None if value == self._layer_count else value)

    def _on_noise(self, value: object) -> None:
        self._change(noise=value)

    def _on_seed(self, value: object) -> None:
        self._change(noise_seed=value)

    def _on_counts(self) -> None:
        self.counts_changed.emit(
            (round(self.rows.control.value), round(self.columns.control.value))
        )

    def _change(self, **changed: object) -> None:
        self.manner_changed.emit(self._manner.model_copy(update=changed))
