"""The smoothing slider in the dots menu of curves."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.slider import Slider

HEAVIEST = 0.99


class SmoothingRow(QWidget):
    """`slider` carries the weight of the moving average."""

    def __init__(self, weight: float) -> None:
        super().__init__()
        self.slider = Slider(0.0, HEAVIEST)
        self.slider.set_value(weight)
        self.slider.set_default(weight)
        self.slider.setAccessibleName("Smoothing")
        self.slider.setMinimumWidth(theme().px(120))
        self._value = Label(_words(weight), "control", "text")
        self._value.setMinimumWidth(theme().px(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(Label("Smoothing", "control", "text"))
        row.addWidget(self.slider)
        row.addWidget(self._value)
        self.slider.changed.connect(self._show)

    def show_weight(self, weight: float) -> None:
        """Show what is in force, without asking for anything."""
        self.slider.set_value(weight)
        self._value.setText(_words(weight))

    def _show(self, weight: object) -> None:
        if isinstance(weight, int | float):
            self._value.setText(_words(weight))


def _words(weight: float) -> str:
    return f"{weight:.2f}"
