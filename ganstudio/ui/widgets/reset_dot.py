"""The dot that says: differs from the default, click to go back."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.control import Control


class ResetDot(Control):
    """8 px circle in a 16 px place that is kept when there is nothing to reset."""

    focus_radius = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._words: str | None = ""
        self.set_default(None)

    def set_default(self, default: str | None) -> None:
        """Show the dot with the default's text, or leave its place empty."""
        if default == self._words:
            return
        self._words = default
        self._shown = default is not None
        self.setEnabled(self._shown)
        tooltip = f"Reset to {default}" if self._shown else ""
        self.set_tooltip(tooltip)
        self.setToolTip(tooltip)
        self.setAccessibleName(tooltip or "Default value")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._shown else Qt.FocusPolicy.NoFocus)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(16), theme().px(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.tone("accent", "focus", "accent_fill"))
        side = theme().px(8)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(self.rect()).center())
        painter.drawEllipse(spot)
