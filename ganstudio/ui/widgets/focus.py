"""The keyboard's focus ring: one overlay per window, outside the control it marks."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from ganstudio.ui.theme import RADIUS_CONTROL, theme
from ganstudio.ui.widgets.pages import is_page
from ganstudio.ui.widgets.painting import draw_ring

_GAP, _WIDTH = 2, 2
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}


class FocusRing(QWidget):
    """A 2 px ring, 2 px outside its target, following it through layouts and scrolling."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = target
        self._watched: list[QWidget] = []
        self._watch(target)
        self._place()

    def let_go(self) -> None:
        """Stop following and vanish."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = None
        self.hide()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._target is None or not isValid(self._target):
            return
        radius = theme().px(getattr(self._target, "focus_radius", RADIUS_CONTROL))
        painter = QPainter(self)
        ring = QRectF(self.rect())
        corner = min(radius + _GAP + _WIDTH, ring.height() / 2)
        draw_ring(painter, ring, corner, theme().colour("focus"), _WIDTH)

    def _watch(self, target: QWidget) -> None:
        widget: QWidget | None = target
        while widget is not None and not widget.isWindow():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target):
            return
        if not target.isVisible():
            self.hide()
            return
        rect = _in_window(target, _ring_rect(target))
        reach = _GAP + _WIDTH
        self.setGeometry(rect.adjusted(-reach, -reach, reach, reach))
        self._clip(target)
        self.raise_()
        self.show()

    def _clip(self, target: QWidget) -> None:
        """Keep the ring inside the scroll areas that its target scrolls in."""
        shown = self.geometry()
        ancestor = target.parentWidget()
        while ancestor is not None and not ancestor.isWindow():
            area = ancestor.parentWidget()
            if isinstance(area, QAbstractScrollArea) and area.viewport() is ancestor:
                shown = shown.intersected(_in_window(ancestor, ancestor.rect()))
            ancestor = area
        if shown == self.geometry():
            self.clearMask()
        else:
            self.setMask(QRegion(shown.translated(-self.pos())))


class FocusWatcher(QObject):
    """Puts the ring on the widget that the keyboard reached; the pointer leaves no ring."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: FocusRing | None = None
        application.focusChanged.connect(self._move)

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None and isValid(self._ring):
            self._ring.let_go()
        self._ring = None
        if new is None or is_page(new) or not getattr(new, "focus_ring", True):
            return
        if new.window().windowType() == Qt.WindowType.Popup:
            return
        if new.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            self._ring = FocusRing(new)


def install_focus_ring(application: QApplication) -> FocusWatcher:
    """Show the ring everywhere in the application; call once, after the theme is installed."""
    return FocusWatcher(application)


def _ring_rect(target: QWidget) -> QRect:
    chosen = getattr(target, "focus_rect", None)
    return chosen() if chosen is not None else target.rect()


def _in_window(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(rect.topLeft())), rect.size())
