"""Networks that draw random numbers while they train, from the run's own source."""

from torch import nn

from ganstudio.core.system import RandomSource


class Stochastic(nn.Module):
    """Draws in training mode from `random`; a network without a source draws nothing."""

    random: RandomSource | None = None

    def source(self) -> RandomSource | None:
        """Where to draw from now; None where nothing is to be drawn."""
        return self.random if self.training else None


def supply(network: nn.Module, random: RandomSource) -> None:
    """Give every stochastic layer inside `network` its source: without one no run resumes."""
    for layer in network.modules():
        if isinstance(layer, Stochastic):
            layer.random = random
