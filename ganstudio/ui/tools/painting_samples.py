"""Label maps to begin a painting with: drawn streets, or samples of a run's own data."""

from dataclasses import dataclass

import numpy as np
import torch

from ganstudio.core.capabilities import PaintsRegions, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.data.source import Share
from ganstudio.data.street_drawing import draw
from ganstudio.data.street_plan import planted
from ganstudio.data.street_view import REGIONS
from ganstudio.edit.labels import narrow
from ganstudio.edit.raster import Ids
from ganstudio.engine.sampling import TrainedModel
from ganstudio.ui.tasks import Report

_STREETS = 64  # of one plan
_TOWN = 7


@dataclass(frozen=True, slots=True)
class SampleMap:
    """(h, w) ids of regions, and (h, w) of objects where the data have them."""

    regions: Ids
    instances: Ids | None


def sample_map(model: TrainedModel, number: int, report: Report) -> SampleMap:
    """The `number`-th map; streets need no data. Raises DataError, InputError: there are none."""
    painter = capability(model.averaged, PaintsRegions)
    if painter is not None and painter.regions == tuple(one.name for one in REGIONS):
        return _street(model.spec.shape[-1], number)

    def tell(text: str, fraction: float) -> None:
        report(fraction, text)

    data = model.preset.data.open(model.preset.seed, torch.device("cpu"), Share(), tell)
    batch = data.reference(1, derive(model.preset.seed, "painting", number))
    if batch.regions is None:
        raise InputError("The data of this run carry no label maps: begin with a blank canvas.")
    objects = None if batch.instances is None else batch.instances[0].numpy().astype(np.int32)
    return SampleMap(narrow(batch.regions[0].numpy()), objects)


def _street(size: int, number: int) -> SampleMap:
    town, place = _TOWN + number // _STREETS, number % _STREETS
    drawn = draw(planted(_STREETS, town, varied=False).rows(slice(place, place + 1)), size)
    return SampleMap(narrow(drawn.regions[0]), drawn.instances[0].astype(np.int32))
