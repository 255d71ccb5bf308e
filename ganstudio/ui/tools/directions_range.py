"""Head of the strip: the chosen direction, and the layers that it acts on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.edit.directions import Direction
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import QuietButton
from ganstudio.ui.widgets.fields import NumberField
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import follow_theme

SOURCES = {
    "pca": "PCA, on this picture",
    "sefa": "SeFa, on this picture",
    "difference": "A − B, on this picture",
    "boundary": "boundary, on this picture",
}


class RangeBar(QWidget):
    """`changed` carries (first, last), counted from 0, or None for all layers."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "title", "text")
        self.about = ElidedLabel("", "control", "text3")
        self.first = NumberField(1, 64, integer=True, small=True)
        self.last = NumberField(1, 64, integer=True, small=True)
        self.first.setAccessibleName("First layer")
        self.last.setAccessibleName("Last layer")
        self.parts = {name: QuietButton(name, size="small") for name in _PARTS}
        self._count = 0
        self._layers = QWidget()
        self._lay_out()
        self.first.changed.connect(self._on_field)
        self.last.changed.connect(self._on_field)
        self.parts["Coarse"].clicked.connect(self._coarse)
        self.parts["Middle"].clicked.connect(self._middle)
        self.parts["Fine"].clicked.connect(self._fine)
        self.parts["All"].clicked.connect(self._all)
        follow_theme(self.restyle)

    def show_direction(self, direction: Direction, layers: int) -> None:
        self.title.setText(direction.name)
        self.about.setText(SOURCES[direction.source])
        self._count = layers
        self._layers.setVisible(direction.space == "w" and layers > 0)
        first, last = direction.layers or (0, max(layers - 1, 0))
        self.first.set_value(first + 1)
        self.last.set_value(last + 1)

    def restyle(self) -> None:
        for field in (self.first, self.last):
            field.setFixedWidth(theme().px(44))

    def _lay_out(self) -> None:
        inner = QHBoxLayout(self._layers)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        words = [Label(one, "control", "text2") for one in ("Layers", "to")]
        for widget in (words[0], self.first, words[1], self.last, *self.parts.values()):
            inner.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.about, 1)
        row.addWidget(self._layers)

    def _on_field(self, _value: object) -> None:
        first, last = sorted((int(self.first.value), int(self.last.value)))
        self._tell(first - 1, last - 1)

    def _coarse(self) -> None:
        self._tell(0, self._third(1) - 1)

    def _middle(self) -> None:
        self._tell(self._third(1), self._third(2) - 1)

    def _fine(self) -> None:
        self._tell(self._third(2), self._count - 1)

    def _all(self) -> None:
        self._tell(0, self._count - 1)

    def _third(self, at: int) -> int:
        return max(round(self._count * at / 3), at)

    def _tell(self, first: int, last: int) -> None:
        last = min(last, self._count - 1)
        first = min(first, last)
        whole = (first, last) == (0, self._count - 1)
        self.changed.emit(None if whole else (first, last))


_PARTS = ("Coarse", "Middle", "Fine", "All")
