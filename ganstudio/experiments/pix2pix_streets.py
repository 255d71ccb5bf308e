"""pix2pix from label maps to streets, Isola et al. 2017, arXiv:1611.07004, section 4.1."""

import torch

from ganstudio.core.capabilities import Translates, capability
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Share, unreported
from ganstudio.data.streets import Streets
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.regions import region_reader

UNSEEN_TOWN, PAIRS = 1, 64
LEAST_OVERLAP, MOST_DISTANCE = 0.85, 0.09


def run(seed: int, report: Report) -> Outcome:
    """Maps of streets that were never shown: what a reader fitted to real streets finds in them."""
    setup, seconds = trained(shipped("pix2pix-streets", seed), report)
    data = setup.preset.data
    assert isinstance(data, Streets)  # as the preset says
    known = setup.dataset.reference(data.count, 0)
    unseen = data.model_copy(update={"town": UNSEEN_TOWN, "count": PAIRS})
    pairs = unseen.open(0, CPU, Share(), unreported).reference(PAIRS, 0)
    averaged = setup.average.catch_up()
    translates = capability(averaged, Translates)
    assert translates is not None
    source, target = pairs.pair()
    with torch.no_grad(), evaluating(averaged):
        made = translates.translate(source)
    assert known.regions is not None
    assert pairs.regions is not None
    count = len(setup.dataset.spec.regions)
    reader = region_reader(to_uint8(known.real), known.regions.numpy(), count)
    wanted = pairs.regions.numpy()
    found, on_real = (reader.overlap(to_uint8(x), wanted).mean for x in (made, target))
    distance = float((made - target).abs().mean())
    words = f"mIoU {found:.3f}, of the real streets {on_real:.3f}; L1 {distance:.3f}"
    report(f"pix2pix-streets, seed {seed}: {words}, {seconds:.0f} s")
    is_met = found >= LEAST_OVERLAP and distance <= MOST_DISTANCE
    return Outcome(found, is_met, words, seconds)


EXPERIMENT = Experiment(
    "pix2pix-streets",
    "per-class IoU 0.17, real photographs 0.21 (Isola 2017, Table 1)",
    "mIoU",
    f"≥ {LEAST_OVERLAP:g}, L1 ≤ {MOST_DISTANCE:g}, in 60 s",
    run,
)
