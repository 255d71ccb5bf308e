"""SPADE on streets, Park et al. 2019, arXiv:1903.07291, sections 3 and 4."""

from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.capabilities import PaintsStyles, capability
from ganstudio.data.batches import Batch
from ganstudio.data.street_view import BUILDING, SKY
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.label_painting import STREETS, Gallery, gallery, own_pictures
from ganstudio.nn.random import Random

LEAST_OVERLAP, LEAST_REPAINTED, MOST_DROP = 0.85, 0.8, 0.05
LEAST_MOVE = 0.02  # of the mean colour, in [-1, 1]: two or three of 255 shades
SHARE = 4  # the rectangle's sides, as a part of the picture's
TOP = 8  # its distance from the upper border, likewise


class Repainted(NamedTuple):
    """Maps (n, h, w) with a rectangle of another region, and what in it is new."""

    regions: Tensor
    instances: Tensor
    changed: Tensor  # bool


class Styled(NamedTuple):
    """What other styles do to the same maps."""

    move: float  # of the mean colour, root of the mean square
    drop: float  # of mIoU


def run(seed: int, report: Report) -> Outcome:
    """Maps of streets that were never shown, with a rectangle repainted, and in other styles."""
    setup, seconds = trained(shipped("spade-streets", seed), report)
    shown = gallery(setup)
    own = own_pictures(shown)
    found = shown.overlap(own)
    repainted, spilled = after_repainting(shown, own)
    styled = in_other_styles(shown, own, seed)
    words = (
        f"mIoU {found:.3f}; a repainted rectangle reads {100 * repainted:.0f} % as asked, and "
        f"{100 * spilled:.1f} % around it change; other styles move the mean colour by "
        f"{styled.move:.3f} and lower mIoU by {styled.drop:.3f}"
    )
    report(f"spade-streets, seed {seed}: {words}, {seconds:.0f} s")
    is_met = (
        found >= LEAST_OVERLAP
        and repainted >= LEAST_REPAINTED
        and styled.move >= LEAST_MOVE
        and styled.drop <= MOST_DROP
    )
    return Outcome(found, is_met, words, seconds)


@torch.no_grad()
def after_repainting(shown: Gallery, own: Tensor) -> tuple[float, float]:
    """A piece of the sky becomes a house: how much of it reads so, how much else reads anew."""
    batch, styles = shown.unseen, capability(shown.system, PaintsStyles)
    assert batch.regions is not None
    assert styles is not None
    wanted = repainted(batch)
    with evaluating(shown.system):
        made = shown.system.paint(wanted.regions, wanted.instances, styles.style_of(batch.real))
    read, before = shown.read(made), shown.read(own)
    kept = (wanted.regions == batch.regions).numpy()
    inside = read[wanted.changed.numpy()] == BUILDING
    return float(inside.mean()), float((read[kept] != before[kept]).mean())


def repainted(batch: Batch) -> Repainted:
    """Where houses might rise: a reader, who knows the height of things, calls real ones so there.

    At the lower border it would not, whatever is painted: no street has houses below its road.
    """
    assert batch.regions is not None
    assert batch.instances is not None
    side = batch.regions.shape[-1]
    rows = slice(side // TOP, side // TOP + side // SHARE)
    columns = slice((side - side // SHARE) // 2, (side + side // SHARE) // 2)
    regions, instances = batch.regions.clone(), batch.instances.clone()
    regions[:, rows, columns] = BUILDING
    instances[:, rows, columns] = BUILDING
    changed = torch.zeros_like(regions, dtype=torch.bool)
    changed[:, rows, columns] = batch.regions[:, rows, columns] == SKY
    return Repainted(regions, instances, changed)


@torch.no_grad()
def in_other_styles(shown: Gallery, own: Tensor, seed: int) -> Styled:
    """Each street in a style that is drawn, beside itself in its own."""
    batch, styles = shown.unseen, capability(shown.system, PaintsStyles)
    assert batch.regions is not None
    assert styles is not None
    drawn = styles.styles(STREETS, Random(seed, CPU))
    with evaluating(shown.system):
        made = shown.system.paint(batch.regions, batch.instances, drawn)
    moved = (made - own).mean((2, 3)).square().mean().sqrt()
    return Styled(float(moved), shown.overlap(own) - shown.overlap(made))


EXPERIMENT = Experiment(
    "spade-streets",
    "mIoU 62.3 % on Cityscapes at 512 px (Park 2019, Table 1)",
    "mIoU",
    f"≥ {LEAST_OVERLAP:g}; repainted ≥ {100 * LEAST_REPAINTED:.0f} %; a style moves the colour by "
    f"≥ {LEAST_MOVE:g} at ≤ {MOST_DROP:g} less",
    run,
)
