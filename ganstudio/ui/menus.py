"""The menu bar and every shortcut, made from the registry."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QMenu,
    QMenuBar,
    QWidget,
)

from ganstudio.ui.actions import MENUS, Action, ActionRegistry, always, why_disabled
from ganstudio.ui.icons import icon
from ganstudio.ui.theme import theme

Look = tuple[tuple[Action, str], ...]
"""What is seen of actions, without what they do, and their keys."""


class Menus(QObject):
    """Rebuilds when other actions or keys are offered; at each opening asks what is possible.

    Icons are drawn for the first opening, not for the first frame.

    Between openings every QAction stays enabled, so that keys of a refused action say why.
    """

    def __init__(self, registry: ActionRegistry, bar: QMenuBar, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._bar = bar
        self._window = window
        self._made: dict[str, QAction] = {}
        self._open: list[QMenu] = []
        self._look: Look = ()
        registry.changed.connect(self.refresh)
        theme().changed.connect(self.rebuild)
        self.rebuild()

    def refresh(self) -> None:
        """Rebuild where something looks different: tools offer the same actions again and again.

        What an action does is looked up when it is done.
        """
        if self._looks() != self._look:
            self.rebuild()

    def rebuild(self) -> None:
        self._look = self._looks()
        self._clear()
        for action in self._registry.all():
            self._made[action.id] = self._make(action)
        for name in MENUS:
            offered = self._registry.in_menu(name)
            if offered:
                menu = self._bar.addMenu(name)
                menu.aboutToShow.connect(self._ask_what_is_possible)
                menu.aboutToHide.connect(self._allow_all)
                self._fill(menu, name, offered)

    def qaction(self, action_id: str) -> QAction | None:
        """The Qt action of a registered one, for buttons that show its state."""
        return self._made.get(action_id)

    def _looks(self) -> Look:
        return tuple(
            (
                replace(one, run=always, enabled=always, checked=one.checked and _is_switch),
                self._registry.keys(one).toString(),
            )
            for one in self._registry.all()
        )

    def _clear(self) -> None:
        for made in self._made.values():
            self._window.removeAction(made)
            made.deleteLater()
        self._made.clear()
        for shown in self._bar.actions():
            menu = shown.menu()
            self._bar.removeAction(shown)
            if isinstance(menu, QMenu):
                menu.deleteLater()

    def _make(self, action: Action) -> QAction:
        made = QAction(action.text, self)
        made.setData(action.id)
        made.setShortcut(self._registry.keys(action))
        made.setAutoRepeat(action.repeats)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setToolTip(action.tip)
        made.setStatusTip(action.tip)
        made.setCheckable(action.checked is not None)
        made.setMenuRole(QAction.MenuRole.NoRole)
        made.triggered.connect(self._on_triggered)
        self._window.addAction(made)
        return made

    def _fill(self, menu: QMenu, path: str, offered: tuple[Action, ...]) -> None:
        menu.setToolTipsVisible(True)
        submenus: dict[str, QMenu] = {}
        section = offered[0].section
        for action in offered:
            if action.section != section and not menu.isEmpty():
                menu.addSeparator()
            section = action.section
            if action.menu == path:
                menu.addAction(self._made[action.id])
                continue
            name = action.menu.removeprefix(f"{path}/").split("/")[0]
            if name not in submenus:
                submenus[name] = menu.addMenu(name)
                below = f"{path}/{name}"
                inside = tuple(one for one in offered if f"{one.menu}/".startswith(f"{below}/"))
                self._fill(submenus[name], below, inside)

    def _ask_what_is_possible(self) -> None:
        for action in self._registry.all():
            made = self._made[action.id]
            reason = why_disabled(action)
            made.setEnabled(not reason)
            made.setToolTip(reason or action.tip)
            if action.icon and made.icon().isNull():
                made.setIcon(icon(action.icon))
            if action.checked is not None:
                made.setChecked(action.checked())

    def _allow_all(self) -> None:
        for made in self._made.values():
            made.setEnabled(True)

    def _on_triggered(self) -> None:
        made = self.sender()
        if not isinstance(made, QAction):
            return
        focused = self._window.focusWidget()
        if focused is None or not _took(focused, made.shortcut()):
            self._registry.trigger(made.data())


def _is_switch() -> bool:
    return True


def _took(focused: QWidget, keys: QKeySequence) -> bool:
    """Whether the widget that the keyboard is on had a use of its own for keys without Ctrl.

    Space belongs to a button, an arrow to a slider or a list. Text fields have taken their keys
    before any shortcut is looked for.
    """
    if keys.count() != 1:
        return False
    combination: QKeyCombination = keys[0]  # type: ignore[index]
    key, held = combination.key(), combination.keyboardModifiers()
    if held & ~Qt.KeyboardModifier.ShiftModifier:
        return False
    if isinstance(focused, QAbstractButton):
        if key == Qt.Key.Key_Space:
            focused.click()
        return key == Qt.Key.Key_Space
    if not (isinstance(focused, QAbstractItemView | QComboBox) or _listens_to_keys(focused)):
        return False
    text = chr(key).lower() if key < Qt.Key.Key_Escape else ""
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, text)
    focused.keyPressEvent(event)
    return event.isAccepted()


def _listens_to_keys(widget: QWidget) -> bool:
    return any("keyPressEvent" in vars(kind) for kind in type(widget).__mro__ if _is_own(kind))


def _is_own(kind: type) -> bool:
    return kind.__module__.startswith("ganstudio.")
