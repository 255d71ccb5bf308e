"""What those who edit objects need of the tool: the scene, the choice, and a way to change it."""

from collections.abc import Hashable
from typing import Protocol

from ganstudio.edit.instances import EditInstances
from ganstudio.edit.request import Request
from ganstudio.edit.requests import AnyRequest


class ObjectBench(Protocol):
    """The tool, as its helpers see it."""

    @property
    def scene(self) -> EditInstances | None:
        """What is shown; None while nothing is open."""
        ...

    @property
    def chosen_objects(self) -> tuple[int, ...]:
        """Ids, the one whose look is shown last."""
        ...

    def take_up(self, chosen: tuple[int, ...]) -> None:
        """These objects are chosen once the change that follows is shown."""
        ...

    def name_of(self, instance: int) -> str:
        """Its class and its number."""
        ...

    def change(self, request: AnyRequest, title: str, press: Hashable | None = None) -> None: ...

    def ask(self, request: Request, part: str = "", *, follows: bool = False) -> None: ...

    def tell_error(self, error: Exception) -> None: ...
