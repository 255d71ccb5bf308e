"""What can be done: menus, shortcuts, the palette and the list of keys are made of one registry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

Kind = Literal["Run", "Open", "View", "Setting"]
Key = QKeySequence.StandardKey | str

MENUS = ("File", "Edit", "View", "Run", "Tools", "Window", "Help")
EVERYWHERE = "everywhere"
KINDS: tuple[Kind, ...] = ("Run", "Open", "View", "Setting")


def always() -> Literal[True]:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do, with all the ways to it."""

    id: str  # "run.pause": never shown, kept in the settings for a changed shortcut
    text: str  # "Pause", with an ellipsis only where a file or dialog follows
    run: Callable[[], object]
    tip: str = ""
    shortcut: Key = ""
    menu: str = ""  # "File", or "View/Theme" for a submenu; empty: palette and shortcut alone
    section: str = ""  # neighbours of another section are set apart in the menu
    enabled: Callable[[], bool | str] = always  # True, or the reason why not
    checked: Callable[[], bool] | None = None  # a switch, and whether it is on
    kind: Kind = "Run"  # the palette's group
    icon: str = ""
    where: str = EVERYWHERE  # where its keys work, for the list of shortcuts
    hint: str = ""  # the palette's right column where there are no keys: "preset"
    group: str = ""  # head in the list of shortcuts; the menu's name where empty
    in_palette: bool = True  # False where the palette lists the same thing by itself
    repeats: bool = True  # again and again while its keys are held down

    @property
    def head(self) -> str:
        """Under which head the list of shortcuts shows it."""
        return self.group or self.menu.split("/")[0] or self.kind


def why_disabled(action: Action) -> str:
    """The reason an action cannot run now; empty where it can."""
    answer = action.enabled()
    if answer is True:
        return ""
    return answer or "Not possible now"


def sequence(key: Key) -> QKeySequence:
    """The keys of an action; the first of a standard key's bindings."""
    if isinstance(key, str):
        return QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    bindings = QKeySequence.keyBindings(key)
    return bindings[0] if bindings else QKeySequence()


class ActionRegistry(QObject):
    """Actions by owner: the window's own stay, the current workspace's come and go.

    `changed` fires when actions or their keys change, `refused` with a reason when an action
    that cannot run is asked for.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._owned: dict[str, tuple[Action, ...]] = {}
        self._changed_keys: dict[str, str] = {}

    def set_actions(self, owner: str, actions: Iterable[Action]) -> None:
        """Replace everything `owner` offers. Raises ValueError for an id offered twice."""
        offered = tuple(actions)
        if not offered and not self._owned.get(owner):
            return
        others = {one.id for key, owned in self._owned.items() if key != owner for one in owned}
        for action in offered:
            if action.id in others:
                raise ValueError(f"the action {action.id} is offered twice")
            others.add(action.id)
        self._owned[owner] = offered
        self.changed.emit()

    def set_changed_keys(self, keys: Mapping[str, str]) -> None:
        """The user's own shortcuts by action id, in Qt's portable words; empty text for none."""
        if dict(keys) != self._changed_keys:
            self._changed_keys = dict(keys)
            self.changed.emit()

    def all(self) -> tuple[Action, ...]:
        return tuple(action for owned in self._owned.values() for action in owned)

    def is_lasting(self, action: Action) -> bool:
        """Whether an action stays when the workspace changes."""
        return action not in self._owned.get("workspace", ())

    def find(self, action_id: str) -> Action | None:
        return next((one for one in self.all() if one.id == action_id), None)

    def keys(self, action: Action) -> QKeySequence:
        """The keys that run `action` now: the user's, or its own."""
        if action.id in self._changed_keys:
            return sequence(self._changed_keys[action.id])
        return sequence(action.shortcut)

    def has_changed_keys(self, action: Action) -> bool:
        return action.id in self._changed_keys

    def sharing(self, action: Action, keys: QKeySequence) -> tuple[Action, ...]:
        """Other actions that answer to `keys` as well."""
        if keys.isEmpty():
            return ()
        return tuple(one for one in self.all() if one.id != action.id and self.keys(one) == keys)

    def in_menu(self, name: str) -> tuple[Action, ...]:
        """Actions of a menu and its submenus, in order."""
        return tuple(
            one for one in self.all() if one.menu == name or one.menu.startswith(f"{name}/")
        )

    def trigger(self, action_id: str) -> None:
        """Run an action, or tell why it cannot run."""
        action = self.find(action_id)
        if action is None:
            return
        reason = why_disabled(action)
        if reason:
            self.refused.emit(reason)
        else:
            action.run()
