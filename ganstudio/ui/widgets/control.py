"""The base of painted push controls: hover fading, refusal with a reason, forced states."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.painting import Pose, Warmth, blend, follow_theme


class Control(QAbstractButton):
    """A button that paints itself; subclasses implement sizeHint and paintEvent."""

    focus_radius = RADIUS_CONTROL

    def __init__(self, text: str = "", tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warmth = Warmth(self)
        self._pose: Pose = ""
        self._tooltip = tooltip
        self.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text or tooltip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.restyle)

    def set_refusal(self, reason: str) -> None:
        """Disable with a reason as the tooltip; an empty reason enables again."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self._tooltip)
        self.setAccessibleDescription(reason)

    def set_tooltip(self, tooltip: str) -> None:
        """The tooltip shown while the control can be used."""
        self._tooltip = tooltip
        if self.isEnabled():
            self.setToolTip(tooltip)

    def set_pose(self, pose: Pose) -> None:
        """Show a state without a pointer, for the gallery."""
        self._pose = pose
        self.update()

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def tone(self, rest: str | QColor, hover: str | QColor, pressed: str | QColor) -> QColor:
        """The colour for the present state, fading out of hover."""
        colour = theme().colour
        low = colour(rest) if isinstance(rest, str) else rest
        high = colour(hover) if isinstance(hover, str) else hover
        deep = colour(pressed) if isinstance(pressed, str) else pressed
        if not self.isEnabled():
            return low
        if self._pose:
            return {"rest": low, "hover": high, "pressed": deep}[self._pose]
        return deep if self.isDown() else blend(low, high, self._warmth.value)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._warmth.warm()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._warmth.cool()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
        super().changeEvent(event)
