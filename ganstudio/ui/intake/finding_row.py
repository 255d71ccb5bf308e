"""One thing to know of a folder: the sentence, and a switch where something answers it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme
from ganstudio.ui.widgets.toggle import Toggle

_ICONS = {"error": "error", "warning": "warn", "note": "info"}
_TONES = {"error": "error", "warning": "warn", "note": "text3"}
_NAMES = {"error": "Error", "warning": "Warning", "note": "Note"}


class FindingRow(QWidget):
    """`switched` carries (place, on)."""

    switched = Signal(object)

    def __init__(self, place: int, severity: str, message: str, settings: str = "") -> None:
        """A row.

        Args:
            place: of the finding in the report; what `switched` names.
            severity: error, warning or note.
            message: one sentence.
            settings: what answers it, in words; empty where nothing does.
        """
        super().__init__()
        self.place = place
        self.severity = severity
        self._sentence = Label(message, "control", "text" if severity != "note" else "text2", True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.toggle = Toggle()
        self.toggle.setAccessibleName(settings)
        self.toggle.setAccessibleDescription(message)
        self.toggle.setToolTip(f"Take it: {settings}")
        self.toggle.set_value(True)
        self.toggle.changed.connect(self._tell)
        self._settings = Label(settings, "control", "text", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addWidget(self._sentence)
        self._answer = QWidget()
        line = QHBoxLayout(self._answer)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._settings, 1)
        self._column.addWidget(self._answer)
        self._answer.setVisible(bool(settings))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{_NAMES[severity]}: {message}")
        follow_theme(self.restyle)

    @property
    def message(self) -> str:
        return self._sentence.text()

    @property
    def settings(self) -> str:
        return self._settings.text()

    def set_taken(self, taken: bool) -> None:
        """Switch without emitting `switched`."""
        self.toggle.set_value(taken)
        self._settings.set_tone("text" if taken else "text3")

    def restyle(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(34), px(10), px(12), px(10))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        tone = _TONES[self.severity]
        fill = colour("raised" if self.severity == "note" else f"{tone}_tint")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CONTROL), fill)
        spot = QRectF(px(11), px(10), px(16), px(16))
        draw_icon(painter, _ICONS[self.severity], spot, colour(tone))
        painter.end()

    def _tell(self, on: object) -> None:
        self._settings.set_tone("text" if on else "text3")
        self.switched.emit((self.place, bool(on)))
