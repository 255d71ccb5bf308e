"""Asking a finished or running run for data: from its folder alone."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.batches import DataSpec
from ganstudio.data.source import Share, unreported
from ganstudio.engine import checkpoint, devices
from ganstudio.engine.evaluate import Evaluation, Evaluator
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import build_system, load_weights
from ganstudio.nn.random import Random


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A run's weights at a step, ready to be asked."""

    preset: Preset
    step: int
    averaged: System
    trained: System
    spec: DataSpec
    device: torch.device

    def sample(
        self, count: int, seed: int = 0, labels: list[int] | None = None, truncation: float = 1.0
    ) -> NDArray[np.float32]:
        """(count, ...) fakes of the averaged generator; labels are repeated in turn.

        Raises InputError: labels for a system that takes none, or a class that does not exist.
        """
        generates = capability(self.averaged, Generates)
        if generates is None:
            raise InputError("This system generates nothing from latents, so it cannot be sampled.")
        chosen = _labels(generates, labels, count, self.device)
        random = Random(derive(seed, "sample"), self.device)
        latents = generates.latents(count, random) * truncation
        with torch.no_grad():
            parts = [
                generates.generate(z, None if chosen is None else chosen[start : start + len(z)])
                for start, z in zip(range(0, count, 256), latents.split(256), strict=True)
            ]
        return torch.cat(parts).cpu().numpy()

    def evaluate(self, samples: int | None = None, seed: int = 0) -> Evaluation:
        """The run's own metrics at this step. Raises DataError where the data are gone."""
        source = self.preset.data
        dataset = source.open(self.preset.seed, self.device, Share(), unreported)
        evaluator = Evaluator(self.preset, dataset, self.device)
        return evaluator.measure(self.step, self.trained, self.averaged, seed, samples)


def _labels(
    generates: Generates, labels: list[int] | None, count: int, device: torch.device
) -> torch.Tensor | None:
    if not generates.classes:
        if labels:
            raise InputError("This run is not conditional, so it takes no labels.")
        return None
    given = labels or list(range(generates.classes))
    if max(given) >= generates.classes or min(given) < 0:
        raise InputError(f"Labels go from 0 to {generates.classes - 1}; {max(given)} is not one.")
    return torch.tensor(given, device=device).repeat(-(-count // len(given)))[:count]


def load_model(run: RunFolder, step: int | None = None, device: str = "cpu") -> TrainedModel:
    """The newest checkpoint's model, or the one at `step`. Raises CheckpointError."""
    steps = run.checkpoint_steps()
    if step is not None:
        if step not in steps:
            known = ", ".join(map(str, steps)) or "none"
            raise InputError(f"{run.name} has no checkpoint at step {step}; there are {known}.")
        steps = [step]
    state, _ = checkpoint.read_newest(run.checkpoints, steps)
    return model_of(state.preset, state.weights, state.step, devices.choose(device))


def model_of(
    document: dict[str, Any], weights: dict[str, torch.Tensor], step: int, device: torch.device
) -> TrainedModel:
    """A model from a preset's resolved document and a checkpoint's weights."""
    preset = from_document(document, "the checkpoint's preset")
    systems = []
    for prefix in ("average/", "player/"):
        system = build_system(preset, device)
        load_weights(system, weights, prefix)
        for player in system.players.values():
            player.eval()
        systems.append(system)
    averaged, trained = systems
    return TrainedModel(preset, step, averaged, trained, preset.data.spec(), device)
