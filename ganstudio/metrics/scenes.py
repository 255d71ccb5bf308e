"""A reader of captioned shapes: looks at a picture by fixed rules and says what it shows."""

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from ganstudio.data.scenes import AREAS, GROUND, PALETTE, RADII, SHAPES, Scene, coverage

CLEAR = 0.6  # least overlap of what is seen with the ideal shape, as a share of their union
UNSAID = 2  # the number of the size that no caption names
NEAR = 0.35  # furthest that a shape may stand from where it should, in half widths


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of pictures, in [0, 1], that show what was asked for."""

    colour: float
    shape: float
    place: float
    size: float
    asked: float  # colour, shape and place all at once


@dataclass(frozen=True, slots=True)
class _Seen:
    """The `items` largest patches of colour; those that stand above or left come first.

    Each (n, items); the place is (n, items, 2). The shape is -1 where it is like none.
    """

    colour: Tensor
    shape: Tensor
    radius: Tensor
    centre: Tensor


def agreement(images: Tensor, asked: list[Scene]) -> Agreement:
    """How far (n, 3, h, w) pictures in [-1, 1] show the scene that each was asked to."""
    items = len(asked[0].items)
    seen = _look(images, items)
    device = images.device

    def wanted(field: str) -> Tensor:
        rows = [[getattr(item, field) for item in scene.items] for scene in asked]
        return torch.tensor(rows, device=device)

    centres = torch.tensor([scene.centres() for scene in asked], device=device)
    border = sum(RADII[:2]) / 2
    colour = (seen.colour == wanted("colour")).all(1)
    shape = (seen.shape == wanted("shape")).all(1)
    place = ((seen.centre - centres).norm(dim=2) < NEAR).all(1)
    sizes = wanted("size")
    size = (((seen.radius > border).long() == sizes) | (sizes >= UNSAID)).all(1)
    found = (colour, shape, place, size, colour & shape & place)
    return Agreement(*(float(each.double().mean()) for each in found))


def _look(images: Tensor, items: int) -> _Seen:
    patches = _patches(images)
    mass, colour = patches.sum((2, 3)).topk(items, dim=1)
    size = images.shape[-1]
    rows = torch.arange(len(images), device=images.device)[:, None]
    masks = patches[rows, colour]
    ticks = (torch.arange(size, device=images.device) + 0.5) * (2 / size) - 1
    whole = mass.clamp_min(1e-6)
    x, y = (masks.sum(2) @ ticks) / whole, (masks.sum(3) @ ticks) / whole
    area = mass * (2 / size) ** 2
    centre = torch.stack([x, y], 2)
    shape, radius = _shapes(masks, centre, area)
    # Above or left comes first, whichever of the two distances is greater.
    order = (x + y).argsort(1)
    if items > 1:
        (before, after) = next(pairwise(centre.unbind(1)))
        across = (after - before).abs()
        along = torch.where((across[:, 1] > across[:, 0])[:, None], y, x)
        order = along.argsort(1)
    return _Seen(*(each[rows, order] for each in (colour, shape, radius, centre)))


def _patches(images: Tensor) -> Tensor:
    """(n, colours, h, w): how much of each pixel is covered, given to the colour it is most like.

    A pixel between the ground and a colour is covered in part.
    """
    towards = torch.tensor(PALETTE, device=images.device) - GROUND
    pixels = (images - GROUND)[:, None]
    directions = towards[None, :, :, None, None]
    share = (pixels * directions).sum(2) / towards.square().sum(1)[None, :, None, None]
    share = share.clamp(0, 1)
    rest = (pixels - share[:, :, None] * directions).square().sum(2)
    nearest = torch.nn.functional.one_hot(rest.argmin(1), len(PALETTE)).permute(0, 3, 1, 2)
    return torch.where(share > 0.15, share, 0.0) * nearest


def _shapes(masks: Tensor, centre: Tensor, area: Tensor) -> tuple[Tensor, Tensor]:
    """The ideal shape of equal area and centre that overlaps a patch most, and its radius."""
    size, flat = masks.shape[-1], masks.flatten(0, 1)
    overlaps, radii = [], []
    for number in range(len(SHAPES)):
        radius = (area / AREAS[number]).sqrt()
        kind = torch.full((len(flat),), number, device=masks.device)
        ideal = coverage(kind, centre.flatten(0, 1), radius.flatten(), size)
        union = torch.maximum(ideal, flat).sum((1, 2)).clamp_min(1e-6)
        overlaps.append((torch.minimum(ideal, flat).sum((1, 2)) / union).view_as(area))
        radii.append(radius)
    best, shape = torch.stack(overlaps).max(0)
    radius = torch.stack(radii).gather(0, shape[None])[0]
    return torch.where(best >= CLEAR, shape, -1), radius
