"""Kinds of checkpoints that runs are made of, one program a file."""

from collections.abc import Callable
from typing import Any

from ganstudio.interop.families import stylegan3
from ganstudio.interop.formats import (
    alignflow,
    labels,
    pix2pix,
    stargan,
    stargan2,
    stylegan2,
    vid2vid,
)
from ganstudio.interop.formats.format import Format

FORMATS: tuple[Format, ...] = (
    *pix2pix.FORMATS,
    *labels.FORMATS,
    *stargan.FORMATS,
    *stargan2.FORMATS,
    *alignflow.FORMATS,
    *stylegan2.FORMATS,
    *vid2vid.FORMATS,
)
"""A file that fits several is of the first one."""

WITHOUT_SYSTEM: dict[str, Callable[[Any], Any]] = {
    "StyleGAN3": stylegan3.recognise,
}
"""Families whose networks the studio compares and for which it has no system to make a run of."""

__all__ = ["FORMATS", "WITHOUT_SYSTEM", "Format"]
