"""The middle of the directions: how they are found, their list, the chosen one as a strip."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.edit.latents import Latent
from ganstudio.ui.tools.directions_find import FindPanel
from ganstudio.ui.tools.directions_list import DirectionList
from ganstudio.ui.tools.directions_range import RangeBar
from ganstudio.ui.tools.directions_strip import AmountStrip
from ganstudio.ui.widgets.buttons import QuietButton, SecondaryButton
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.label import Divider, Label


class DirectionsPage(QWidget):
    """An empty state until there is a direction."""

    def __init__(self) -> None:
        super().__init__()
        self.finder = FindPanel()
        self.list = DirectionList()
        self.strip = AmountStrip()
        self.range = RangeBar()
        self.reset = QuietButton("All to 0", "reset")
        self.open_find = SecondaryButton("Find directions…", "search")
        self._on = Label("", "control", "text3")
        self._lay_out()

    def show_place(self, latent: Latent, *, has_directions: bool, has_used: bool) -> None:
        """On which picture, and whether there is something to show and to reset."""
        self._stack.setCurrentWidget(self._list_page if has_directions else self.empty)
        is_seed = latent.seed is not None
        self._on.setText(f"on seed {latent.seed}" if is_seed else f"on a place in {latent.name}")
        self.reset.set_refusal("" if has_used else "Every direction is at 0")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(Label("Directions", "title", "text"))
        head.addWidget(self._on)
        head.addStretch(1)
        head.addWidget(self.reset)
        head.addWidget(self.open_find)
        self.empty = EmptyState(
            "search",
            "No directions yet",
            "PCA and SeFa find them in the model alone; differences and boundaries need sets of "
            "the board, or something to measure.",
            "Find directions with PCA",
            "Open a file…",
        )
        self._list_page = QWidget()
        page = QVBoxLayout(self._list_page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.list, 1)
        page.addWidget(Divider())
        page.addWidget(self.range)
        below = QVBoxLayout()
        below.setContentsMargins(16, 0, 16, 8)
        below.addWidget(self.strip)
        page.addLayout(below)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._list_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Divider())
        column.addWidget(self.finder)
        column.addWidget(self._stack, 1)
        self.finder.hide()
