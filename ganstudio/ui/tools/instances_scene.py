"""A picture of a run's data as objects with looks, read on a worker."""

import numpy as np

from ganstudio.core.errors import InputError
from ganstudio.data.source import Report
from ganstudio.edit.instances import EditInstances, read_looks, usual_looks
from ganstudio.edit.packed import Packed
from ganstudio.engine.examples import own_examples
from ganstudio.ui.editing.models import Chosen

SCENES = 48
"""How many pictures of the data are read, of which one is shown."""


def scene_of(chosen: Chosen, number: int, report: Report) -> EditInstances:
    """A picture of the run's data with the looks of its objects and the styles of all classes.

    Raises InputError: the data have no label maps with instances, or are gone.
    """
    model = chosen.model
    batch = own_examples(model, SCENES, report)
    if batch.regions is None or batch.instances is None:
        raise InputError(
            "This run's data have no instance maps: choose a run that was trained with them."
        )
    looks = read_looks(model.averaged, batch.real, batch.instances)
    regions = batch.regions.cpu().numpy()
    instances = batch.instances.cpu().numpy()
    at = number % len(looks)
    return EditInstances(
        regions=Packed.of(regions[at].astype(np.int32)),
        instances=Packed.of(instances[at].astype(np.int32)),
        looks=looks[at],
        styles=usual_looks(list(regions), list(instances), looks),
        name=f"Picture {number + 1}",
    )
