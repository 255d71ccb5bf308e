"""The panel under the mixing grid: which layers come from the source."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.edit.mix import named_ranges
from ganstudio.ui.tools.layer_range import LayerRange, words_for
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.toggle import Toggle

_NAMED = (
    ("coarse", "Coarse"),
    ("middle", "Middle"),
    ("fine", "Fine"),
    ("all", "All"),
    ("custom", "Custom"),
)


class LayersPanel(QWidget):
    """`changed` carries the layers; those of one drag share `press`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.press = 0
        self.range = LayerRange()
        self.named = Segmented(_NAMED, small=True)
        self.named.setAccessibleName("Layers by name")
        self.single = Toggle()
        self.single.setAccessibleName("Pick single layers")
        self._reading = Label("", "control", "text3")
        self._sides: tuple[int, ...] = ()
        self._shown: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # sides and layers
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Layers taken from the source", "title", "text"))
        head.addWidget(self._reading, 1)
        head.addWidget(self.named)
        head.addSpacing(12)
        head.addWidget(Label("Pick single layers", "control", "text2"))
        head.addWidget(self.single)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.range)
        self.named.changed.connect(self._on_named)
        self.single.changed.connect(self._on_single)
        self.range.changed.connect(self.changed)
        self.range.committed.connect(self._end_press)

    def show_layers(self, sides: tuple[int, ...], layers: tuple[int, ...]) -> None:
        """Show without emitting; layers with gaps can only be shown one by one."""
        if (sides, layers) == self._shown:
            return
        self._shown = sides, layers
        if sides != self._sides:
            self._sides = sides
            self.range.set_sides(sides)
        self.range.set_layers(layers)
        self._reading.setText(words_for(layers, len(sides)))
        self.named.set_value(self._name_of(layers))
        if layers and len(layers) != layers[-1] - layers[0] + 1 and not self.single.value:
            self.single.set_value(True)
            self.range.set_single(True)

    def _name_of(self, layers: tuple[int, ...]) -> str:
        if layers == tuple(range(len(self._sides))):
            return "all"
        named = named_ranges(self._sides)
        return next((name for name, own in named.items() if own and own == layers), "custom")

    def _on_named(self, name: object) -> None:
        """Custom is what the handles make of it: nothing changes yet."""
        self._end_press()
        if name == "all":
            self.changed.emit(tuple(range(len(self._sides))))
        elif name != "custom":
            self.changed.emit(named_ranges(self._sides)[str(name)])

    def _on_single(self, is_single: object) -> None:
        """Two handles hold no gaps: switching back fills them."""
        self.range.set_single(bool(is_single))
        layers = self.range.layers
        if not is_single and layers:
            self.changed.emit(tuple(range(layers[0], layers[-1] + 1)))

    def _end_press(self) -> None:
        self.press += 1
