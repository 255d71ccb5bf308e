"""How one step is carried out: phase by phase, or as one captured CUDA graph."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn

from ganstudio.core.system import Draw, Loss, Phase, System
from ganstudio.engine.distributed import Group
from ganstudio.engine.guard import Guard
from ganstudio.engine.recorder import FAILED

Scalars = dict[str, Tensor]
Optimizers = Mapping[str, torch.optim.Optimizer]


class Gradients(NamedTuple):
    """What a player's last update descended, tensor by tensor; on the device."""

    parameters: Sequence[nn.Parameter]
    norms: Tensor  # (k,) before any clipping


class Execution(Protocol):
    """Does the updates of one step and gives the scalars worth recording, still on the device."""

    @property
    def gradients(self) -> Mapping[str, Gradients]:
        """By player, of its last full update."""
        ...

    def step(self, draw: Draw, step: int) -> Scalars: ...


class Eager:
    """Every phase: losses, backward into the player's weights alone, update.

    Nothing depends on `requires_grad` being toggled: gradients are asked for by name.
    """

    def __init__(
        self, system: System, optimizers: Optimizers, group: Group, guard: Guard, clip: float | None
    ) -> None:
        self.system = system
        self.optimizers = optimizers
        self.group = group
        self.guard = guard
        self.clip = clip
        self.gradients: dict[str, Gradients] = {}
        self._parameters = {
            name: [p for p in player.parameters() if p.requires_grad]
            for name, player in system.players.items()
        }

    def step(self, draw: Draw, step: int) -> Scalars:
        scalars: Scalars = {}
        for phase in self.system.phases(draw, step):
            scalars |= self.update(phase)
        scalars[FAILED] = self.guard.count_step()
        return scalars

    def update(self, phase: Phase) -> Scalars:
        """One optimizer update of one player."""
        parameters = self._parameters[phase.player]
        optimizer = self.optimizers[phase.player]
        loss = phase.loss()
        total = _weighted(loss)
        torch.autograd.backward(total, inputs=parameters)
        gradients, value = _gradients(parameters), total.detach()
        self.group.average([*gradients, value])
        norms = _norms(gradients, like=value)
        norm = torch.linalg.vector_norm(norms)
        if not phase.is_extra:
            reached = [p for p in parameters if p.grad is not None]
            self.gradients[phase.player] = Gradients(reached, norms)
        self.guard.watch(norm + value)
        if self.clip:
            torch.nn.utils.clip_grads_with_norm_(parameters, self.clip, norm)
        self.guard.withhold(optimizer, gradients)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if phase.after:
            phase.after()
        return _named(phase, loss, value, norm)


def _weighted(loss: Loss) -> Tensor:
    values = [t.value if t.weight == 1.0 else t.value * t.weight for t in loss.terms.values()]
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _gradients(parameters: Sequence[nn.Parameter]) -> list[Tensor]:
    """Every parameter's gradient; a player's weight that no term reaches has none."""
    return [p.grad for p in parameters if p.grad is not None]


def _norms(gradients: list[Tensor], like: Tensor) -> Tensor:
    """(k,) the norm of each."""
    if not gradients:
        return like.new_zeros(0)
    return torch.stack(torch._foreach_norm(gradients))  # noqa: SLF001 - it has no public name


def _named(phase: Phase, loss: Loss, total: Tensor, norm: Tensor) -> Scalars:
    player = phase.player
    scalars = {f"{player}/{name}": term.value.detach() for name, term in loss.terms.items()}
    scalars |= {f"{player}/{name}": reading for name, reading in loss.readings.items()}
    if phase.is_extra:
        return scalars
    return scalars | {f"{player}/loss": total, f"{player}/gradient_norm": norm}
