"""Label maps to begin a painting with: samples of a run's own data, and those read of photos."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganstudio.core.capabilities import PaintsInstances, capability
from ganstudio.core.errors import InputError
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Report as Told
from ganstudio.edit.features import ClassStyles
from ganstudio.edit.given import given_file
from ganstudio.edit.instances import read_looks, usual_looks
from ganstudio.edit.labels import narrow
from ganstudio.edit.raster import Ids
from ganstudio.engine.examples import own_examples
from ganstudio.engine.sampling import TrainedModel
from ganstudio.metrics.regions import region_reader
from ganstudio.ui.tasks import Report

LOOKS_OF = 8  # pictures whose objects' features make the usual looks
READ_OF = 60  # pictures that a reader is fitted to: seconds, and nine places of ten right
_NO_MAPS = "The data of this run carry no label maps: begin with a blank canvas."


@dataclass(frozen=True, slots=True)
class SampleMap:
    """Where a painting may begin.

    Attributes:
        regions: (h, w) ids.
        instances: (h, w) objects, where the data have them.
        looks: usual ones of the classes' objects, of a model that paints by features.
        agreement: share of places that the reader of a photo names rightly on held out pictures
            of the run; None for a map that was not read.
    """

    regions: Ids
    instances: Ids | None = None
    looks: tuple[ClassStyles, ...] = ()
    agreement: float | None = None


def sample_map(model: TrainedModel, number: int, report: Report) -> SampleMap:
    """The `number`-th map of a run's own data. Raises DataError, InputError: there are none."""

    def tell(text: str, fraction: float) -> None:
        report(fraction, text)

    batch = own_examples(model, 1, tell, number)
    if batch.regions is None:
        raise InputError(_NO_MAPS)
    objects = None
    if batch.instances is not None:
        objects = batch.instances[0].cpu().numpy().astype(np.int32)
    looks = _usual(model, tell) if capability(model.averaged, PaintsInstances) else ()
    return SampleMap(narrow(batch.regions[0].cpu().numpy()), objects, looks)


def _usual(model: TrainedModel, tell: Told) -> tuple[ClassStyles, ...]:
    known = own_examples(model, LOOKS_OF, tell)
    if known.regions is None or known.instances is None:
        return ()
    looks = read_looks(model.averaged, known.real, known.instances)
    regions, instances = known.regions.cpu().numpy(), known.instances.cpu().numpy()
    return usual_looks(list(regions), list(instances), looks)


def photo_map(model: TrainedModel, path: Path, report: Report) -> SampleMap:
    """What a reader that is fitted to the run's own pairs sees in a photo.

    The first photo of a run takes the seconds of the fit.

    Raises:
        DataError, InputError: no picture, or the run's data carry no label maps.
    """
    given = given_file(path, model.spec.shape)

    def tell(text: str, fraction: float) -> None:
        report(0.3 * fraction, text)

    known = own_examples(model, READ_OF, tell)
    if known.regions is None:
        raise InputError(_NO_MAPS)
    report(None, "Learning to read the run's pictures")
    maps, count = known.regions.cpu().numpy(), len(model.spec.regions)
    reader = region_reader(to_uint8(known.real), maps, count)
    report(0.9, "Reading the photo")
    found = reader.read(given.picture.array()[None])[0]
    return SampleMap(narrow(found), agreement=reader.held_out.places)
