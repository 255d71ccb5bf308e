"""Text in a type role and a tone, following the theme."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ganstudio.ui.fonts import FontRole
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.painting import follow_theme


class Label(QLabel):
    """A label; `tone` is a palette token. Links are drawn in the accent."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = "control",
        tone: str = "text2",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self._tone = tone
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        follow_theme(self.restyle)

    def set_tone(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self.restyle()

    def set_role(self, role: FontRole) -> None:
        if role != self._role:
            self._role = role
            self.restyle()

    def restyle(self) -> None:
        self.setFont(theme().font(self._role))
        self._dye()

    def changeEvent(self, event: QEvent) -> None:
        """A style sheet brings an old palette back when a label gets another parent."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            active = self.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
            if active != theme().colour(self._tone):
                self._dye()

    def _dye(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().colour(self._tone))
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole.WindowText, theme().colour("text4"))
        palette.setColor(QPalette.ColorRole.Link, theme().colour("accent"))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that gives way: cut with an ellipsis, whole in the tooltip."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = "control",
        tone: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._cut() != self.text() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), self.alignment(), self._cut())

    def _cut(self) -> str:
        mode = Qt.TextElideMode.ElideRight
        return self.fontMetrics().elidedText(self.text(), mode, self.contentsRect().width())


class Divider(QFrame):
    """A hairline, across or down."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        follow_theme(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("hairline"))
