"""Label maps to begin a painting with: samples of a run's own data."""

from dataclasses import dataclass

import numpy as np

from ganstudio.core.errors import InputError
from ganstudio.edit.labels import narrow
from ganstudio.edit.raster import Ids
from ganstudio.engine.examples import own_examples
from ganstudio.engine.sampling import TrainedModel
from ganstudio.ui.tasks import Report


@dataclass(frozen=True, slots=True)
class SampleMap:
    """(h, w) ids of regions, and (h, w) of objects where the data have them."""

    regions: Ids
    instances: Ids | None


def sample_map(model: TrainedModel, number: int, report: Report) -> SampleMap:
    """The `number`-th map of a run's own data. Raises DataError, InputError: there are none."""

    def tell(text: str, fraction: float) -> None:
        report(fraction, text)

    batch = own_examples(model, 1, tell, number)
    if batch.regions is None:
        raise InputError("The data of this run carry no label maps: begin with a blank canvas.")
    objects = None
    if batch.instances is not None:
        objects = batch.instances[0].cpu().numpy().astype(np.int32)
    return SampleMap(narrow(batch.regions[0].cpu().numpy()), objects)
