"""Earth mover on piles: the blocks, the plan, and the critic that proves it."""

from collections.abc import Hashable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.ui.learning.critic_bars import CriticBars
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.piles import DECK, Piles, Solution, solve
from ganstudio.ui.learning.piles_board import PilesBoard
from ganstudio.ui.learning.plan_view import PlanView
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.learning.sandbox_view import Readings
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame

_CARRY = "Move the earth"
_PACE = 350  # ms a block


class PilesDemo(Demo):
    """Drag blocks; the plan and its cost follow."""

    reset_words = "Lecture's piles"

    def __init__(self) -> None:
        super().__init__()
        self.board = PilesBoard()
        self.plan = PlanView()
        self.critic = CriticBars()
        self.readings = Readings(("Cost of the best plan", "Per unit of mass", "Blocks that move"))
        self.words = Label("", "body", "text2", wrap=True)
        self.carry = SecondaryButton(_CARRY, "play", size="small")
        self.carry.reserve(_CARRY, "Stop")
        self.pace = QTimer(self, interval=_PACE)
        self._piles = DECK
        self.board.moved.connect(self._on_moved)
        self.carry.clicked.connect(self._begin_or_stop)
        self.pace.timeout.connect(self._carry_one)
        self._lay_out()
        self.begin()

    def state(self) -> Hashable:
        return self._piles

    def first_state(self) -> Hashable:
        return DECK

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, Piles)
        self._piles = state
        found = solve(state)
        self.board.set_piles(state)
        self.plan.show_plan(state, found)
        self.critic.show_critic(found.critic)
        blocks = sum(move.mass for move in found.carried)
        self.readings.show_readings(
            (
                ("Cost of the best plan", figure(found.cost)),
                ("Per unit of mass", figure(found.per_unit)),
                ("Blocks that move", figure(blocks)),
            )
        )
        self.words.setText(_verdict(found))
        self.carry.set_refusal("" if found.carried or self.pace.isActive() else "P equals Q")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest()

    def _begin_or_stop(self) -> None:
        if self.pace.isActive():
            self._rest()
        else:
            self.pace.start()
            self.carry.set_label("Stop")

    def _carry_one(self) -> None:
        """One block along the cheapest plan; all of the way is one step of undo."""
        carried = solve(self._piles).carried
        if carried:
            first = carried[0]
            moved = self._piles.moved(of_want=False, source=first.source, target=first.target)
            if moved != self._piles:
                self.show_state(moved)
                return
        self._rest()

    def _rest(self) -> None:
        if self.pace.isActive():
            self.pace.stop()
            self.carry.set_label(_CARRY)
            self.show_state(self._piles)
            self.keep()

    def _on_moved(self, piles: object) -> None:
        if isinstance(piles, Piles):
            self._rest()
            self.show_state(piles)
            self.keep()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._piles_card(), 5)
        row = QHBoxLayout()
        row.setSpacing(8)
        for title, qualifier, content in (
            ("Plan γ", "rows P, columns Q; often one of several", self.plan),
            ("Dual potential f", "1-Lipschitz", self.critic),
        ):
            card = PanelFrame(title, qualifier)
            card.set_content(content)
            row.addWidget(card, 1)
        column.addLayout(row, 5)
        column.addWidget(self.words)

    def _piles_card(self) -> QWidget:
        card = PanelFrame("Piles", "drag blocks, or choose with the arrows and carry with Shift")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 10)
        column.addWidget(self.board, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.readings, 1)
        foot.addWidget(self.carry, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        card.set_content(inside)
        return card


def _verdict(found: Solution) -> str:
    if not found.carried:
        return "P equals Q: nothing moves, and any constant is a best critic."
    first = found.carried[0]
    told = f"{first.mass:g} from x = {first.source} to y = {first.target}"
    return (
        f"The plan takes {told}, among others. Wherever it carries earth the critic falls by "
        f"exactly the distance, so that Σ (P − Q) f = {figure(found.cost)} as well."
    )
