"""How a system names the classes of data whose labels it was not shown."""

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import Classifies, capability
from ganstudio.core.instruments import ClassesRead
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.engine.preview import evaluating
from ganstudio.parts.label_memory import LabelMemory

COUNT = 500
AT_ONCE = 250


@torch.no_grad()
def name_classes(
    step: int, trained: System, averaged: System, batch: Batch, names: tuple[str, ...]
) -> ClassesRead | None:
    """True classes against those that the averaged weights name; None for data without classes.

    Samples whose label the trained system was shown are left out.
    """
    classifies = capability(averaged, Classifies)
    if classifies is None or batch.label is None or not names:
        return None
    unseen = ~_is_shown(trained, batch.real)
    real, label = batch.real[unseen], batch.label[unseen]
    counts = np.zeros((len(names), len(names)), np.int64)
    if not len(real):
        return ClassesRead(step, names, counts)
    with evaluating(averaged):
        named = torch.cat([classifies.classify(part).argmax(1) for part in real.split(AT_ONCE)])
    np.add.at(counts, (label.cpu().numpy(), named.cpu().numpy()), 1)
    return ClassesRead(step, names, counts)


def _is_shown(system: System, samples: Tensor) -> Tensor:
    """(n,) whether a sample is among those that a player remembers with their labels."""
    is_shown = torch.zeros(len(samples), dtype=torch.bool, device=samples.device)
    for player in system.players.values():
        for module in player.modules():
            if isinstance(module, LabelMemory):
                for one in module.samples[: int(module.held)]:
                    is_shown |= (samples == one).flatten(1).all(1)
    return is_shown
