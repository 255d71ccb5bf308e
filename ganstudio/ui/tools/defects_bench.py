"""What those who edit surfaces need of the tool."""

from collections.abc import Hashable
from typing import Protocol

from ganstudio.core.capabilities import PaintsDefects
from ganstudio.edit.defects import PaintDefects
from ganstudio.edit.request import Rendering
from ganstudio.edit.requests import AnyRequest
from ganstudio.ui.editing.desk import Desk

FIRST_SEED = 1


class DefectBench(Protocol):
    """The tool, as its helpers see it."""

    desk: Desk

    @property
    def paints(self) -> PaintsDefects | None:
        """Who paints; None while no model is open."""
        ...

    @property
    def request(self) -> PaintDefects:
        """What is shown; empty while there is no surface."""
        ...

    def begin(self, request: AnyRequest) -> None: ...

    def change(self, request: AnyRequest, title: str, press: Hashable | None = None) -> None: ...

    def exported(self) -> tuple[AnyRequest, Rendering] | None: ...
