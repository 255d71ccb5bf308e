"""Panels in docks: moved by their own title bar, floated, closed, put back, and remembered."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.paths import home
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.theme import theme
from ganstudio.ui.training.layouts import (
    LAYOUTS,
    STRIP,
    STRIP_HEIGHT,
    Column,
    Family,
    Layout,
    Width,
)

VERSION = 1  # of the saved arrangement: another number makes the default ones come back
_TITLE_AREA = 1  # px above the panel's own bar, where the dock itself takes the pointer


class PanelDock(QDockWidget):
    """A dock without a title bar of its own: the panel's bar drags it."""

    def __init__(self, panel: Panel, parent: QWidget) -> None:
        super().__init__(panel.accessibleName(), parent)
        self.panel = panel
        self.setObjectName(f"dock-{panel.key}")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        handle = QWidget(self)
        handle.setFixedHeight(_TITLE_AREA)
        handle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTitleBarWidget(handle)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        self.setWidget(holder)
        self._pressed: QPoint | None = None
        panel.bar.installEventFilter(self)
        self._offer_menu()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand presses and moves on the panel's bar to the dock, as if on its title bar."""
        if watched is self.panel.bar and isinstance(event, QMouseEvent):
            left = Qt.MouseButton.LeftButton
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == left:
                self._pressed = event.position().toPoint()
                self._pass_on(event, self._pressed)
            elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
                self._pass_on(event, event.position().toPoint())
            elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
                self._pass_on(event, event.position().toPoint())
                self._pressed = None
        return False

    def _pass_on(self, event: QMouseEvent, place: QPoint) -> None:
        if self._pressed is not None and event.type() != QEvent.Type.MouseButtonPress:
            local = QPoint(place.x(), place.y() - self._pressed.y())
        else:
            local = QPoint(place.x(), 0)
        told = QMouseEvent(
            event.type(), local, event.globalPosition(), event.button(), event.buttons(),
            event.modifiers(),
        )  # fmt: skip
        QApplication.sendEvent(self, told)

    def _offer_menu(self) -> None:
        menu = self.panel.menu
        if not menu.isEmpty():
            menu.addSeparator()
        self._float = menu.addAction("Float in a window")
        self._float.triggered.connect(self._toggle_floating)
        menu.addAction("Close the panel").triggered.connect(self.close)
        menu.aboutToShow.connect(self._name_floating)

    def _name_floating(self) -> None:
        self._float.setText("Put back" if self.isFloating() else "Float in a window")

    def _toggle_floating(self) -> None:
        self.setFloating(not self.isFloating())


class DockArea(QMainWindow):
    """The docks of a run. Every arrangement is kept by family and width of the window."""

    arranged = Signal()  # panels were opened, closed or moved by a layout

    def __init__(self, panels: Iterable[Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(not theme().reduced_motion)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.docks = {panel.key: PanelDock(panel, self) for panel in panels}
        self._shown: tuple[Family, Width] | None = None
        self._untouched = QByteArray()

    @property
    def arrangement(self) -> tuple[Family, Width] | None:
        return self._shown

    def arrange(self, family: Family, width: Width) -> None:
        """Show the user's arrangement for such runs and windows, or the default one."""
        if (family, width) == self._shown:
            return
        self.remember()
        self._shown = (family, width)
        self._build(LAYOUTS[self._shown])
        stored = self._store().value(self._name(), QByteArray())
        if isinstance(stored, QByteArray) and not self._restore(stored):
            self._build(LAYOUTS[self._shown])
        self.arranged.emit()

    def reset(self) -> None:
        """Back to the default arrangement."""
        if self._shown is None:
            return
        self._store().remove(self._name())
        self._build(LAYOUTS[self._shown])
        self.arranged.emit()

    def remember(self) -> None:
        """Write the arrangement down, if the user changed it."""
        if self._shown is not None and self.isVisible():
            state = self.saveState(VERSION)
            if state != self._untouched:
                self._store().setValue(self._name(), state)

    def fit(self) -> None:
        """Give the default arrangement its sizes, once the area has its own."""
        if self._shown is None or self._store().contains(self._name()):
            return
        self._give_sizes(LAYOUTS[self._shown])
        self._untouched = self.saveState(VERSION)

    def toggles(self) -> dict[str, QAction]:
        """By panel, the action that opens and closes it."""
        return {key: dock.toggleViewAction() for key, dock in self.docks.items()}

    def _build(self, layout: Layout) -> None:
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        before: QDockWidget | None = None
        for column in layout.columns:
            first = self.docks[column.cells[0][0]]
            if before is None:
                self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, first)
            else:
                self.splitDockWidget(before, first, Qt.Orientation.Horizontal)
            first.show()
            before = first
        for column in layout.columns:
            self._stack(column)
        strip = self.docks[STRIP]
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, strip)
        strip.show()
        self._place_closed(layout)
        self._give_sizes(layout)
        self._untouched = self.saveState(VERSION)

    def _stack(self, column: Column) -> None:
        above = self.docks[column.cells[0][0]]
        for cell in column.cells[1:]:
            below = self.docks[cell[0]]
            self.splitDockWidget(above, below, Qt.Orientation.Vertical)
            below.show()
            above = below
        for cell in column.cells:
            for key in cell[1:]:
                self.tabifyDockWidget(self.docks[cell[0]], self.docks[key])
                self.docks[key].show()
            if len(cell) > 1:
                self.docks[cell[0]].raise_()

    def _place_closed(self, layout: Layout) -> None:
        """Panels that are not in the layout open as tabs in its last column."""
        last = self.docks[layout.columns[-1].cells[-1][0]]
        for key, dock in self.docks.items():
            if key not in layout.keys and key != STRIP:
                self.tabifyDockWidget(last, dock)
                dock.hide()
        last.raise_()

    def _give_sizes(self, layout: Layout) -> None:
        px = theme().px
        columns = [self.docks[column.cells[0][0]] for column in layout.columns]
        self.resizeDocks(
            columns, [px(column.width) for column in layout.columns], Qt.Orientation.Horizontal
        )
        for column in layout.columns:
            if len(column.cells) > 1:
                shares = column.heights or (100 // len(column.cells),) * len(column.cells)
                docks = [self.docks[cell[0]] for cell in column.cells]
                self.resizeDocks(docks, [share * 8 for share in shares], Qt.Orientation.Vertical)
        strip = self.docks[STRIP]
        self.resizeDocks([strip], [px(STRIP_HEIGHT)], Qt.Orientation.Vertical)

    def _restore(self, stored: QByteArray) -> bool:
        """Whether the arrangement was taken; an empty one is none."""
        return stored.isEmpty() or self.restoreState(stored, VERSION)

    def _store(self) -> QSettings:
        return QSettings(str(home() / "layouts.ini"), QSettings.Format.IniFormat)

    def _name(self) -> str:
        family, width = self._shown or ("points", "normal")
        return f"train/{family}/{width}"


def open_dock(dock: QDockWidget) -> None:
    """Open a panel and bring it to the front of its tabs."""
    dock.show()
    dock.raise_()


def opener(dock: QDockWidget) -> partial[None]:
    return partial(_toggle, dock)


def _toggle(dock: QDockWidget) -> None:
    if dock.isHidden():
        open_dock(dock)
    else:
        dock.close()
