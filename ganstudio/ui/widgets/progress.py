"""How far something is, how long it will take, and a way to stop it."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.theme import SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme


class ProgressBar(QWidget):
    """A 4 px bar in a neutral tone; nothing is drawn while the length is unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction: float | None = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_fraction(self, fraction: float | None) -> None:
        """Done, 0 to 1; None when nobody knows."""
        self._fraction = None if fraction is None else min(max(fraction, 0.0), 1.0)
        self.update()

    def restyle(self) -> None:
        self.setFixedHeight(theme().px(4))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._fraction is None:
            return
        painter = QPainter(self)
        bar = QRectF(self.rect())
        draw_box(painter, bar, bar.height() / 2, theme().colour("pressed"))
        if self._fraction > 0:
            bar.setWidth(max(bar.width() * self._fraction, bar.height()))
            draw_box(painter, bar, bar.height() / 2, theme().colour("text2"))


class ProgressRow(QWidget):
    """Name, “62 %, 9 s left”, cancel and the bar. `cancelled` asks to stop."""

    cancelled = Signal()

    def __init__(self, name: str, cancellable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel(name, "control", "text")
        self._state = Label("", "control", "text3")
        self._cancel = IconButton("close", "Cancel", size=SMALL_CONTROL, parent=self)
        self._cancel.setVisible(cancellable)
        self._cancel.clicked.connect(self.cancelled)
        self._bar = ProgressBar()
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        head.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._bar)
        self.setAccessibleName(name)

    def set_progress(self, fraction: float, left: str = "") -> None:
        """How much is done, 0 to 1, and the time left in words."""
        percent = f"{round(fraction * 100)}\N{THIN SPACE}%"
        self._say(f"{percent}, {left}" if left else percent)
        self._bar.set_fraction(fraction)

    def set_unknown(self, words: str) -> None:
        """Unknown length: elapsed time and what is being done, no bar."""
        self._say(words)
        self._bar.set_fraction(None)

    def set_name(self, name: str) -> None:
        self._name.setText(name)
        self.setAccessibleName(name)

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self.setAccessibleDescription(words)
