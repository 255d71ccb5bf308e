"""Short messages at the bottom right of a window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CONTROL, SMALL_CONTROL, theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_STAYS_MS, _MOST, _WIDTH, _MARGIN = 4000, 3, 320, 12
_ICONS = {"ok": "check", "info": "info", "warn": "warn", "error": "error"}


class Toast(QWidget):
    """One message: icon, bold sentence, one detail line with a link, a cross."""

    closed = Signal(object)

    def __init__(self, tone: str, title: str, detail: str, link: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = tone
        self.on_link: Callable[[], None] | None = None
        self._title = Label(title, "title", "text", wrap=True)
        self._detail = Label("", "control", "text2", wrap=True)
        self._detail.setVisible(bool(detail or link))
        self._words, self._link = detail, link
        self._detail.linkActivated.connect(self._follow)
        cross = IconButton("close", "Close", size=SMALL_CONTROL)
        cross.clicked.connect(self.close_toast)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._row = QHBoxLayout(self)
        self._row.addLayout(words, 1)
        self._row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self.close_toast)
        self.setAccessibleName(f"{title} {detail}".strip())
        follow_theme(self.restyle)
        if tone != "error":
            self._timer.start()

    def restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(_WIDTH))
        self._row.setContentsMargins(px(38), px(10), px(8), px(10))
        colour = theme().palette.accent
        link = f'<a href="#" style="color:{colour};text-decoration:none">{self._link}</a>'
        self._detail.setText(f"{self._words} {link}" if self._link else self._words)
        self.update()

    def close_toast(self) -> None:
        self.closed.emit(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._tone != "error":
            self._timer.start()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px, colour = theme().px, theme().colour
        radius = px(RADIUS_CONTROL)
        draw_box(painter, QRectF(self.rect()), radius, colour("raised"), colour("edge"))
        tone = colour("text3" if self._tone == "info" else self._tone)
        draw_icon(painter, _ICONS[self._tone], QRectF(px(12), px(11), px(16), px(16)), tone)

    def _follow(self, _target: str) -> None:
        if self.on_link is not None:
            self.on_link()
        self.close_toast()


class ToastHost(QObject):
    """Keeps the toasts of one window in its corner; at most three, the oldest makes room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._toasts: list[Toast] = []
        parent.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        return tuple(self._toasts)

    def show_toast(
        self,
        tone: str,
        title: str,
        detail: str = "",
        link: str = "",
        on_link: Callable[[], None] | None = None,
    ) -> Toast:
        """Show a message for four seconds; errors stay until they are closed.

        Args:
            tone: ok, info, warn or error.
            title: the sentence.
            detail: one more line.
            link: words of a link behind the detail.
            on_link: called when the link is followed.
        """
        while len(self._toasts) >= _MOST:
            self._remove(self._toasts[0])
        toast = Toast(tone, title, detail, link, self._window)
        toast.on_link = on_link
        toast.closed.connect(self._remove)
        self._toasts.append(toast)
        self.arrange()
        toast.show()
        return toast

    def arrange(self) -> None:
        """Stack the toasts upwards from the corner."""
        margin = theme().px(_MARGIN)
        bottom = self._window.height() - margin
        for toast in reversed(self._toasts):
            toast.resize(toast.width(), toast.heightForWidth(toast.width()))
            bottom -= toast.height()
            toast.move(self._window.width() - toast.width() - margin, bottom)
            toast.raise_()
            bottom -= theme().px(8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.arrange()
        return False

    def _remove(self, toast: object) -> None:
        if isinstance(toast, Toast) and toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self.arrange()
