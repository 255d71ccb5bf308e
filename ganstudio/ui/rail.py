"""The rail at the left: one item a workspace, Settings at the bottom."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.icons import draw_icon
from ganstudio.ui.theme import RADIUS_CARD, theme
from ganstudio.ui.widgets.control import Control
from ganstudio.ui.widgets.painting import draw_box, follow_theme, transparent

WIDTH = 64
ITEM = 52


class RailItem(Control):
    """Icon over name; the current one lies on a tone, with an accent bar at the window's edge."""

    focus_radius = RADIUS_CARD

    def __init__(self, key: str, title: str, icon: str, keys: str, parent: QWidget) -> None:
        self.key = key
        self._icon = icon
        super().__init__(title, f"{title}  {keys}" if keys else title, parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(ITEM), theme().px(ITEM))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def nextCheckState(self) -> None:
        """The window checks the item of the workspace it shows."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour, px = theme().colour, theme().px
        chosen = self.isChecked()
        rest = colour(_chosen_tone()) if chosen else transparent(colour("raised"))
        fill = self.tone(rest, rest if chosen else colour(_hover_tone()), "pressed")
        draw_box(painter, QRectF(self.rect()), px(RADIUS_CARD), fill)
        side = px(20)
        spot = QRectF((self.width() - side) // 2, px(8), side, side)
        draw_icon(painter, self._icon, spot, colour("text" if chosen else "text3"))
        painter.setFont(theme().font("badge" if chosen else "tick"))
        painter.setPen(colour("text" if chosen else "text3"))
        words = QRectF(0, px(31), self.width(), px(16))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        rail = self.parentWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in moves and isinstance(rail, Rail):
            rail.move_focus(self, moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _chosen_tone() -> str:
    """One step up from the rail's ground: lighter in both themes."""
    return "hover" if theme().is_dark else "raised"


def _hover_tone() -> str:
    return "raised" if theme().is_dark else "panel"


class Rail(QWidget):
    """One tab stop; arrows move, Space or Enter goes there. `chosen` carries a workspace key."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Workspaces")
        self._items: list[RailItem] = []
        self._above = 0  # items before the stretch
        self._layout = QVBoxLayout(self)
        self._layout.addStretch(1)
        follow_theme(self.restyle)

    def add(self, key: str, title: str, icon: str, keys: str, *, at_bottom: bool = False) -> None:
        item = RailItem(key, title, icon, keys, self)
        item.clicked.connect(self._on_clicked)
        place = self._layout.count() if at_bottom else self._above
        self._layout.insertWidget(place, item, 0, Qt.AlignmentFlag.AlignHCenter)
        self._above += not at_bottom
        self._items.append(item)
        self._set_tab_stop()

    def set_current(self, key: str) -> None:
        for item in self._items:
            item.setChecked(item.key == key)
        self._set_tab_stop()
        self.update()

    def move_focus(self, item: RailItem, step: int) -> None:
        place = (self._items.index(item) + step) % len(self._items)
        self._items[place].setFocus(Qt.FocusReason.TabFocusReason)

    def focus_current(self) -> None:
        current = next((item for item in self._items if item.isChecked()), None)
        if current is not None:
            current.setFocus(Qt.FocusReason.TabFocusReason)

    def restyle(self) -> None:
        px = theme().px
        self.setFixedWidth(px(WIDTH))
        self._layout.setContentsMargins(0, px(8), 1, px(8))
        self._layout.setSpacing(px(4))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().colour("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().colour("hairline"))
        for item in self._items:
            if item.isChecked():
                inset = theme().px(16)
                bar = QRectF(item.geometry()).adjusted(0, inset, 0, -inset)
                bar.setLeft(-theme().px(3))
                bar.setWidth(theme().px(6))
                draw_box(painter, bar, theme().px(3), theme().colour("accent"))

    def _on_clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.chosen.emit(item.key)

    def _set_tab_stop(self) -> None:
        current = next((item for item in self._items if item.isChecked()), None)
        for item in self._items:
            stop = item is current or current is None
            # The pointer leaves the keyboard with the workspace, whose keys are meant next.
            item.setFocusPolicy(Qt.FocusPolicy.TabFocus if stop else Qt.FocusPolicy.NoFocus)
