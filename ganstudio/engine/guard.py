"""Catches the first loss or gradient that is not a number, without waiting for the device.

The step that went bad is latched on the device and its update is withheld, so that the weights stay
as they were and the place can be found afterwards.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.core.system import Draw, Loss, System


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stopped being finite; `term` and `layer` are empty where they are unknown."""

    player: str
    term: str
    layer: str

    def sentence(self, step: int) -> str:
        what = f"{self.term.replace('_', ' ')} term" if self.term else "gradient"
        where = f", in layer {self.layer}" if self.layer else ""
        return (
            f"The {self.player}'s {what} became not a number at step {step:,}{where}."
            " Lower the learning rate, then resume from the last checkpoint or fork from it."
        )


class Guard:
    """One latch for all players of a run.

    Attributes:
        failed: 1 from the first bad update on, else 0; on the device.
        failed_steps: how many steps were counted since then, that one included; on the device.
    """

    def __init__(self, device: torch.device) -> None:
        self.failed = torch.zeros((), device=device)
        self.failed_steps = torch.zeros((), device=device)

    def count_step(self) -> Tensor:
        """Called at the end of a step; gives `failed_steps`."""
        self.failed_steps = self.failed_steps + self.failed
        return self.failed_steps

    def watch(self, number: Tensor) -> Tensor:
        """Latch a loss or gradient norm that is not finite; gives the latch, 0 or 1."""
        self.failed = torch.maximum(self.failed, (~torch.isfinite(number)).to(self.failed.dtype))
        return self.failed

    def withhold(self, optimizer: torch.optim.Optimizer, gradients: list[Tensor]) -> None:
        """Make a latched step do nothing to the weights."""
        if optimizer.defaults.get("fused"):
            optimizer.found_inf = self.failed  # type: ignore[attr-defined]
            optimizer.grad_scale = None  # type: ignore[attr-defined]
        else:
            for gradient in gradients:
                gradient.masked_fill_(self.failed.bool(), 0.0)

    def reset(self) -> None:
        self.failed = torch.zeros_like(self.failed)
        self.failed_steps = torch.zeros_like(self.failed_steps)


def locate(system: System, draw: Draw, step: int) -> Place | None:
    """Run one step's losses without updates and name the first thing that is not finite.

    Whole phases are watched: what a player makes before its opponent's loss counts too.
    """
    with _watched(system.players) as bad:
        for phase in system.phases(draw, step):
            loss = phase.loss()
            parameters = {
                f"{phase.player}.{name}": parameter
                for name, parameter in system.players[phase.player].named_parameters()
                if parameter.requires_grad
            }
            term = _first_bad_term(loss, list(parameters.values()))
            if bad or term:
                return Place(phase.player, term, bad[0] if bad else _bad_layer(loss, parameters))
    return None


@contextmanager
def _watched(players: Mapping[str, nn.Module]) -> Iterator[list[str]]:
    bad: list[str] = []

    def remember(name: str) -> Callable[[nn.Module, object, object], None]:
        def hook(_module: nn.Module, _inputs: object, output: object) -> None:
            if isinstance(output, Tensor) and not bool(torch.isfinite(output).all()):
                bad.append(name)

        return hook

    handles = [
        module.register_forward_hook(remember(f"{player}.{name}"))
        for player, network in players.items()
        for name, module in network.named_modules()
        if name and not list(module.children())
    ]
    try:
        yield bad
    finally:
        for handle in handles:
            handle.remove()


def _first_bad_term(loss: Loss, parameters: list[nn.Parameter]) -> str:
    for name, term in loss.terms.items():
        if not bool(torch.isfinite(term.value).all()):
            return name
    for name, term in loss.terms.items():
        if any(not bool(torch.isfinite(g).all()) for g in _gradients(term.value, parameters)):
            return name
    return ""


def _bad_layer(loss: Loss, parameters: dict[str, nn.Parameter]) -> str:
    for name, parameter in parameters.items():
        if not bool(torch.isfinite(parameter).all()):
            return name.rpartition(".")[0]
    for term in loss.terms.values():
        found = _gradients(term.value, list(parameters.values()))
        for name, gradient in reversed(list(zip(parameters, found, strict=False))):
            if not bool(torch.isfinite(gradient).all()):
                return name.rpartition(".")[0]
    return ""


def _gradients(value: Tensor, parameters: list[nn.Parameter]) -> list[Tensor]:
    found = torch.autograd.grad(value, parameters, retain_graph=True, allow_unused=True)
    return [torch.zeros(()) if g is None else g for g in found]
