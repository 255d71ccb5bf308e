"""A training loop as public repositories write it, for our loop to be measured against.

The fakes of WGAN-GP's critic step keep their graph, the critic's weights get gradients in the
generator's step, Adam as it comes, losses read back every step, a DataLoader over tensors in
memory.
"""

import copy
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.nn.pixels import FromPixels, FromVector, ToPixels
from ganstudio.systems.latent import Latent

CPU = torch.device("cpu")


class PlainLoop:
    """The same networks and batches in a loop as tutorials have it."""

    def __init__(self, preset: Preset) -> None:
        setup = Setup(preset, CPU)
        assert isinstance(setup.system, Latent)
        self.generator = _contiguous(setup.system.generator)
        self.critic = _contiguous(setup.system.critic)
        self.config = setup.system.config
        self.latent = setup.system.prior.size
        rates = self.config.optimizers()
        self.optimizers = {
            name: torch.optim.Adam(network.parameters(), lr=rates[name].lr, betas=(0.5, 0.999))
            for name, network in (("generator", self.generator), ("critic", self.critic))
        }
        images = setup.dataset.reference(1797, 0).real.contiguous()
        batch = preset.schedule.batch
        self._loader = DataLoader(TensorDataset(images), batch, shuffle=True, drop_last=True)
        self._batches = self._endless()
        self.losses: list[float] = []

    def _endless(self) -> Iterator[Tensor]:
        while True:
            for (images,) in self._loader:
                yield images

    def step(self) -> None:
        if self.config.objective.kind == "wasserstein":
            self._wgan_gp()
        else:
            self._dcgan()

    def _wgan_gp(self) -> None:
        for _ in range(self.config.critic_steps):
            real = next(self._batches)
            self.optimizers["critic"].zero_grad()
            fake = self.generator(torch.randn(len(real), self.latent), None)
            loss = -self.critic(real).score.mean() + self.critic(fake).score.mean()
            loss = loss + 10 * self._penalty(real, fake)
            loss.backward()
            self.optimizers["critic"].step()
            self.losses.append(loss.item())
        self.optimizers["generator"].zero_grad()
        fake = self.generator(torch.randn(len(real), self.latent), None)
        loss = -self.critic(fake).score.mean()
        loss.backward()
        self.optimizers["generator"].step()
        self.losses.append(loss.item())

    def _penalty(self, real: Tensor, fake: Tensor) -> Tensor:
        share = torch.rand(len(real), 1, 1, 1)
        mixed = (share * real + (1 - share) * fake).requires_grad_(True)
        score = self.critic(mixed).score
        ones = torch.ones_like(score)
        (slope,) = torch.autograd.grad(score, mixed, ones, create_graph=True, retain_graph=True)
        return ((slope.view(len(slope), -1).norm(2, dim=1) - 1) ** 2).mean()

    def _dcgan(self) -> None:
        real = next(self._batches)
        ones, zeros = torch.ones(len(real)), torch.zeros(len(real))
        self.critic.zero_grad()
        on_real = F.binary_cross_entropy_with_logits(self.critic(real).score, ones)
        on_real.backward()
        fake = self.generator(torch.randn(len(real), self.latent), None)
        on_fake = F.binary_cross_entropy_with_logits(self.critic(fake.detach()).score, zeros)
        on_fake.backward()
        self.optimizers["critic"].step()
        self.generator.zero_grad()
        loss = F.binary_cross_entropy_with_logits(self.critic(fake).score, ones)
        loss.backward()
        self.optimizers["generator"].step()
        self.losses += [on_real.item(), on_fake.item(), loss.item()]


def _contiguous(network: nn.Module) -> nn.Module:
    """A copy in the plain layout with torch's own layers, as loops that know no other have it."""
    copied = copy.deepcopy(network)
    for parameter in copied.parameters():
        parameter.data = parameter.data.clone(memory_format=torch.contiguous_format)
    for module in copied.modules():
        if hasattr(module, "prefers_channels_last"):
            module.prefers_channels_last = False  # type: ignore[assignment]
        if isinstance(module, FromPixels | FromVector | ToPixels):
            module.takes_short_way = False
    return copied.train()
