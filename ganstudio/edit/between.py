"""Points between two points: on the line, and on the arc around the origin."""

import torch
from torch import Tensor

STRAIGHT = 1e-4
"""Under this sine of the angle an arc is not defined well enough, and the line is taken."""


def slerp(start: Tensor, end: Tensor, amount: float) -> Tensor:
    """Between vectors (..., d) of any length: the direction on the arc, the length on the line.

    Shoemake 1985, eq. 5, for directions. Vectors that are parallel, opposite or zero have no arc
    between them; there the line is taken.
    """
    lengths = start.norm(dim=-1, keepdim=True), end.norm(dim=-1, keepdim=True)
    tiny = torch.finfo(start.dtype).tiny
    directions = [
        v / length.clamp_min(tiny) for v, length in zip((start, end), lengths, strict=True)
    ]
    cosine = (directions[0] * directions[1]).sum(-1, keepdim=True).clamp(-1, 1)
    angle = torch.acos(cosine)
    sine = torch.sin(angle)
    safe = sine.clamp_min(STRAIGHT)
    arc = (
        torch.sin((1 - amount) * angle) / safe * directions[0]
        + torch.sin(amount * angle) / safe * directions[1]
    )
    curved = arc * torch.lerp(lengths[0], lengths[1], amount)
    has_arc = (sine.abs() >= STRAIGHT) & (lengths[0] > 0) & (lengths[1] > 0)
    return torch.where(has_arc, curved, torch.lerp(start, end, amount))
