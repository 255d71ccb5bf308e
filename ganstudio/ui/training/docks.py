"""Panels in docks: moved by their own title bar, floated, closed, put back, and remembered."""

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.paths import home
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.theme import theme
from ganstudio.ui.training.layouts import (
    LAYOUTS,
    RARE,
    STRIP,
    STRIP_HEIGHT,
    Column,
    Family,
    Layout,
    Width,
)
from ganstudio.ui.widgets.painting import follow_theme

VERSION = 1  # of the saved arrangement: another number makes the default ones come back
_TITLE_AREA = 1  # px above the panel's own bar, where the dock itself takes the pointer


class PanelDock(QDockWidget):
    """A dock without a title bar of its own: the panel's bar drags it."""

    touched = Signal()  # the user moved, floated, opened or closed it

    def __init__(self, panel: Panel, parent: QWidget) -> None:
        super().__init__(panel.accessibleName(), parent)
        self.panel = panel
        self.setObjectName(f"dock-{panel.key}")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        self.setTitleBarWidget(_handle(self))
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        self.setWidget(holder)
        self._pressed: QPoint | None = None
        self.toggleViewAction().setText(panel.accessibleName())
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
                self.touched.emit()
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
        menu.addAction("Close the panel").triggered.connect(self._close_panel)
        menu.aboutToShow.connect(self._name_floating)

    def _name_floating(self) -> None:
        self._float.setText("Put back" if self.isFloating() else "Float in a window")

    def toggle(self) -> None:
        """Close it, or open it in front of its tabs."""
        if self.isHidden():
            self.reveal()
        else:
            self.close()
        self.touched.emit()

    def reveal(self) -> None:
        """Bring it in front of its tabs, opened if it was closed."""
        self.show()
        self.raise_()

    def may_toggle(self) -> bool | str:
        """Whether it may be opened or closed, or what the run lacks that it would show."""
        return self.isVisible() or self.panel.refusal or True

    def name_by_tab(self, *, has_tab: bool) -> None:
        """A tab says the title, so the bar need not say it again."""
        self.panel.set_tabbed(has_tab)

    def _close_panel(self) -> None:
        self.close()
        self.touched.emit()

    def _toggle_floating(self) -> None:
        self.setFloating(not self.isFloating())
        self.touched.emit()


def _handle(dock: QWidget) -> QWidget:
    """Where Qt lets a dock be taken: a line above the panel's own bar.

    Its height is a layout's: a method of ours would be asked for it thousands of times.
    """
    handle = QWidget(dock)
    line = QVBoxLayout(handle)
    line.setContentsMargins(0, 0, 0, 0)
    line.addSpacing(_TITLE_AREA)
    return handle


class DockArea(QMainWindow):
    """The docks of a run. Every arrangement is kept by family and width of the window."""

    arranged = Signal()  # a layout was shown

    def __init__(self, panels: Iterable[Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(not theme().reduced_motion)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner):
            self.setCorner(corner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.docks = {panel.key: PanelDock(panel, self) for panel in panels}
        self._shown: tuple[Family, Width] | None = None
        self._left_out: frozenset[str] = frozenset()
        self._is_touched = False
        self._naming = QTimer(self, singleShot=True, interval=0)  # once for all that have changed
        self._naming.timeout.connect(self._name_by_tabs)
        for dock in self.docks.values():
            dock.touched.connect(self._touch)
            dock.dockLocationChanged.connect(self._name_soon)
            dock.topLevelChanged.connect(self._name_soon)
            dock.visibilityChanged.connect(self._name_soon)
        follow_theme(self._bound_strip)

    @property
    def arrangement(self) -> tuple[Family, Width] | None:
        return self._shown

    def arrange(self, family: Family, width: Width) -> None:
        """Show the user's arrangement for such runs and windows, or the default one.

        The default leaves out the panels in which the run can show nothing, as far as it has told.

        Args:
            family: what the run learns.
            width: how wide the window is.
        """
        silent = self._silent()
        is_same, is_settled = (family, width) == self._shown, silent == self._left_out
        if not is_same:
            self.remember()
        self._shown, self._left_out = (family, width), silent
        if is_same and (is_settled or self._is_touched):
            return
        self._build(self._default())
        stored = self._store().value(self._name())
        self._is_touched = isinstance(stored, QByteArray) and self._restore(stored)
        self.arranged.emit()

    def reset(self) -> None:
        """Back to the default arrangement."""
        if self._shown is None:
            return
        self._store().remove(self._name())
        self._is_touched = False
        self._build(self._default())
        self.arranged.emit()

    def remember(self) -> None:
        """Write the arrangement down, if the user changed it."""
        if self._shown is not None and self._is_touched:
            self._store().setValue(self._name(), self.saveState(VERSION))

    def fit(self) -> None:
        """Give the default arrangement its sizes, whenever the area has got another one."""
        if self._shown is not None and not self._is_touched:
            self._give_sizes(self._default())

    def event(self, event: QEvent) -> bool:
        """A press that the area itself takes is on a line between panels."""
        taken = super().event(event)
        if event.type() == QEvent.Type.MouseButtonPress and taken:
            self._is_touched = True
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The menu of a panel is also its tab's."""
        if isinstance(watched, QTabBar) and isinstance(event, QContextMenuEvent):
            title = watched.tabText(watched.tabAt(event.pos()))
            for dock in self.docks.values():
                if dock.windowTitle() == title:
                    dock.panel.menu.popup(event.globalPos())
                    return True
        return False

    def _default(self) -> Layout:
        assert self._shown is not None  # callers have arranged
        return LAYOUTS[self._shown].without(self._left_out)

    def _silent(self) -> frozenset[str]:
        panels = {key: dock.panel for key, dock in self.docks.items()}
        told = {panel.needs for panel in panels.values() if panel.is_told}
        unsaid = {key for key in RARE if key in panels and panels[key].needs not in told}
        return frozenset(unsaid | {key for key, panel in panels.items() if panel.refusal})

    def _build(self, layout: Layout) -> None:
        self._place(layout)
        self._give_sizes(layout)
        self._name_by_tabs()

    def _place(self, layout: Layout) -> None:
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

    def _restore(self, stored: QByteArray) -> bool:
        """Whether the arrangement was taken; otherwise the default one stands again."""
        if self.restoreState(stored, VERSION):
            self._name_by_tabs()
            return True
        if self._shown is not None:
            self._build(self._default())
        return False

    def _touch(self) -> None:
        self._is_touched = True

    def _name_soon(self, *_: object) -> None:
        self._naming.start()

    def _name_by_tabs(self) -> None:
        for dock in self.docks.values():
            dock.name_by_tab(has_tab=bool(self.tabifiedDockWidgets(dock)))
        for tabs in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            tabs.installEventFilter(self)  # a filter that is installed already stays one

    def _bound_strip(self) -> None:
        self.docks[STRIP].setFixedHeight(theme().px(STRIP_HEIGHT))

    def _store(self) -> QSettings:
        return QSettings(str(home() / "layouts.ini"), QSettings.Format.IniFormat)

    def _name(self) -> str:
        family, width = self._shown or ("points", "normal")
        return f"train/{family}/{width}"
