"""Finding the latents of samples by optimisation, from many starts.

Zhu et al. 2016, arXiv:1609.03552, section 3. The schedule of the learning rate is that of Karras et
al. 2020, arXiv:1912.04958, appendix D.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates
from ganstudio.core.errors import InputError
from ganstudio.core.system import RandomSource

RAMP_UP, RAMP_DOWN = 0.05, 0.25  # of all steps
CANDIDATES = 256  # random latents of which the nearest ones are started from

Observe = Callable[[int, Tensor, Tensor], bool]
"""Called with the step, the images (n, ...) and the losses (n,) so far; False stops the search."""


@dataclass(frozen=True, slots=True)
class Search:
    """How latents are searched.

    Attributes:
        steps: of Adam.
        rate: its learning rate at the top of the schedule.
        restarts: starts for each target without an encoder's; the best one is kept.
        prior_weight: of the term that holds a latent on the shell |z|^2 = d of a Gaussian prior.
    """

    steps: int = 200
    rate: float = 0.1
    restarts: int = 4
    prior_weight: float = 1e-3


@dataclass(frozen=True, slots=True)
class Targets:
    """What is to be found.

    Attributes:
        images: (n, ...) of the generator's own shape, in [-1, 1].
        labels: (n,) class ids, where the generator has classes.
        guess: (n, d) latents that an encoder gave; then there are no restarts (the hybrid).
    """

    images: Tensor
    labels: Tensor | None = None
    guess: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Inversion:
    """What was found for n targets.

    Attributes:
        latents: (n, d).
        images: (n, ...), what the generator makes of them.
        losses: (steps + 1, n) mean squared pixel error of the best start so far.
        tracks: (steps + 1, n, starts) that of every start as it was then.
    """

    latents: Tensor
    images: Tensor
    losses: Tensor
    tracks: Tensor

    @property
    def residual(self) -> Tensor:
        """(n,) mean squared error in the units of the data."""
        return self.losses[-1]

    def steps_to(self, loss: Tensor) -> Tensor:
        """(n,) first step at which each target's loss was at most `loss` (n,); -1 if never."""
        reached = self.losses <= loss
        first = reached.int().argmax(dim=0)
        return torch.where(reached.any(dim=0), first, -1)


def invert(
    generator: Generates,
    targets: Targets,
    random: RandomSource,
    search: Search = Search(),
    observe: Observe | None = None,
) -> Inversion:
    """Latents whose images are nearest to the targets, by pixels.

    The generator must be in evaluation mode: batch statistics would tie the targets together.

    Args:
        generator: what makes images of latents.
        targets: the images, and what is known of them.
        random: where starts come from.
        search: how long and how hard.
        observe: told of every step; may stop the search.

    Raises:
        InputError: the targets have another shape than the generator's images.
    """
    begins = targets.guess
    if begins is None:
        begins = starts(generator, targets, random, search.restarts)
    copies = len(begins) // len(targets.images)
    classes = None if targets.labels is None else targets.labels.repeat_interleave(copies)

    def look(step: int, best: Best) -> bool:
        return observe is None or observe(step, best.images, best.losses[-1])

    place = Place(lambda latents: generator.generate(latents, classes), off_shell)
    return descend(place, begins, targets.images, search, look)


class Place(NamedTuple):
    """Where a search goes: what its variables make, and what holds them where images are good.

    Attributes:
        draw: variables (n, ...) to images.
        off: variables to (n,) how far they are from where they belong; weighted in the search.
    """

    draw: Callable[[Tensor], Tensor]
    off: Callable[[Tensor], Tensor]


def descend(
    place: Place,
    begins: Tensor,
    wanted: Tensor,
    search: Search,
    look: Callable[[int, "Best"], bool],
) -> Inversion:
    """Adam from all starts at once.

    Args:
        place: what is searched.
        begins: (n * copies, ...) starts, those of a target side by side.
        wanted: (n, ...) images.
        search: how long and how hard.
        look: called at every step with what is best so far; False stops.
    """
    copies = len(begins) // len(wanted)
    aims = wanted.repeat_interleave(copies, dim=0)
    latents = begins.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([latents], lr=search.rate)
    best = Best(len(wanted), copies)
    for step in range(search.steps + 1):
        images = place.draw(latents)
        errors = (images - aims).square().flatten(1).mean(1)
        best.take(latents.detach(), images.detach(), errors.detach())
        if not look(step, best) or step == search.steps:
            break
        optimizer.param_groups[0]["lr"] = search.rate * _ramp(step / search.steps)
        (gradient,) = torch.autograd.grad(
            errors.sum() + search.prior_weight * place.off(latents).sum(), latents
        )
        latents.grad = gradient
        optimizer.step()
    return Inversion(best.latents, best.images, torch.stack(best.losses), torch.stack(best.all))


class Best:
    """The best of several starts of each target, over all steps."""

    def __init__(self, targets: int, copies: int) -> None:
        self._shape = (targets, copies)
        self._rows = torch.arange(targets)
        self.losses: list[Tensor] = []
        self.all: list[Tensor] = []  # (n, copies) of every step
        self.now = torch.empty(0)  # (n * copies, ...) latents of all starts; Adam moves them on

    def take(self, latents: Tensor, images: Tensor, errors: Tensor) -> None:
        self.now = latents
        self.all.append(errors.view(self._shape).clone())
        loss, copy = self.all[-1].min(dim=1)
        chosen = self._rows.to(copy.device) * self._shape[1] + copy
        found, pictures = latents[chosen], images[chosen]
        if not self.losses:
            self.latents, self.images, self.losses = found.clone(), pictures, [loss]
            return
        better = loss < self.losses[-1]
        self.latents[better] = found[better]
        self.images = torch.where(
            better.view(-1, *[1] * (pictures.dim() - 1)), pictures, self.images
        )
        self.losses.append(torch.minimum(loss, self.losses[-1]))


def starts(generator: Generates, targets: Targets, random: RandomSource, restarts: int) -> Tensor:
    """(n * restarts, d): for each target the nearest of many random latents."""
    candidates = generator.latents(CANDIDATES, random)
    labels, starts = targets.labels, []
    made: dict[int | None, Tensor] = {}  # by class
    for index, wanted in enumerate(targets.images):
        label = None if labels is None else int(labels[index])
        if label not in made:
            made[label] = _made(generator, candidates, label)
        images = made[label]
        if images.shape[1:] != wanted.shape:
            raise InputError(
                f"The image is {_sizes(wanted)} and the model makes {_sizes(images[0])}: resize it "
                "before it is inverted."
            )
        errors = (images - wanted).square().flatten(1).mean(1)
        starts.append(candidates[errors.argsort()[:restarts]])
    return torch.cat(starts)


@torch.no_grad()
def _made(generator: Generates, latents: Tensor, label: int | None) -> Tensor:
    """(n, ...) of one class, where there are classes."""
    wanted = None if label is None else torch.full((len(latents),), label, device=latents.device)
    return generator.generate(latents, wanted)


def _sizes(image: Tensor) -> str:
    return " x ".join(str(side) for side in image.shape)


def _ramp(progress: float) -> float:
    """Linear up, then level, then a half cosine down."""
    down = min(1.0, (1 - progress) / RAMP_DOWN)
    return (0.5 - 0.5 * math.cos(down * math.pi)) * min(1.0, (progress + 1e-3) / RAMP_UP)


def off_shell(latents: Tensor) -> Tensor:
    """(n,) squared distance of |z|^2 / d from 1."""
    return (latents.square().mean(dim=1) - 1).square()
