"""Measurements of a trained system against its data: what `evaluate` prints and panels plot."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates, Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.endless import World
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Dataset
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import evaluating
from ganstudio.metrics.modes import STRICT, ModeCoverage, count_modes
from ganstudio.metrics.transport import exact_w1, sliced_w1
from ganstudio.nn.random import Random

WORLD_SAMPLES = 2500  # the published rule for modes and quality (VEEGAN, PacGAN)
IMAGE_SAMPLES = 512
WORLD_METRICS = ("exact_w1", "modes", "high_quality", "reverse_kl", "jensen_shannon", "slope")
IMAGE_METRICS = ("sliced_w1", "slope")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Readings by name; `coverage` where the world's modes are known."""

    readings: dict[str, float]
    coverage: ModeCoverage | None = None
    samples: int = 0


class Evaluator:
    """Measures with its own random numbers: training does not notice."""

    def __init__(self, preset: Preset, dataset: Dataset, device: torch.device) -> None:
        self._preset = preset
        self._dataset = dataset
        self._device = device

    def measure(
        self,
        step: int,
        trained: System,
        averaged: System,
        seed: int = 0,
        samples: int | None = None,
    ) -> Evaluation:
        """Metrics of the averaged generator, and the slope of the trained critic."""
        count = samples or (IMAGE_SAMPLES if self._dataset.spec.is_images else WORLD_SAMPLES)
        batch = self._dataset.reference(count, derive(self._preset.seed, "evaluate", seed))
        fake = self._fakes(averaged, batch, step, seed)
        readings: dict[str, float] = {}
        coverage = None
        if self._dataset.spec.is_images:
            real_pixels, fake_pixels = _flat(to_uint8(batch.real)), _flat(to_uint8(fake))
            readings["metric/sliced_w1"] = sliced_w1(real_pixels, fake_pixels)
        else:
            points = fake.double().cpu().numpy()
            readings["metric/exact_w1"] = exact_w1(batch.real.double().cpu().numpy(), points)
            coverage = self._coverage(points)
            if coverage is not None:
                readings |= _coverage_readings(coverage)
        slope = self._slope(trained, batch, fake, step)
        if slope is not None:
            readings["metric/slope"] = slope
        return Evaluation(readings, coverage, count)

    def generate(self, system: System, count: int, seed: int) -> tuple[Tensor, Tensor | None]:
        """(count, ...) fakes in batches, and their labels (cycled) where there are classes."""
        generates = _generates(system)
        random = Random(derive(self._preset.seed, "sample", seed), self._device)
        labels = _cycled(count, generates.classes, self._device)
        latents = generates.latents(count, random)
        with torch.no_grad(), evaluating(system):
            parts = [
                generates.generate(
                    z, None if labels is None else labels[i * 256 : i * 256 + len(z)]
                )
                for i, z in enumerate(latents.split(256))
            ]
        return torch.cat(parts), labels

    def _fakes(self, system: System, batch: Batch, step: int, seed: int) -> Tensor:
        generates = _generates(system)
        random = Random(derive(self._preset.seed, "evaluate", step, seed), self._device)
        with torch.no_grad(), evaluating(system):
            latents = generates.latents(len(batch.real), random)
            return generates.generate(latents, batch.label)

    def _coverage(self, points: np.ndarray) -> ModeCoverage | None:
        source = self._preset.data
        modes = source.modes() if isinstance(source, World) else None
        return None if modes is None else count_modes(points, modes.centres, modes.sigma)

    def _slope(self, trained: System, batch: Batch, fake: Tensor, step: int) -> float | None:
        """Mean gradient norm of the critic on interpolates: 1 where it is 1-Lipschitz and tight."""
        judges = capability(trained, Judges)
        if judges is None:
            return None
        count = min(128, len(fake))
        random = Random(derive(self._preset.seed, "slope", step), self._device)
        share = random.uniform(count, *[1] * (fake.dim() - 1))
        mixed = share * batch.real[:count] + (1 - share) * fake[:count]
        mixed = mixed.detach().requires_grad_()
        label = None if batch.label is None else batch.label[:count]
        with torch.enable_grad(), evaluating(trained):
            (slope,) = torch.autograd.grad(judges.judge(mixed, label).sum(), mixed)
        return float(slope.flatten(1).norm(dim=1).mean())


def _generates(system: System) -> Generates:
    generates = capability(system, Generates)
    if generates is None:
        raise InputError("This system generates nothing from latents, so it cannot be sampled.")
    return generates


def _cycled(count: int, classes: int, device: torch.device) -> Tensor | None:
    return torch.arange(count, device=device) % classes if classes else None


def _coverage_readings(coverage: ModeCoverage) -> dict[str, float]:
    return {
        "metric/modes": float(coverage.covered(STRICT)),
        "metric/high_quality": coverage.high_quality,
        "metric/reverse_kl": coverage.reverse_kl,
        "metric/jensen_shannon": coverage.jensen_shannon,
    }


def _flat(pixels: np.ndarray) -> np.ndarray:
    return pixels.reshape(len(pixels), -1).astype(np.float64) / 127.5 - 1
