"""The official programs whose networks the studio reads, one a file."""

from ganstudio.interop.families import (
    alignflow,
    discogan,
    junyanz,
    pix2pixhd,
    spade,
    stargan,
    stargan2,
    stylegan2,
    stylegan3,
    vid2vid,
)
from ganstudio.interop.kinds import Kind

_PROGRAMS = (junyanz, pix2pixhd, spade, stargan, stargan2, stylegan2, stylegan3, vid2vid, discogan,
             alignflow)  # fmt: skip
KINDS: tuple[Kind, ...] = tuple(kind for program in _PROGRAMS for kind in program.KINDS)

__all__ = ["KINDS"]
