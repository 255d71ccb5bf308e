"""Asking a finished or running run for data: from its folder alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Captioned, Generates, PlaysFrames, Truncates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data import description
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.source import Share, unreported
from ganstudio.data.vocabulary import Vocabulary
from ganstudio.engine import checkpoint, devices
from ganstudio.engine.playback import played, shown
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder
from ganstudio.engine.setup import build_system, load_weights
from ganstudio.engine.translations import illustrated, is_given_images
from ganstudio.nn.random import Random

AT_ONCE = 256  # fakes
_Draw = Callable[..., Tensor]
"""Latents (n, d), and beside them labels, conditions or None, to n fakes."""


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
        self,
        count: int,
        seed: int = 0,
        labels: list[int] | None = None,
        truncation: float = 1.0,
        captions: Sequence[str] = (),
    ) -> NDArray[np.float32]:
        """(count, ...) fakes of the averaged generator; labels or captions are repeated in turn.

        Raises InputError: the system has no use for what is asked, or no such class or word.
        """
        generates = capability(self.averaged, Generates)
        if generates is None:
            raise InputError(
                "This run's system makes nothing of latents alone: choose a run of a system that "
                "does."
            )
        latents = generates.latents(count, Random(derive(seed, "sample"), self.device))
        with torch.no_grad():
            if captions:
                draw, beside = self._depicting(captions, labels, truncation)
            else:
                draw, beside = self._generating(generates, labels, truncation)
            every = None if beside is None else _in_turn(beside, count)
            parts = [
                draw(latents[rows], None if every is None else every[rows])
                for rows in torch.arange(count, device=self.device).split(AT_ONCE)
            ]
        return torch.cat(parts).cpu().numpy()

    @property
    def is_given_images(self) -> bool:
        """Whether it has to be shown images of its data to make some."""
        return capability(self.averaged, Generates) is None and is_given_images(self.averaged)

    def translations(self, count: int, seed: int = 0) -> dict[str, NDArray[np.float32]]:
        """Rows of at most `count` images or points by name: what was made of the run's own data.

        The first is what the averaged system makes. Raises DataError where the data are gone.
        """
        rows = illustrated(self.averaged, self._own(count, seed))
        return {name: images.cpu().numpy() for name, images in rows.items()}

    @property
    def plays_frames(self) -> bool:
        """Whether it paints films."""
        return capability(self.averaged, PlaysFrames) is not None

    def films(self, count: int, seed: int = 0) -> dict[str, NDArray[np.uint8]]:
        """At most `count` films (n, t, h, w, 3) by name, painted of those of the run's own data.

        The first is what the averaged system paints. Raises DataError where the data are gone.
        """
        plays = capability(self.averaged, PlaysFrames)
        assert plays is not None  # callers ask plays_frames
        return shown(played(self.averaged, plays, self._own(count, seed)))

    def _own(self, count: int, seed: int) -> Batch:
        """Samples of the run's own data. Raises DataError where they are gone."""
        dataset = self.preset.data.open(self.preset.seed, self.device, Share(), unreported)
        least = min(count, dataset.spec.size or count)
        return dataset.reference(least, derive(self.preset.seed, "sample", seed))

    def _generating(
        self, generates: Generates, labels: list[int] | None, truncation: float
    ) -> tuple[_Draw, Tensor | None]:
        chosen = _labels(generates, labels, self.device)
        if truncation == 1:
            return generates.generate, chosen
        truncates = capability(self.averaged, Truncates)
        if truncates is None:
            raise InputError(
                "This run's generator offers no truncation: leave it at 1, or sample a run whose "
                "generator does, such as StyleGAN's."
            )
        return lambda latents, label: truncates.truncated(latents, truncation, label), chosen

    def _depicting(
        self, captions: Sequence[str], labels: list[int] | None, truncation: float
    ) -> tuple[_Draw, Tensor | None]:
        captioned = capability(self.averaged, Captioned)
        if captioned is None:
            raise InputError(
                "This run was not trained on captions: sample it without one, or a run of a text "
                "to image system."
            )
        if labels or truncation != 1:
            raise InputError("A caption says all there is to say: give no class and no truncation.")
        return captioned.depict, captioned.conditions(captions)

    def passed_over(self, captions: Sequence[str]) -> tuple[str, ...]:
        """Words of captions that the system does not know, and so leaves out."""
        captioned = capability(self.averaged, Captioned)
        vocabulary = Vocabulary(captioned.words if captioned else ())
        return tuple(dict.fromkeys(w for text in captions for w in vocabulary.unknown(text)))


def _labels(generates: Generates, labels: list[int] | None, device: torch.device) -> Tensor | None:
    """(k,) the classes asked for, or all; None where the generator takes no label."""
    if not generates.classes:
        if labels:
            raise InputError("This run is not conditional, so it takes no labels.")
        return None
    given = labels or list(range(generates.classes))
    for label in given:
        if not 0 <= label < generates.classes:
            raise InputError(f"Labels go from 0 to {generates.classes - 1}; {label} is not one.")
    return torch.tensor(given, device=device)


def _in_turn(rows: Tensor, count: int) -> Tensor:
    """(count, ...): the rows over and over."""
    return rows[torch.arange(count, device=rows.device) % len(rows)]


def load_model(run: RunFolder, step: int | None = None, device: str = "cpu") -> TrainedModel:
    """The newest checkpoint's model, or the one at `step`. Raises CheckpointError."""
    steps = run.checkpoint_steps()
    if step is not None:
        if step not in steps:
            known = ", ".join(map(str, steps)) or "none"
            raise InputError(f"{run.name} has no checkpoint at step {step}; there are {known}.")
        steps = [step]
    state, _ = checkpoint.read_newest(run.checkpoints, steps)
    spec = description.read(run.path)
    return model_of(state.preset, state.weights, state.step, devices.choose(device), spec)


def model_of(
    document: dict[str, Any],
    weights: dict[str, torch.Tensor],
    step: int,
    device: torch.device,
    spec: DataSpec | None = None,
) -> TrainedModel:
    """A model from a preset's resolved document and a checkpoint's weights.

    Without `spec` the data are asked for their shape. Raises CheckpointError, DataError.
    """
    preset = from_document(document, "the checkpoint's preset")
    known = spec or preset.data.spec()
    systems = []
    for prefix in ("average/", "player/"):
        system = build_system(preset, device, spec=known)
        load_weights(system, weights, prefix)
        for player in system.players.values():
            player.eval()
        systems.append(system)
    averaged, trained = systems
    return TrainedModel(preset, step, averaged, trained, known, device)
