"""Settings of truncation and noise, and the map of what noise changes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.edit.latents import Manner
from ganstudio.edit.vary import Vary
from ganstudio.ui.editing.inspector import Inspector, LabelledRow
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton, SecondaryButton
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.layouts import empty_out
from ganstudio.ui.widgets.numbers import with_minus
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.picture_view import PictureView
from ganstudio.ui.widgets.section import Section
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import SliderField

NOISES = (("fixed", "Fixed"), ("random", "Random"), ("off", "Off"))


class TruncationInspector(Inspector):
    """`changed` carries (fields of the manner, what was done); `released` ends a drag."""

    changed = Signal(object)
    released = Signal()
    measure_asked = Signal()
    board_asked = Signal()
    export_asked = Signal()
    curve_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Truncation and noise")
        self.board = IconButton("plus", "Put the picture on the board")
        self.head.add_button(self.board)
        self.picture = PictureView()
        self.strength = SliderField(-1, 2)
        self.strength.set_default(1)
        self.layers = SliderField(0, 1, integer=True)
        self.curve = SecondaryButton("Measure the curve…", "train")
        self.noise = Segmented(NOISES, small=True)
        self.seed = NumberField(0, integer=True)
        self.measure = SecondaryButton("Measure 100 draws", "dice")
        self.map = PictureView()
        self.export = IconButton("export", "Export the map…")
        self.words = Label("", "control", "text2", wrap=True)
        self._manner = Manner()
        self._most = 1
        self._sides: tuple[int, ...] = ()
        self._per_layer: list[Segmented] = []
        self._lay_out()
        self._connect()
        follow_theme(self.restyle)

    def may_measure(self) -> bool | str:
        return bool(self._sides) or "This model takes no noise beside its latent"

    def offer(self, *, pulls: bool, layers: int, sides: Sequence[int]) -> None:
        """What the model has.

        Args:
            pulls: towards a mean style; else latents are drawn again.
            layers: of styles, 0 where there are none.
            sides: px of each noise input.
        """
        self.strength.slider.set_range(-1 if pulls else 0, 2 if pulls else 1)
        self._strength_row.label.setText("Truncation ψ" if pulls else "Share kept")
        self._layers_row.setVisible(layers > 0)
        self._most = max(layers, 1)
        self.layers.slider.set_range(0, self._most)
        for part in self._noise_parts:
            part.setVisible(bool(sides))
        if tuple(sides) != self._sides:
            self._sides = tuple(sides)
            self._list_inputs()

    def show_manner(self, manner: Manner, name: str) -> None:
        self._manner = manner
        self.head.set_words(f"Seed {name}" if name.isdecimal() else f"A place in {name}")
        self.strength.set_value(manner.truncation)
        self.layers.set_value(self._most if manner.layers is None else manner.layers)
        self.noise.set_value(manner.noise)
        self.seed.set_value(manner.noise_seed)
        for at, choice in enumerate(self._per_layer):
            choice.set_value(manner.noise_of(at))
        differing = len(manner.noise_at)
        self.section.set_summary(f"{differing} inputs of their own" if differing else "as above")

    def show_progress(self, done: int, whole: int) -> None:
        self.words.setText(f"{done} of {whole} draws")

    def show_map(self, of: Vary, image: QImage, largest: float) -> None:
        """Show what was measured of a latent; `largest` in levels of 255."""
        self.map.set_image(image)
        self.map.show()
        self.export.set_refusal("")
        what = f"seed {of.latent.seed}" if of.latent.seed is not None else "this latent"
        strength = with_minus(f"truncation {of.manner.truncation:.2f}")
        self.words.setText(
            f"Standard deviation of {of.draws} draws of {what}, {strength}: bright where chance "
            f"decides, at most {largest:.1f} of 255 levels."
        )

    def hide_map(self) -> None:
        """Nothing is measured."""
        self.map.hide()
        self.export.set_refusal("Measure first")
        self.words.setText("")

    def restyle(self) -> None:
        for view in (self.picture, self.map):
            view.setFixedHeight(theme().px(268))

    def _lay_out(self) -> None:
        self.add(self.picture)
        self._strength_row = self.add_row("Truncation ψ", self.strength)
        self._layers_row = self.add_row("Up to layer", self.layers)
        self.add(self.curve)
        self.add_divider()
        noise = self.add_row("Noise", self.noise, fills=False)
        seed = self.add_row("Noise seed", self.seed)
        self.section = Section("Each input", folded=True)
        measuring = QWidget()
        line = QHBoxLayout(measuring)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.measure)
        line.addStretch(1)
        line.addWidget(self.export)
        for widget in (self.section, measuring, self.words, self.map):
            self.add(widget)
        self.hide_map()
        self._noise_parts: tuple[QWidget, ...] = (noise, seed, self.section, measuring)

    def _connect(self) -> None:
        self.strength.changed.connect(self._on_strength)
        self.layers.changed.connect(self._on_layers)
        self.strength.committed.connect(self._on_released)
        self.layers.committed.connect(self._on_released)
        self.noise.changed.connect(self._on_noise)
        self.seed.changed.connect(self._on_seed)
        self.measure.clicked.connect(self._on_measure)
        self.board.clicked.connect(self._on_board)
        self.export.clicked.connect(self.export_asked)
        self.curve.clicked.connect(self.curve_asked)

    def _list_inputs(self) -> None:
        layout = self.section.body_layout
        empty_out(layout)
        self._per_layer = []
        for at, side in enumerate(self._sides):
            choice = Segmented(NOISES, small=True)
            choice.changed.connect(self._on_input)
            self._per_layer.append(choice)
            layout.addWidget(LabelledRow(f"{at + 1}, {side} px", choice, fills=False))

    def _on_strength(self, value: object) -> None:
        self.changed.emit(({"truncation": value}, "Move truncation"))

    def _on_layers(self, value: object) -> None:
        if isinstance(value, int | float):
            is_all = value >= self._most
            self.changed.emit(({"layers": None if is_all else int(value)}, "Move cut-off"))

    def _on_noise(self, value: object) -> None:
        self.released.emit()
        self.changed.emit(({"noise": value, "noise_at": ()}, "Change noise"))
        self.released.emit()

    def _on_seed(self, value: object) -> None:
        self.changed.emit(({"noise_seed": value}, "Change noise seed"))
        self.released.emit()

    def _on_input(self, _value: object) -> None:
        chosen = tuple(choice.value for choice in self._per_layer)
        is_same = all(one == self._manner.noise for one in chosen)
        self.released.emit()
        self.changed.emit(({"noise_at": () if is_same else chosen}, "Change noise of an input"))
        self.released.emit()

    def _on_released(self, _value: object) -> None:
        self.released.emit()

    def _on_measure(self) -> None:
        self.measure_asked.emit()

    def _on_board(self) -> None:
        self.board_asked.emit()
