"""What the style encoder and the critic of StarGAN v2 have in common."""

from itertools import pairwise

from torch import nn

from ganstudio.nn.domains import SLOPE, NarrowBlock
from ganstudio.parts.domains.fields import Widths


def trunk(colours: int, widths: Widths) -> nn.Sequential:
    """Images of a side of 4 px, doubled as often as there are blocks, to (n, width, 1, 1)."""
    last = widths.behind[-1]
    return nn.Sequential(
        nn.Conv2d(colours, widths.first, 3, padding=1),
        *(
            NarrowBlock(inputs, outputs, halves=True)
            for inputs, outputs in pairwise([widths.first, *widths.behind])
        ),
        nn.LeakyReLU(SLOPE),
        nn.Conv2d(last, last, 4),
        nn.LeakyReLU(SLOPE),
    )
