"""Averaged weights: an exponential moving average of the players that a system names."""

import torch
from torch import nn

from ganstudio.core.system import System


class Average:
    """A second copy of a system whose averaged players follow the trained ones.

    w_avg <- d w_avg + (1 - d) w after step t, with d = min(`decay`, (1 + t) / (10 + t)), so that
    the random start is soon forgotten. Buffers (batch-norm statistics) are copied.
    """

    def __init__(self, trained: System, shadow: System, decay: float) -> None:
        self.shadow = shadow
        self.decay = decay
        names = trained.averaged
        self._followed = [(trained.players[name], shadow.players[name]) for name in names]
        self._copied = [
            (player, shadow.players[name])
            for name, player in trained.players.items()
            if name not in names or not decay
        ]
        self._sources = [p.detach() for t, _ in self._followed for p in t.parameters()]
        self._targets = [p.detach() for _, s in self._followed for p in s.parameters()]
        for player in shadow.players.values():
            player.eval().requires_grad_(requires_grad=False)
        self.copy()

    @torch.no_grad()
    def copy(self) -> None:
        """Start over from the trained weights."""
        for trained, shadow in (*self._followed, *self._copied):
            _copy_weights(trained, shadow)
            _copy_buffers(trained, shadow)

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Follow the trained weights after `step` steps."""
        if self.decay:
            decay = min(self.decay, (1 + step) / (10 + step))
            torch._foreach_lerp_(self._targets, self._sources, 1 - decay)

    @torch.no_grad()
    def catch_up(self) -> System:
        """The averaged system with today's buffers and with the players that are not averaged."""
        for trained, shadow in self._followed:
            _copy_buffers(trained, shadow)
        for trained, shadow in self._copied:
            _copy_weights(trained, shadow)
            _copy_buffers(trained, shadow)
        return self.shadow


def _copy_weights(source: nn.Module, target: nn.Module) -> None:
    torch._foreach_copy_(list(target.parameters()), [p.detach() for p in source.parameters()])


def _copy_buffers(source: nn.Module, target: nn.Module) -> None:
    for copy, original in zip(target.buffers(), source.buffers(), strict=True):
        copy.copy_(original)
