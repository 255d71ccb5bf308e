"""What inversion learns besides a search (`metrics/latent_search.py`): weights and encoders.

Zhu et al. 2016, arXiv:1609.03552, section 3: a network that predicts the latent, and the hybrid
that optimises from its prediction. `edit/inversion.py` says what is searched, and for whom.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import Generates
from ganstudio.core.system import RandomSource
from ganstudio.metrics.latent_search import Search
from ganstudio.parts.critics import CriticNetwork

FIT_BATCH, FIT_RATE = 64, 1e-3  # samples a step, and Adam's rate at first, of an encoder's fit


def tune(
    network: nn.Module,
    draw: Callable[[], Tensor],
    wanted: Tensor,
    keep: Callable[[], Tensor],
    search: Search,
    look: Callable[[int, Tensor, Tensor], bool],
) -> Tensor:
    """Move the weights of a generator until it makes an image, at a latent that stays.

    Roich et al. 2021, arXiv:2106.05744, eq. 3 to 5, with squared errors for LPIPS.

    Args:
        network: a copy of one's own; its weights change.
        draw: (n, ...) what it makes at the latents.
        wanted: (n, ...).
        keep: (m, ...) what it makes of latents that are to stay as they are.
        search: `steps` and `rate` are of the tuning, `prior_weight` of what is kept.
        look: called with step, images and errors (n,); False stops.

    Returns:
        (steps + 1, n) errors.
    """
    weights = [weight for weight in network.parameters() if weight.dtype.is_floating_point]
    optimizer = torch.optim.Adam(weights, lr=search.rate)
    with torch.no_grad():
        before = keep()
    losses = []
    for step in range(search.steps + 1):
        images = draw()
        errors = (images - wanted).square().flatten(1).mean(1)
        losses.append(errors.detach())
        if not look(step, images.detach(), errors.detach()) or step == search.steps:
            break
        moved = (keep() - before).square().mean()
        total = errors.sum() + search.prior_weight * moved
        gradients = torch.autograd.grad(total, weights, allow_unused=True)
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.grad = gradient
        optimizer.step()
    return torch.stack(losses)


class Encoder(nn.Module):
    """Predicts the latent of an image, fitted to the generator's own samples."""

    def __init__(self, network: CriticNetwork, shape: tuple[int, ...], latent: int) -> None:
        super().__init__()
        self.features = network.build(shape)
        self.head = self.features.head(latent)

    def forward(self, images: Tensor) -> Tensor:
        """(n, d)."""
        predicted: Tensor = self.head(self.features(images))
        return predicted


def fit_encoder(
    encoder: Encoder,
    generator: Generates,
    random: RandomSource,
    steps: int = 1000,
    look: Callable[[int, Tensor], None] | None = None,
) -> Encoder:
    """Regress the latent on the image; leaves the encoder in evaluation mode.

    Args:
        encoder: its weights change.
        generator: in evaluation mode; its weights do not.
        random: where samples come from.
        steps: of Adam, whose rate falls to 0 by a cosine.
        look: called with the step and its mean squared error; may raise Cancelled.
    """
    optimizer = torch.optim.Adam(encoder.parameters(), lr=FIT_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    encoder.train()
    for step in range(steps):
        latents = generator.latents(FIT_BATCH, random)
        labels = random.integers(generator.classes, FIT_BATCH) if generator.classes else None
        with torch.no_grad():
            images = generator.generate(latents, labels)
        loss = (encoder(images) - latents).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if look is not None:
            look(step, loss.detach())
    return encoder.eval()
