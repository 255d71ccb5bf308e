"""How a system names the classes of data, and of the fakes that it makes for them."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Classifies, Generates, capability
from ganstudio.core.instruments import ClassesRead
from ganstudio.core.system import RandomSource, System
from ganstudio.data.batches import Batch
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.parts.label_memory import LabelMemory

COUNT = 500
AT_ONCE = 250


@torch.no_grad()
def name_classes(
    setup: Setup, averaged: System, batch: Batch, random: RandomSource
) -> ClassesRead | None:
    """True classes against those that the averaged weights name; None for data without classes.

    Samples whose class is unknown, and those that the trained system remembers with their labels,
    are left out. A generator of classes makes as many fakes, for the same labels.
    """
    names = setup.dataset.spec.classes
    classifies = capability(averaged, Classifies)
    batch = batch.of_known_class()
    if classifies is None or batch.label is None or not names:
        return None
    unseen = ~is_shown(setup.system, batch.real)
    generates = capability(averaged, Generates)
    with evaluating(averaged):
        counts = _counts(classifies, batch.real[unseen], batch.label[unseen], len(names))
        if generates is None or not generates.classes:
            return ClassesRead(setup.step, names, counts)
        latents = generates.latents(len(batch.label), random)
        pairs = zip(latents.split(AT_ONCE), batch.label.split(AT_ONCE), strict=True)
        made = torch.cat([generates.generate(*pair) for pair in pairs])
        fakes = _counts(classifies, made, batch.label, len(names))
    return ClassesRead(setup.step, names, counts, fakes)


def _counts(
    classifies: Classifies, samples: Tensor, label: Tensor, classes: int
) -> NDArray[np.int64]:
    """(k, k): how often a sample of a row's class is given that of a column."""
    counts = np.zeros((classes, classes), np.int64)
    for part, true in zip(samples.split(AT_ONCE), label.split(AT_ONCE), strict=True):
        if len(part):
            named = classifies.classify(part).argmax(1)
            np.add.at(counts, (true.cpu().numpy(), named.cpu().numpy()), 1)
    return counts


def is_shown(system: System, samples: Tensor) -> Tensor:
    """(n,) whether a sample is among those that a player remembers with their labels."""
    found = torch.zeros(len(samples), dtype=torch.bool, device=samples.device)
    for player in system.players.values():
        for module in player.modules():
            if isinstance(module, LabelMemory):
                for one in module.samples[: int(module.held)]:
                    found |= (samples == one).flatten(1).all(1)
    return found
