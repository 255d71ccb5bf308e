"""How curves are smoothed, in their dots menu: by an average or a median, and how strongly."""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.smoothing import PUBLISHED, Average, Median, Smoothing
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.slider import Slider

HEAVIEST = 0.99
NARROWEST, WIDEST = 3, 301  # steps
Kind = Literal["average", "median"]


class SmoothingRow(QWidget):
    """`slider` carries the weight of the moving average, `median` the window of the median.

    `changed` carries what is in force, on the user's choice only.
    """

    changed = Signal(object)

    def __init__(self, weight: float, kind: Kind = "average") -> None:
        super().__init__()
        self.kind = Segmented([("average", "Average"), ("median", "Median")], small=True)
        self.kind.setAccessibleName("Kind of smoothing")
        self.kind.set_value(kind)
        self.slider = Slider(0.0, HEAVIEST)
        self.slider.set_value(weight)
        self.slider.set_default(weight)
        self.slider.setAccessibleName("Smoothing")
        self.median = Slider(NARROWEST, WIDEST, log=True, integer=True)
        self.median.set_value(PUBLISHED)
        self.median.set_default(PUBLISHED)
        self.median.setAccessibleName("Window of the median in steps")
        self._value = Label("", "control", "text")
        self._value.setMinimumWidth(theme().px(60))
        self._lay_out()
        self._show()
        self.slider.changed.connect(self._weigh)
        self.median.changed.connect(self._widen)
        self.kind.changed.connect(self._choose)

    @property
    def weight(self) -> float:
        return self.slider.value

    @property
    def smoothing(self) -> Smoothing:
        if self.kind.value == "median":
            return Median(_odd(self.median.value))
        return Average(self.weight)

    def show_weight(self, weight: float) -> None:
        """Have another average in force, without asking for anything."""
        self.slider.set_value(weight)
        self._show()

    def show_smoothing(self, smoothing: Smoothing) -> None:
        """Show what is in force, without asking for anything."""
        if isinstance(smoothing, Median):
            self.kind.set_value("median")
            self.median.set_value(smoothing.window)
            self._show()
        else:
            self.kind.set_value("average")
            self.show_weight(smoothing.weight)

    def _lay_out(self) -> None:
        for slider in (self.slider, self.median):
            slider.setMinimumWidth(theme().px(120))
        choice, strength = QHBoxLayout(), QHBoxLayout()
        choice.addWidget(Label("Smoothing", "control", "text"))
        choice.addStretch(1)
        choice.addWidget(self.kind)
        for widget in (self.slider, self.median, self._value):
            strength.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 4, 12, 4)
        rows.setSpacing(6)
        for row in (choice, strength):
            row.setSpacing(8)
            rows.addLayout(row)

    def _weigh(self, weight: object) -> None:
        if isinstance(weight, int | float):
            self.show_weight(float(weight))
            self.changed.emit(self.smoothing)

    def _widen(self, window: object) -> None:
        if isinstance(window, int | float):
            self.median.set_value(window)
            self._choose()

    def _choose(self, _kind: object = None) -> None:
        self._show()
        self.changed.emit(self.smoothing)

    def _show(self) -> None:
        smoothing = self.smoothing
        is_median = isinstance(smoothing, Median)
        self.slider.setVisible(not is_median)
        self.median.setVisible(is_median)
        width = f"{smoothing.window} steps" if isinstance(smoothing, Median) else ""
        self._value.setText(width or f"{self.weight:.2f}")


def _odd(width: float) -> int:
    """A window has a middle."""
    return 2 * (int(width) // 2) + 1
