"""What a critic of classes learns of its few labels alone: what all the others have to add to."""

import time
from typing import NamedTuple

import torch

from ganstudio.core.system import System
from ganstudio.engine.ema import Average
from ganstudio.engine.optimizers import build, set_rate
from ganstudio.engine.setup import Setup, build_system
from ganstudio.parts.few_labels_game import FewLabelsGame, surprise

MOST = 2000  # updates: a handful of labels is learned long before
SECONDS = 2.0  # at a time, for which the run waits


class Learned(NamedTuple):
    """What has learned of labels alone, with averaged weights, and the step it stands for."""

    step: int
    system: System


class LabelsAlone:
    """The run's critic from its first weights, trained on the labelled samples and nothing else.

    With the run's batch, optimizer and averaging, for as many updates as the run has done; after
    MOST it rests, and stands for every later step. What it is at a step depends on the preset and
    the samples held alone, so a run that was resumed finds the same.
    """

    def __init__(self) -> None:
        self._about: object = None  # what the twin was made of
        self._twin: _Twin | None = None

    def learned(self, setup: Setup, seconds: float = SECONDS) -> Learned | None:
        """By now; behind the run where it would have taken longer. None without few labels."""
        game, steps = setup.system, min(setup.step, MOST)
        if not isinstance(game, FewLabelsGame):
            return None
        about = (int(game.memory.held), setup.preset)
        if self._twin is None or about != self._about or self._twin.step > steps:
            self._about, self._twin = about, _Twin(setup, game)
        self._twin.train(steps, seconds)
        is_behind = self._twin.step < steps
        step = self._twin.step if is_behind else setup.step
        return Learned(step, self._twin.average.catch_up())


class _Twin:
    def __init__(self, setup: Setup, game: FewLabelsGame) -> None:  # type: ignore[type-arg]
        made = [build_system(setup.preset, setup.device, spec=setup.spec) for _ in range(2)]
        trained, shadow = made
        assert isinstance(trained, FewLabelsGame)
        trained.memory.load_state_dict(game.memory.state_dict())
        self.step = 0
        self.average = Average(trained, shadow, setup.preset.schedule.average)
        self._schedule = setup.preset.schedule
        self._game = trained
        self._weights = list(trained.critic.parameters())
        self._config = setup.preset.system.optimizers()["critic"]
        self._optimizer = build(self._config, self._weights, 0, setup.device)

    def train(self, steps: int, seconds: float) -> None:
        """Up to so many updates in all, for about so long."""
        game, schedule, ends = self._game, self._schedule, time.monotonic() + seconds
        while self.step < steps and time.monotonic() < ends:
            set_rate(self._optimizer, self._config, 0, self.step, schedule.steps)
            known, labels = game.memory.draw(schedule.batch, game.random)
            self._optimizer.zero_grad()
            surprise(game.critic(known).logits, labels).backward(inputs=self._weights)
            if schedule.clip:
                torch.nn.utils.clip_grad_norm_(self._weights, schedule.clip)
            self._optimizer.step()
            self.step += 1
            self.average.update(self.step)
