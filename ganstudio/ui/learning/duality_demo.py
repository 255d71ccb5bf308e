"""Primal and dual: a critic of one's own against the cheapest plan."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.theory.duality import slack, steps_apart
from ganstudio.ui.learning.critic_bars import CriticBars
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.piles import DECK, Piles, Solution, solve
from ganstudio.ui.learning.piles_board import PilesBoard
from ganstudio.ui.learning.plan_view import Cell, PlanView
from ganstudio.ui.learning.sandbox import figure
from ganstudio.ui.learning.sandbox_view import Readings
from ganstudio.ui.widgets.buttons import SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.slider import SliderField

_REACH = 4.0  # of a critic's values
_STEP = 0.05  # of a slider; a slope that exceeds 1 by rounding alone is none
_READINGS = ("Primal, cheapest plan", "Dual, your critic", "Gap", "Steepest step")


@dataclass(frozen=True, slots=True)
class Trial:
    """The piles, and the critic that the user proposes; it is 0 on the first place."""

    piles: Piles = DECK
    critic: tuple[float, ...] = (0.0,) * len(DECK.have)

    @property
    def dual(self) -> float:
        """Sum of (P - Q) f."""
        return float(np.dot(np.subtract(self.piles.have, self.piles.want), self.critic))

    @property
    def steepest(self) -> float:
        return float(np.abs(np.diff(self.critic)).max())

    @property
    def is_allowed(self) -> bool:
        return self.steepest <= 1 + 1e-6


class SlackView(PlanView):
    """What is left of the distance beyond the critic's fall; the plan's ways are filled."""

    def __init__(self) -> None:
        super().__init__()
        self._slack = steps_apart(len(DECK.have))

    def show_trial(self, trial: Trial, solution: Solution) -> None:
        self._slack = slack(np.array(trial.critic), steps_apart(len(trial.critic)))
        self.show_plan(trial.piles, solution)

    def cell(self, row: int, column: int) -> Cell:
        left, mass = float(self._slack[row, column]), super().cell(row, column).mass
        is_broken = left < -1e-6
        words = figure(round(left, 3), 3)
        if is_broken:
            return Cell(words, max(mass, 1.0), "error", "text")
        return Cell(words, mass, "critic", "text" if mass else "text3")


class DualityDemo(Demo):
    """Move blocks and the critic; where the two values meet, either proves the other."""

    reset_words = "Lecture's piles"

    def __init__(self) -> None:
        super().__init__()
        self._trial = Trial()
        self.board, self.slack, self.bars = PilesBoard(), SlackView(), CriticBars()
        self.sliders = [SliderField(-_REACH, _REACH) for _ in DECK.have[1:]]
        self.best = SecondaryButton("Show the best critic", size="small")
        self.readings = Readings(_READINGS)
        self.words = Label("", "body", "text2", wrap=True)
        self._lay_out()
        self.board.moved.connect(self._on_moved)
        self.best.clicked.connect(self._show_best)
        for slider in self.sliders:
            slider.set_default(0.0)
            slider.changed.connect(self._on_slid)
            slider.committed.connect(self._on_left)
        self.begin()

    def state(self) -> Hashable:
        return self._trial

    def first_state(self) -> Hashable:
        return Trial()

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, Trial)
        for slider, value in zip(self.sliders, state.critic[1:], strict=True):
            slider.set_value(value)
        self._show(state)

    def _show(self, trial: Trial) -> None:
        self._trial = trial
        found = solve(trial.piles)
        self.board.set_piles(trial.piles)
        self.slack.show_trial(trial, found)
        self.bars.show_critic(trial.critic)
        self.readings.show_readings(
            list(
                zip(
                    _READINGS,
                    (
                        figure(found.cost),
                        figure(trial.dual, 3),
                        figure(round(found.cost - trial.dual, 6), 3),
                        figure(trial.steepest, 3),
                    ),
                    strict=True,
                )
            )
        )
        self.words.setText(_verdict(trial, found))

    def _on_moved(self, piles: object) -> None:
        if isinstance(piles, Piles):
            self._show(replace(self._trial, piles=piles))
            self.keep()

    def _on_slid(self, _value: object) -> None:
        critic = [round(slider.value / _STEP) * _STEP for slider in self.sliders]
        self._show(replace(self._trial, critic=(0.0, *(round(f, 6) for f in critic))))

    def _on_left(self, value: object) -> None:
        self._on_slid(value)
        self.keep()

    def _show_best(self) -> None:
        self.show_state(replace(self._trial, critic=solve(self._trial.piles).critic))
        self.keep()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        piles = PanelFrame("Piles", "drag blocks; the critic stays as it is")
        piles.set_content(self.board)
        column.addWidget(piles, 4)
        row = QHBoxLayout()
        row.setSpacing(8)
        left = PanelFrame("Your critic f", "f(0) = 0")
        left.add_bar_widget(self.best)
        left.set_content(self._critic_side())
        right = PanelFrame(
            "Slack", "|i \N{MINUS SIGN} j| \N{MINUS SIGN} (f(i) \N{MINUS SIGN} f(j))"
        )
        right.set_content(self.slack)
        row.addWidget(left, 1)
        row.addWidget(right, 1)
        column.addLayout(row, 6)
        column.addWidget(self.words)

    def _critic_side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.readings)
        column.addWidget(self.bars, 1)
        for place, slider in enumerate(self.sliders, 1):
            slider.set_name(f"f({place})")
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Label(f"f({place})", "control", "text2"))
            line.addWidget(slider, 1)
            column.addLayout(line)
        return inside


def _verdict(trial: Trial, found: Solution) -> str:
    gap = found.cost - trial.dual
    if not trial.is_allowed:
        return (
            "This critic is too steep: a red cell falls by more than the distance, so its value "
            "proves nothing, however large it is."
        )
    if gap > 1e-6:
        return (
            f"Allowed, and {figure(gap, 3)} short of the plan: wherever the plan carries earth "
            "(filled cells) the slack must come down to 0."
        )
    return (
        "Both meet: every way that carries earth has no slack left, and every way with slack "
        "carries nothing. That is complementary slackness, and it proves both to be best."
    )
