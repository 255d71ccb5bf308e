"""What panels of instruments have in common: a reading at the playhead, and a line of choices."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.core.events import Event, InstrumentsRead, RunStarted
from ganstudio.core.instruments import Reading
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.wording import steps
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.widgets.painting import follow_theme

ALL_LAYERS = ""
_WIDEST = 150  # px of the layer's name; its list shows it whole


class InstrumentPanel(Panel):
    """A panel of one kind of reading, those of the past among them.

    Attributes:
        reads: the kind of reading.
        kept: readings that stay in memory.
    """

    listens = (RunStarted, InstrumentsRead)
    unrecorded = ("Not in the record", "It is read while the studio watches a run.")
    reads: ClassVar[type] = object
    kept: ClassVar[int] = 256

    def __init__(self, qualifier: str = "") -> None:
        super().__init__(qualifier)
        self._readings: OrderedDict[int, Reading] = OrderedDict()
        expand = self.add_action_button("expand", "Show this panel alone (F11)")
        expand.clicked.connect(self.maximise_requested)

    def take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            for step in [step for step in self._readings if step > event.first_step]:
                del self._readings[step]
        elif isinstance(event, InstrumentsRead):
            for reading in event.readings:
                if isinstance(reading, self.reads):
                    self._keep(reading)

    def clear(self) -> None:
        super().clear()
        self._readings.clear()
        self.set_legend(())
        self.set_qualifier("")

    def is_empty(self) -> bool:
        return not self._readings

    def shown(self) -> Reading | None:
        """The newest reading, or the one nearest to the playhead."""
        if not self._readings:
            return None
        if self.playhead is None:
            return next(reversed(self._readings.values()))
        wanted = self.playhead
        return min(self._readings.values(), key=lambda reading: abs(reading.step - wanted))

    def say_step(self) -> None:
        shown = self.shown()
        self.set_qualifier("" if shown is None else f"at step {steps(shown.step)}")

    def _keep(self, reading: Reading) -> None:
        self._readings[reading.step] = reading
        if len(self._readings) > self.kept:
            self._readings.popitem(last=False)


class ChoiceLine(QWidget):
    """A player, one of its layers or all, and what is read there in words."""

    changed = Signal()

    def __init__(self, *, with_layers: bool = True, with_all: bool = True) -> None:
        """Args: with_layers: whether one of them is chosen. with_all: or all of them at once."""
        super().__init__()
        self._with_all = with_all
        self._layers: dict[str, tuple[str, ...]] = {}
        self._player = Combo((), small=True)
        self._player.setAccessibleName("Player")
        self._layer = Combo((), small=True)
        self._layer.setAccessibleName("Layer")
        self._layer.setParent(self)
        self._layer.setVisible(with_layers)
        self._words = ElidedLabel("", "tick", "text2")
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self._player)
        self._row.addWidget(self._layer)
        self._row.addWidget(self._words, 1)
        self._player.changed.connect(self._choose_player)
        self._layer.changed.connect(self._tell)
        follow_theme(self.restyle)

    @property
    def player(self) -> str:
        return str(self._player.value or "")

    @property
    def layer(self) -> str:
        """The chosen layer; "" for all."""
        return str(self._layer.value or "")

    def set_layers(self, layers: Mapping[str, Sequence[str]]) -> None:
        """The layers of every player; what was chosen stays where it still exists."""
        wanted = {player: tuple(names) for player, names in layers.items()}
        if wanted == self._layers:
            return
        is_first = not self._layers
        self._layers = wanted
        self._player.set_items([(name, name.capitalize(), "") for name in wanted])
        if is_first and "critic" in wanted:
            self._player.set_value("critic")
        self._offer_layers()

    def set_player(self, player: str) -> None:
        self._player.set_value(player)
        self._offer_layers()

    def set_layer(self, layer: str) -> None:
        self._layer.set_value(layer)

    def set_words(self, words: str, hint: str = "") -> None:
        """What is read there; `hint` says it at length."""
        self._words.setText(words)
        self._words.setToolTip(hint or words)

    def restyle(self) -> None:
        self._layer.setMaximumWidth(theme().px(_WIDEST))
        side, above = theme().px(12), theme().px(4)
        self._row.setContentsMargins(side, above, side, above)

    def _offer_layers(self) -> None:
        names = self._layers.get(self.player, ())
        rows = [(name, name, "") for name in names]
        every = [(ALL_LAYERS, "All layers", "")] if self._with_all else []
        self._layer.set_items([*every, *rows])

    def _choose_player(self, _player: object) -> None:
        self._offer_layers()
        self.changed.emit()

    def _tell(self, _layer: object) -> None:
        self.changed.emit()


def under(line: QWidget, body: QWidget) -> QWidget:
    """A line of choices over what is chosen."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(line)
    column.addWidget(body, 1)
    return whole
