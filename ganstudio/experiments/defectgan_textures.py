"""What Defect-GAN learns of defects without ever seeing a mask, Zhang et al. 2021, section 4."""

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.capabilities import PaintsDefects, capability
from ganstudio.data.batches import Batch
from ganstudio.data.defects import Defects
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Share, unreported
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.regions import Ids, RegionReader, region_reader
from ganstudio.parts.defects import control_of

UNSEEN_BATCH, PIECES = 1, 300
FEWEST_PLACES = 5  # of a defect that is seen: smaller ones are specks
LEAST_OVERLAP, LEAST_NAMED, LEAST_RATIO = 0.5, 0.9, 2.0


def run(seed: int, report: Report) -> Outcome:
    """Surfaces that were never shown: restored, damaged, and damaged in their left half alone."""
    setup, seconds = trained(shipped("defectgan-textures", seed), report)
    batch, reader = _unseen(setup), _reader(setup)
    averaged = setup.average.catch_up()
    painter = capability(averaged, PaintsDefects)
    assert painter is not None
    with torch.no_grad(), evaluating(averaged):
        overlap = restored(painter, batch)
        named, ratio = damaged(painter, batch, reader)
    assert batch.label is not None
    right = float((kinds_of(reader.read(to_uint8(batch.real))) == batch.label.numpy()).mean())
    words = (
        f"restoration masks IoU {overlap:.3f}; {100 * named:.0f} % of painted defects are read as "
        f"asked, of real ones {100 * right:.0f} %; half painted, it changes {ratio:.1f} times as "
        "much as the other"
    )
    report(f"defectgan-textures, seed {seed}: {words}, {seconds:.0f} s")
    is_met = overlap >= LEAST_OVERLAP and named >= LEAST_NAMED and ratio >= LEAST_RATIO
    return Outcome(overlap, is_met, words, seconds)


def restored(painter: PaintsDefects, batch: Batch) -> float:
    """Intersection over union of masks and true defects, over all damaged surfaces at once."""
    assert batch.label is not None
    assert batch.regions is not None
    is_damaged = batch.label != painter.sound
    surfaces = batch.real[is_damaged]
    wanted = torch.full((len(surfaces),), painter.sound)
    _, _, mask = painter.paint(surfaces, _control(painter, wanted, surfaces))
    found, true = mask[:, 0] > 0.5, batch.regions[is_damaged] > 0
    return float((found & true).sum() / (found | true).sum())


def damaged(painter: PaintsDefects, batch: Batch, reader: RegionReader) -> tuple[float, float]:
    """Share of defects read as asked, and how much more a painted left half changes."""
    sound = batch.real[batch.label == painter.sound]
    defects = [kind for kind in range(len(painter.kinds)) if kind != painter.sound]
    wanted = torch.tensor(defects).repeat(len(sound))[: len(sound)]
    control = _control(painter, wanted, sound)
    made, _, _ = painter.paint(sound, control)
    named = float((kinds_of(reader.read(to_uint8(made))) == wanted.numpy()).mean())
    middle = sound.shape[-1] // 2
    nothing = _control(painter, torch.full_like(wanted, painter.sound), sound)
    half = torch.cat([control[..., :middle], nothing[..., middle:]], -1)
    made, _, _ = painter.paint(sound, half)
    change = (made - sound).abs()
    left, right = (float(part.mean()) for part in (change[..., :middle], change[..., middle:]))
    return named, left / right


def kinds_of(regions: Ids) -> Ids:
    """(n,) the defect that most places of each map (n, h, w) show, 0 where too few show any."""
    kinds = range(1, int(regions.max(initial=1)) + 1)
    counts = np.stack([(regions == kind).sum((1, 2)) for kind in kinds], 1)
    found: Ids = np.where(counts.max(1) >= FEWEST_PLACES, counts.argmax(1) + 1, 0)
    return found


def _control(painter: PaintsDefects, wanted: Tensor, like: Tensor) -> Tensor:
    height, width = like.shape[2:]
    return control_of(wanted, len(painter.kinds), (height, width))


def _unseen(setup: Setup) -> Batch:
    data = setup.preset.data
    assert isinstance(data, Defects)  # as the preset says
    unseen = data.model_copy(update={"batch": UNSEEN_BATCH, "count": PIECES})
    return unseen.open(0, CPU, Share(), unreported).reference(PIECES, 0)


def _reader(setup: Setup) -> RegionReader:
    """Of defects, fitted to the real surfaces and their masks, which no player ever sees."""
    data = setup.preset.data
    assert isinstance(data, Defects)
    known = setup.dataset.reference(data.count, 0)
    assert known.regions is not None
    return region_reader(
        to_uint8(known.real), known.regions.numpy(), len(setup.dataset.spec.regions)
    )


EXPERIMENT = Experiment(
    "defectgan-textures",
    "synthesised defects raise a classifier's accuracy on CODEBRIM (Zhang 2021, sec. 4)",
    "IoU of the restoration's masks",
    f"≥ {LEAST_OVERLAP:g}, ≥ {100 * LEAST_NAMED:.0f} % of painted defects read as asked, a painted "
    f"half changes ≥ {LEAST_RATIO:g} times as much as the other",
    run,
)
