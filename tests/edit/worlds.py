"""Generators whose factors are known: linear ones, and one that was fitted to coloured discs."""

from functools import cache

import torch
from torch import Tensor, nn

from ganstudio.core.system import RandomSource

SIDE = 16
SIZE, ACROSS, DOWN, RED = range(4)


class Known:
    """A system that offers Generates, around any network from (n, d) to images."""

    classes = 0

    def __init__(self, network: nn.Module, width: int) -> None:
        self.players = {"generator": network.eval()}
        self._network, self._width = network, width

    def parts(self) -> tuple[object, ...]:
        return ()

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return random.normal(count, self._width)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        return self._network(latents)


def linear(width: int = 4, side: int = 6) -> tuple[Known, Tensor]:
    """A system, and its right singular vectors (d, d), the strongest first."""
    source = torch.Generator().manual_seed(3)
    left = torch.linalg.qr(torch.randn(side * side, width, generator=source))[0]
    right = torch.linalg.qr(torch.randn(width, width, generator=source))[0]
    strengths = torch.tensor([0.4, 0.25, 0.15, 0.08][:width])
    layer = nn.Linear(width, side * side, bias=False)
    with torch.no_grad():
        layer.weight.copy_(left * strengths @ right.t())
    return Known(nn.Sequential(layer, nn.Unflatten(1, (1, side, side))), width), right


def rotation() -> Tensor:
    """From latents to factors, so that no factor lies along an axis."""
    source = torch.Generator().manual_seed(11)
    return torch.linalg.qr(torch.randn(4, 4, generator=source))[0]


def rendered(factors: Tensor) -> Tensor:
    """(n, 3, 16, 16) discs of factors (n, 4): size, place across and down, and how red."""
    size, across, down, red = factors.unbind(1)
    grid = torch.arange(SIDE) - (SIDE - 1) / 2
    x = grid[None, None] - 1.2 * across[:, None, None]
    y = grid[None, :, None] - 1.2 * down[:, None, None]
    radius = (3.5 + 0.6 * size)[:, None, None]
    disc = torch.sigmoid(2 * (radius - (x.square() + y.square()).sqrt()))
    tint = 0.25 * torch.tanh(red)
    colour = torch.stack([0.5 + tint, 0.5 - tint, torch.full_like(red, 0.5)], 1)
    return 2 * disc[:, None] * colour[:, :, None, None] - 1


@cache
def discs() -> Known:
    """Fitted in the process that asks, some seconds."""
    torch.manual_seed(0)
    network = nn.Sequential(
        nn.Linear(4, 96), nn.LeakyReLU(0.2), nn.Linear(96, 96), nn.LeakyReLU(0.2),
        nn.Linear(96, 3 * SIDE * SIDE), nn.Tanh(), nn.Unflatten(1, (3, SIDE, SIDE)),
    )  # fmt: skip
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 450)
    turn = rotation()
    for _ in range(450):
        z = torch.randn(64, 4)
        loss = (network(z) - rendered(z @ turn.t())).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return Known(network, 4)
