"""Training speed as a ratio: our loop against a plain loop of the same networks, interleaved.

The plain loops are written as public repositories write them: the fakes of the critic's step keep
their graph, the critic's weights get gradients in the generator's step, Adam as it comes, losses
read back every step, a DataLoader over tensors in memory.
"""

import copy
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Share
from ganstudio.data.store import Store
from ganstudio.engine.measurement import Measurement
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.systems.latent import Latent

Report = Callable[[str], None]
CPU = torch.device("cpu")
ROUND_SECONDS = 2.0


MLP_WGAN_GP: dict[str, Any] = {
    "data": {"kind": "digits", "size": 32},
    "system": {
        "system": "latent",
        "objective": {"kind": "wasserstein"},
        "generator": {"kind": "mlp", "depth": 4, "width": 512, "norm": "batch"},
        "critic": {"kind": "mlp", "depth": 2, "width": 512},
        "penalties": [{"kind": "gradient_penalty"}],
        "prior": {"size": 100},
        "critic_steps": 5,
    },
    "schedule": {"steps": 100_000_000, "batch": 64},
}
DCGAN: dict[str, Any] = {
    "data": {"kind": "digits", "size": 32},
    "system": {
        "system": "latent",
        "generator": {"kind": "dcgan", "channels": 32},
        "critic": {"kind": "dcgan", "channels": 32},
        "prior": {"size": 100},
        "share_fakes": True,
    },
    "schedule": {"steps": 100_000_000, "batch": 64},
}


def training(seconds: float, report: Report) -> list[Measurement]:
    """Both loops and the data path, on one thread. `seconds` is the length for each side."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        found = [
            _against_plain(
                "MLP WGAN-GP 32 px, ours / plain loop", MLP_WGAN_GP, 1.4, seconds, report
            ),
            _against_plain("DCGAN 32 px, ours / plain loop", DCGAN, 1.25, seconds, report),
            _data_path(report),
        ]
    finally:
        torch.set_num_threads(threads)
    return found


def _against_plain(
    name: str, document: dict[str, Any], floor: float, seconds: float, report: Report
) -> Measurement:
    setup = Setup(from_document(document, name), CPU)
    plain = PlainLoop(setup.preset)
    for side in (setup.advance, plain.step):
        for _ in range(3):
            side()
    ratios = []
    for _ in range(max(3, round(seconds / ROUND_SECONDS))):
        theirs = _seconds_per_step(plain.step)
        ours = _seconds_per_step(setup.advance)
        ratios.append(theirs / ours)
        report(f"{name}: {1e3 * ours:.1f} ms against {1e3 * theirs:.1f} ms, {ratios[-1]:.2f}")
    return Measurement(name, statistics.median(ratios), "times", floor)


def _seconds_per_step(step: Callable[[], object]) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < ROUND_SECONDS:
        step()
        count += 1
    return (time.perf_counter() - began) / count


class PlainLoop:
    """The same networks and batches in a loop as tutorials have it."""

    def __init__(self, preset: Preset) -> None:
        setup = Setup(preset, CPU)
        assert isinstance(setup.system, Latent)
        self.generator = _contiguous(setup.system.generator)
        self.critic = _contiguous(setup.system.critic)
        self.config = setup.system.config
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
            fake = self.generator(torch.randn(len(real), self.config.prior.size), None)
            loss = -self.critic(real).score.mean() + self.critic(fake).score.mean()
            loss = loss + 10 * self._penalty(real, fake)
            loss.backward()
            self.optimizers["critic"].step()
            self.losses.append(loss.item())
        self.optimizers["generator"].zero_grad()
        fake = self.generator(torch.randn(len(real), self.config.prior.size), None)
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
        fake = self.generator(torch.randn(len(real), self.config.prior.size), None)
        on_fake = F.binary_cross_entropy_with_logits(self.critic(fake.detach()).score, zeros)
        on_fake.backward()
        self.optimizers["critic"].step()
        self.generator.zero_grad()
        loss = F.binary_cross_entropy_with_logits(self.critic(fake).score, ones)
        loss.backward()
        self.optimizers["generator"].step()
        self.losses += [on_real.item(), on_fake.item(), loss.item()]


def _contiguous(network: nn.Module) -> nn.Module:
    """A copy in the plain layout, as any loop that never heard of another has it."""
    copied = copy.deepcopy(network)
    for parameter in copied.parameters():
        parameter.data = parameter.data.clone(memory_format=torch.contiguous_format)
    for module in copied.modules():
        if hasattr(module, "prefers_channels_last"):
            module.prefers_channels_last = False  # type: ignore[assignment]
    return copied.train()


def _data_path(report: Report) -> Measurement:
    """Images a second at 64 px from the resident cache, drawn, gathered and normalised."""
    images = torch.randint(0, 256, (4096, 3, 64, 64), dtype=torch.uint8)
    store = Store(Pictures(images.numpy(), None, (), ()), 0, CPU, Share())
    rates = []
    for _ in range(5):
        rates.append(64 / _seconds_per_step(lambda: store.draw(64)))
        report(f"data path: {rates[-1]:,.0f} images/s")
    return Measurement(
        "data path, 64 px from the cache", statistics.median(rates), "images/s", 75_000
    )
