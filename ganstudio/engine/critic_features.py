"""The features of a critic, layer by layer: Radford et al. 2015, arXiv:1511.06434, section 5.1."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import Classifies, Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import UNKNOWN, Batch
from ganstudio.engine.preview import evaluating
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.linear_classes import LINEAR_MEASURES, Features, Told
from ganstudio.nn.rectified import representation

AT_ONCE = 128
_TOLD = (
    "The critic was trained with classes, so what its features tell of them is not learned from "
    "pictures alone."
)


def critic_batteries(
    averaged: System, fresh: Callable[[], System], batch: Callable[[], Batch], count: int
) -> list[Battery[Told]]:
    """What a linear map makes of the features of a critic of pictures; empty without a critic.

    Args:
        averaged: whose critic is asked.
        fresh: makes the same system with fresh weights.
        batch: gives labelled real pictures, each once.
        count: of them.
    """
    judges = capability(averaged, Judges)
    if judges is None:
        return []
    is_told = bool(_classes(judges)) or capability(averaged, Classifies) is not None

    def told() -> Told:
        found = batch()
        if found.label is None:
            raise InputError("The data name no classes.")
        known = found.label != UNKNOWN
        images, labels = found.real[known], found.label[known].cpu().numpy()
        trained, untrained = (critic_features(system, images) for system in (averaged, fresh()))
        return Told(trained, untrained, labels, _TOLD if is_told else "")

    return [Battery(LINEAR_MEASURES, told, count)]


@torch.no_grad()
def critic_features(system: System, images: Tensor) -> Features:
    """(n, d) what stands behind every rectifier of the critic, maps as their largest of 4 x 4.

    A critic that is shown classes is shown the first one with every picture.

    Raises:
        InputError: a system without a critic of pictures, or a critic without rectifiers.
    """
    judges = capability(system, Judges)
    if judges is None:
        raise InputError("This system has no critic of single pictures.")
    parts = []
    with evaluating(system):
        for some in images.split(AT_ONCE):
            label = torch.zeros(len(some), dtype=torch.int64, device=some.device)
            seen = representation(judges.judge, some, label if _classes(judges) else None)
            parts.append(seen.cpu().numpy().astype(np.float32))
    return np.concatenate(parts)


def _classes(judges: Judges) -> int:
    return int(getattr(judges, "classes", 0))
