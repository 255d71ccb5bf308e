"""How steep a critic is between real and fake data."""

import torch
from torch import Tensor

from ganstudio.core.capabilities import Judges
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.engine.preview import evaluating
from ganstudio.metrics.figures import Figure
from ganstudio.nn.random import Random

MOST = 128  # interpolates that are looked at


def critic_slope(
    trained: System, judges: Judges, batch: Batch, fake: Tensor, random: Random
) -> Figure:
    """Mean gradient norm on interpolates: 1 where the critic is 1-Lipschitz and tight.

    Args:
        trained: whose critic `judges`.
        judges: who scores.
        batch: real samples (n, ...), with their labels.
        fake: (m, ...) of the same labels.
        random: of the places between real and fake.

    Raises:
        InputError: fakes that are not finite.
    """
    count = min(MOST, len(batch.real), len(fake))
    mixed = interpolates(batch.real[:count], fake[:count], random)
    if not mixed.isfinite().all():
        raise InputError(
            "The critic's slope needs finite fakes, but some are not: choose an earlier checkpoint."
        )
    label = None if batch.label is None else batch.label[:count]
    norms = slopes(trained, judges, mixed, label)
    return Figure(float(norms.mean()), samples=count)


def interpolates(real: Tensor, fake: Tensor, random: Random) -> Tensor:
    """(n, ...) between each real and its fake one, evenly drawn."""
    share = random.uniform(len(real), *[1] * (fake.dim() - 1))
    return share * real + (1 - share) * fake


def slopes(trained: System, judges: Judges, samples: Tensor, label: Tensor | None) -> Tensor:
    """(n,) norms of the critic's gradient at samples."""
    places = samples.detach().requires_grad_()
    with torch.enable_grad(), evaluating(trained):
        (slope,) = torch.autograd.grad(judges.judge(places, label).sum(), places)
    return slope.flatten(1).norm(dim=1)
