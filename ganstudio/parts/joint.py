"""One loss that several players descend at once, while each phase updates one of them."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from ganstudio.core.system import Loss, Term


class Joint:
    """The other players' part in a loss: their gradients are taken before the first one moves.

    The first player's phase takes the loss through `shared`; every other player then descends
    `followed`, which has the loss's value and, at the weights of then, its gradient. So all of them
    answer the same game, and each keeps an optimizer of its own.
    """

    def __init__(self, followers: Mapping[str, nn.Module]) -> None:
        """Args: followers: by name, all but the player whose phase comes first."""
        self._weights = {name: list(module.parameters()) for name, module in followers.items()}
        self._slopes: dict[str, list[tuple[Tensor, Tensor]]] = {}
        self._value: Tensor | None = None

    def shared(self, loss: Loss) -> Loss:
        """The loss as it is, its graph still whole; remembers what it asks of the followers."""
        total = torch.stack([term.value * term.weight for term in loss.terms.values()]).sum()
        every = [weight for weights in self._weights.values() for weight in weights]
        found = iter(torch.autograd.grad(total, every, retain_graph=True, allow_unused=True))
        for name, weights in self._weights.items():
            pairs = [(weight, slope) for weight, slope in zip(weights, found, strict=False)]
            self._slopes[name] = [(w, s) for w, s in pairs if s is not None]
        self._value = total.detach()
        return loss

    def followed(self, name: str) -> Loss:
        """A follower's loss, after `shared`."""
        assert self._value is not None  # its phase comes behind the first player's
        lines = [(weight * slope).sum() for weight, slope in self._slopes[name]]
        line = torch.stack(lines).sum()
        return Loss({"shared": Term(self._value + (line - line.detach()))})
