"""Undo and redo of a document that is replaced, never changed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

D = TypeVar("D")
MOST_STEPS = 200
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _Version(Generic[D]):
    document: D
    title: str  # what led here: "Move truncation"
    press: Hashable | None
    weight: int


class History(Generic[D]):
    """The versions of one document. Edits in a row that share a press are one step."""

    def __init__(self, first: D, weigh: Callable[[D], int] = lambda _: 0) -> None:
        """Args: weigh: bytes that a version keeps in memory; the oldest go when they are many."""
        self._weigh = weigh
        self._past = [_Version(first, "", None, weigh(first))]
        self._future: list[_Version[D]] = []

    @property
    def present(self) -> D:
        return self._past[-1].document

    @property
    def undo_title(self) -> str:
        """What an undo would take back; empty where there is nothing."""
        return self._past[-1].title if len(self._past) > 1 else ""

    @property
    def redo_title(self) -> str:
        return self._future[-1].title if self._future else ""

    @property
    def titles(self) -> tuple[str, ...]:
        """What was done, the newest first."""
        return tuple(version.title for version in reversed(self._past[1:]))

    def record(self, document: D, title: str, press: Hashable | None = None) -> None:
        """A new version. Equal to the present one, it is none.

        Args:
            document: what is now.
            title: what was done, as the menu says it behind "Undo".
            press: of a slider that is dragged, a key that is held: such edits merge.
        """
        if document == self.present:
            return
        last = self._past[-1]
        if press is not None and press == last.press and not self._future:
            self._past.pop()
        self._past.append(_Version(document, title, press, self._weigh(document)))
        self._future.clear()
        self._forget()

    def amend(self, document: D) -> None:
        """Another version in place of the present one: what is no edit, such as where one looks."""
        last = self._past.pop()
        self._past.append(_Version(document, last.title, last.press, self._weigh(document)))

    def undo(self) -> D:
        """The version before; the present one where there is none."""
        if len(self._past) > 1:
            self._future.append(self._past.pop())
        return self.present

    def redo(self) -> D:
        if self._future:
            self._past.append(self._future.pop())
        return self.present

    def _forget(self) -> None:
        weight = sum(version.weight for version in self._past)
        while len(self._past) > 2 and (len(self._past) > MOST_STEPS + 1 or weight > MOST_BYTES):
            weight -= self._past.pop(0).weight
