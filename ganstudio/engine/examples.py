"""Some samples of a run's data, to look at and to edit."""

from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch
from ganstudio.data.source import Report, Share
from ganstudio.engine.sampling import TrainedModel

FIRST, DRAWN = 8, 48
"""Of a world that is drawn: for the first that are asked for, to be there at once, and later."""


def own_examples(model: TrainedModel, count: int, report: Report, seed: int = 0) -> Batch:
    """At most `count` samples of the run's own data, other ones for another seed.

    A world that is drawn draws a small part of itself. Raises DataError where the data are gone.
    """
    data, least = model.preset.data, max(count, DRAWN if seed else FIRST)
    size = model.spec.size or 0
    if size > least and getattr(data, "count", None) == size:
        data = data.model_copy(update={"count": least})
    dataset = data.open(model.preset.seed, model.device, Share(), report)
    known = dataset.spec.size or count
    return dataset.reference(min(count, known), derive(model.preset.seed, "examples", seed))
