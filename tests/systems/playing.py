"""A game played by hand: whom a term reaches, and plain updates without an engine."""

import torch
from torch import Tensor, nn

from ganstudio.core.system import Draw, Loss, Phase, System


def slopes(value: Tensor, module: nn.Module) -> list[Tensor | None]:
    """Of every weight that the module learns; None where there is no path to it."""
    weights = [w for w in module.parameters() if w.requires_grad]
    if not value.requires_grad:
        return [None] * len(weights)
    return list(torch.autograd.grad(value, weights, retain_graph=True, allow_unused=True))


def gradients_of(value: Tensor, module: nn.Module) -> list[Tensor]:
    return [slope for slope in slopes(value, module) if slope is not None]


def reaches(value: Tensor, module: nn.Module) -> bool:
    return any(bool((gradient != 0).any()) for gradient in gradients_of(value, module))


def touches(value: Tensor, module: nn.Module) -> bool:
    """Whether there is a path at all, be the gradient 0."""
    return bool(gradients_of(value, module))


def total_of(loss: Loss) -> Tensor:
    return sum((t.value * t.weight for t in loss.terms.values()), torch.zeros(()))


def descend(system: System, phase: Phase, rate: float = 0.02) -> Loss:
    """A plain gradient step of the phase's player, all of whose weights its terms must touch."""
    loss = phase.loss()
    weights = [w for w in system.players[phase.player].parameters() if w.requires_grad]
    found = torch.autograd.grad(total_of(loss), weights)
    with torch.no_grad():
        for weight, slope in zip(weights, found, strict=True):
            weight.sub_(slope, alpha=rate)
    if phase.after:
        phase.after()
    return loss


def play(system: System, draw: Draw, steps: int, rate: float = 0.02) -> None:
    """Whole steps from the first."""
    for step in range(steps):
        for phase in system.phases(draw, step):
            descend(system, phase, rate)


def at_rest(system: System, draw: Draw, score: float = 0.0) -> dict[str, float]:
    """The players' losses in a step, where the critic gives all that it sees this score.

    A critic whose last layer has more than one output can give 0 alone.
    """
    with torch.no_grad():
        for weight in system.players["critic"].parameters():
            weight.fill_(score if weight.shape == (1,) else 0.0)
    phases = [phase for phase in system.phases(draw, 0) if not phase.is_extra]
    return {phase.player: total_of(phase.loss()).item() for phase in phases}
