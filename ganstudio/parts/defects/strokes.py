"""Control maps as a brush leaves them, so that a generator learns to paint where it is asked to."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.core.system import RandomSource

_CENTRE = (0.2, 0.8)  # of a stroke, in sides of the image
_LENGTH = (0.0, 0.6)
_RADIUS = (0.06, 0.2)


def painted_control(
    label: Tensor,
    kinds: int,
    sound: int,
    sides: tuple[int, int],
    share: float,
    random: RandomSource,
) -> Tensor:
    """(n, kinds, h, w) control maps that ask for kinds (n,): some in a stroke, else everywhere.

    Args:
        label: what is asked for.
        kinds: how many there are.
        sound: the kind around a stroke.
        sides: height and width.
        share: how likely a map has a stroke, 0 to 1.
        random: draws the strokes.
    """
    whole = random.uniform(len(label)) >= share
    where = whole[:, None, None] | strokes(len(label), sides, random)
    asked = torch.where(where, label[:, None, None], sound)
    return F.one_hot(asked, kinds).to(torch.get_default_dtype()).movedim(-1, 1)


def strokes(count: int, sides: tuple[int, int], random: RandomSource) -> Tensor:
    """(count, h, w) bool: one straight stroke each, of any direction, with round ends."""
    x, y, length, radius, turn = random.uniform(count, 5).unbind(1)
    centre = torch.stack([_within(_CENTRE, x), _within(_CENTRE, y)], 1)
    ahead = torch.stack([torch.cos(torch.pi * turn), torch.sin(torch.pi * turn)], 1)
    half = _within(_LENGTH, length) / 2
    rows, columns = ((torch.arange(n, device=x.device) + 0.5) / n for n in sides)
    places = torch.stack(torch.meshgrid(rows, columns, indexing="ij"), -1)
    off = places - centre[:, None, None]
    along = (off * ahead[:, None, None]).sum(-1)
    along = torch.minimum(along.abs(), half[:, None, None]) * along.sign()
    distance = (off - along[..., None] * ahead[:, None, None]).norm(dim=-1)
    return distance <= _within(_RADIUS, radius)[:, None, None]


def _within(span: tuple[float, float], share: Tensor) -> Tensor:
    return span[0] + (span[1] - span[0]) * share
