"""pix2pixHD's features of instances, Wang et al. 2018, arXiv:1711.11585, section 3.4."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import PaintsInstances, capability
from ganstudio.data.street_view import CARS
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.label_painting import Gallery, gallery, own_pictures

LEAST_RATIO, LEAST_FALL = 3.0, 0.2
LEAST_PLACES = 12  # of a car that is edited: smaller ones are mostly border
EDITS = 77  # at most


class Car(NamedTuple):
    """An instance of the unseen streets."""

    street: int
    mask: Tensor  # (h, w) bool


class Edited(NamedTuple):
    """Means over edits: change inside and outside the car, colour errors before and after."""

    inside: float
    outside: float
    before: float
    after: float
    edits: int


def run(seed: int, report: Report) -> Outcome:
    """Cars of unseen streets that are given the features of other cars."""
    setup, seconds = trained(shipped("pix2pixhd-streets", seed), report)
    shown = gallery(setup)
    own = own_pictures(shown)
    found, edited = shown.overlap(own), after_edits(shown, own)
    ratio, fall = edited.inside / edited.outside, 1 - edited.after / edited.before
    words = (
        f"change inside the car {edited.inside:.3f}, outside {edited.outside:.4f} (ratio "
        f"{ratio:.1f}); colour error to the donor {edited.before:.3f} to {edited.after:.3f} (falls "
        f"{100 * fall:.0f} %) over {edited.edits} edits; mIoU {found:.3f}"
    )
    report(f"pix2pixhd-streets, seed {seed}: {words}, {seconds:.0f} s")
    return Outcome(ratio, ratio >= LEAST_RATIO and fall >= LEAST_FALL, words, seconds)


@torch.no_grad()
def after_edits(shown: Gallery, own: Tensor) -> Edited:
    """Each large car with the features of the next one; colours are compared as means."""
    batch, objects = shown.unseen, capability(shown.system, PaintsInstances)
    assert batch.regions is not None
    assert batch.instances is not None
    assert objects is not None
    cars = list(large_cars(batch.regions, batch.instances))[: EDITS + 1]
    with evaluating(shown.system):
        features = objects.features_of(batch.real, batch.instances)
        rows = []
        for car, donor in pairwise(cars):
            street = slice(car.street, car.street + 1)
            look = features[donor.street][:, donor.mask].mean(1)
            edited = torch.where(car.mask, look[:, None, None], features[car.street])
            made = shown.system.paint(
                batch.regions[street], batch.instances[street], features=edited[None]
            )[0]
            rows.append(_measured(own[car.street], made, car.mask, batch.real[donor.street], donor))
    inside, outside, before, after = np.mean(rows, 0).tolist()
    return Edited(inside, outside, before, after, len(rows))


def large_cars(regions: Tensor, instances: Tensor) -> Iterator[Car]:
    """Of all streets in turn, so that a donor is mostly of another one."""
    for street, (places, ids) in enumerate(zip(regions, instances, strict=True)):
        for number in ids[places == CARS].unique():
            mask = ids == number
            if int(mask.sum()) >= LEAST_PLACES:
                yield Car(street, mask)


def _measured(
    before: Tensor, after: Tensor, mask: Tensor, donor_picture: Tensor, donor: Car
) -> tuple[float, float, float, float]:
    change = (after - before).abs().mean(0)
    wanted = donor_picture[:, donor.mask].mean(1)
    one, other = (
        float((picture[:, mask].mean(1) - wanted).abs().mean()) for picture in (before, after)
    )
    return float(change[mask].mean()), float(change[~mask].mean()), one, other


EXPERIMENT = Experiment(
    "pix2pixhd-streets",
    "single objects change with their features (Wang 2018, sec. 3.4)",
    "times the change outside",
    f"≥ {LEAST_RATIO:g}, and the colour error to the donor falls ≥ {100 * LEAST_FALL:.0f} %",
    run,
)
