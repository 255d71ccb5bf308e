"""Whether pictures show what was painted: strokes on maps that were never shown, read again.

As SPADE measures its pictures (Park et al. 2019, arXiv:1903.07291, sec. 4: a reader names their
places), but on maps that a brush has changed.
"""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Share, unreported
from ganstudio.data.streets import Streets
from ganstudio.edit import raster
from ganstudio.edit.given import given_rows
from ganstudio.edit.labels import narrow
from ganstudio.edit.packed import Packed
from ganstudio.edit.paint import Paint, PaintStyle
from ganstudio.edit.raster import Ids
from ganstudio.engine.examples import own_examples
from ganstudio.engine.sampling import TrainedModel
from ganstudio.experiments.contract import Report
from ganstudio.metrics.regions import overlap, region_reader

KNOWN, MAPS, STROKES = 120, 24, 3
UNSEEN_TOWN = 1
LEAST_OVERLAP = 0.8
_WIDTHS = (1 / 12, 1 / 5)  # of a brush, as shares of a map's side
_FAR = 1 / 4  # how far a stroke goes at most, likewise


class Painted(NamedTuple):
    """How pictures of painted maps are read.

    Attributes:
        overlap: mIoU with the painted maps.
        before: mIoU of the same maps before anything was painted on them.
        strokes: share of the places under strokes that are read as what was painted there.
        reader: mIoU of the reader itself on real pictures that it was not fitted to.
    """

    overlap: float
    before: float
    strokes: float
    reader: float


def painted_overlap(model: TrainedModel, report: Report) -> Painted:
    """Of a model of streets. Raises InputError: it paints other data."""
    data = model.preset.data
    if not isinstance(data, Streets):
        raise InputError("Only models of streets can be asked for maps that they were not shown.")
    known = own_examples(model, KNOWN, unreported)
    assert known.regions is not None  # streets have maps
    count = len(model.spec.regions)
    reader = region_reader(to_uint8(known.real), known.regions.cpu().numpy(), count)
    report(f"a reader of {KNOWN} real pictures, mIoU {reader.held_out.mean:.3f} on those held out")
    other = data.model_copy(update={"town": UNSEEN_TOWN, "count": MAPS})
    street = other.open(0, torch.device("cpu"), Share(), unreported).reference(MAPS, 0)
    assert street.regions is not None
    origins: Ids = street.regions.numpy()
    wanted, random = origins.copy(), np.random.default_rng(0)
    for ids in wanted:
        for _ in range(STROKES):
            stroke(ids, random)
    before = reader.read(_pictures(model, street, origins))
    read, touched = reader.read(_pictures(model, street, wanted)), wanted != origins
    return Painted(
        overlap(read, wanted, count).mean,
        overlap(before, origins, count).mean,
        float((read[touched] == wanted[touched]).mean()),
        reader.held_out.mean,
    )


def _pictures(model: TrainedModel, street: Batch, maps: Ids) -> NDArray[np.uint8]:
    """What the tool makes of maps (n, h, w), in the styles of the streets' own pictures."""
    assert street.regions is not None
    assert street.instances is not None
    origins, objects = street.regions.numpy(), street.instances.numpy().astype(np.int32)
    requests = [
        Paint(
            regions=Packed.of(narrow(maps[at])),
            origin=Packed.of(narrow(origins[at])),
            instances=Packed.of(objects[at]),
            styles=(PaintStyle(image=look),),
        )
        for at, look in enumerate(given_rows(street.real, "street"))
    ]
    return np.stack([one.run(model.averaged).pictures[0] for one in requests])


def stroke(ids: Ids, random: np.random.Generator) -> None:
    """Paint on a map (h, w): a class goes on from where it is, as hands paint trees and roads."""
    side = max(ids.shape)
    value = int(random.choice(np.unique(ids)))
    rows, columns = np.nonzero(ids == value)
    one = int(random.integers(len(rows)))
    start = (columns[one] + 0.5, rows[one] + 0.5)
    right, down = random.uniform(-_FAR, _FAR, 2) * side
    width = float(random.uniform(*_WIDTHS) * side)
    end = (start[0] + right, start[1] + down)
    raster.paint(ids, raster.segment(start, end, width, (ids.shape[0], ids.shape[1])), value)
