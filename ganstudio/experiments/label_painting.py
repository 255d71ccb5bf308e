"""What experiments on painting label maps share: streets that were never shown, and a reader."""

from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Share, unreported
from ganstudio.data.streets import Streets
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU
from ganstudio.metrics.regions import Ids, RegionReader, region_reader
from ganstudio.systems.labels2image import LabelsToImage

UNSEEN_TOWN, STREETS = 1, 64


class Gallery(NamedTuple):
    """A trained painter, streets of another town, and who names the places of a picture."""

    system: LabelsToImage
    unseen: Batch
    reader: RegionReader

    def read(self, pictures: Tensor) -> Ids:
        return self.reader.read(to_uint8(pictures))

    def overlap(self, pictures: Tensor) -> float:
        """With the maps of the unseen streets: mIoU."""
        assert self.unseen.regions is not None
        return self.reader.overlap(to_uint8(pictures), self.unseen.regions.numpy()).mean


def gallery(setup: Setup) -> Gallery:
    """The averaged painter of a run on streets. Its networks stay in evaluation mode."""
    data = setup.preset.data
    assert isinstance(data, Streets)  # as the presets say
    known = setup.dataset.reference(data.count, 0)
    unseen = data.model_copy(update={"town": UNSEEN_TOWN, "count": STREETS})
    streets = unseen.open(0, CPU, Share(), unreported).reference(STREETS, 0)
    assert known.regions is not None
    count = len(setup.dataset.spec.regions)
    reader = region_reader(to_uint8(known.real), known.regions.numpy(), count)
    return Gallery(_painter(setup.average.catch_up()), streets, reader)


def _painter(system: System) -> LabelsToImage:
    assert isinstance(system, LabelsToImage)  # as the presets say
    return system


@torch.no_grad()
def own_pictures(shown: Gallery) -> Tensor:
    """The unseen streets as they are painted with all that is read of their own pictures."""
    with evaluating(shown.system):
        return shown.system.illustrate(shown.unseen)["painting"]
