"""Pictures of samples: columns, titles, outlines."""

import numpy as np
import torch

from ganstudio.data.batches import Batch, DataSpec, Region
from ganstudio.engine.intake.few import FewSamples
from ganstudio.engine.intake.specimens import bands, outlines

SHAPE = (3, 4, 4)


def image(value):
    return torch.full((2, 3, 4, 4), value)


def columns(band):
    return [(one.title, one.words, int(one.pictures[0, 0, 0, 0])) for one in band.columns]


def test_pairs_stand_beside_each_other_what_is_given_first():
    spec = DataSpec(SHAPE, source=SHAPE, is_paired=True)
    few = FewSamples(Batch(image(1.0), source=image(-1.0)), ("a", "b"))
    (band,) = bands(few, spec)
    assert columns(band) == [("A", "given", 0), ("B", "wanted", 255)]
    assert band.names == ("a", "b")
    (turned,) = bands(few, spec, is_turned=True)
    assert columns(turned) == [("B", "given", 0), ("A", "wanted", 255)]


def test_domains_that_are_not_paired_are_two_bands():
    few = FewSamples(Batch(image(1.0), source=image(-1.0)), ("b",), ("a",))
    first, second = bands(few, DataSpec(SHAPE, source=SHAPE))
    assert (columns(first), first.names) == ([("A", "given", 0)], ("a",))
    assert (columns(second), second.names) == ([("B", "wanted", 255)], ("b",))


def test_of_films_some_frames_are_shown_beside_what_the_first_is_made_of():
    frames = torch.linspace(-1, 1, 5)[None, :, None, None, None].expand(2, 5, 3, 4, 4)
    batch = Batch(image(1.0), source=image(-1.0), frames=frames, frame_sources=-frames)
    (band,) = bands(FewSamples(batch), DataSpec(SHAPE, frames=5))
    assert columns(band) == [
        ("Given", "frame 1", 255), ("Frame 1", "wanted", 0), ("Frame 3", "wanted", 128),
        ("Frame 5", "wanted", 255),
    ]  # fmt: skip


def test_classes_are_captions():
    few = FewSamples(Batch(image(1.0), torch.tensor([1, 0])))
    (band,) = bands(few, DataSpec(SHAPE, ("cat", "dog")))
    assert band.captions == ("dog", "cat")
    assert band.count == 2


def test_label_maps_have_their_ids_and_outlined_objects():
    regions = torch.zeros((2, 4, 4), dtype=torch.int64)
    batch = Batch(image(1.0), source=image(-1.0), regions=regions, instances=regions)
    spec = DataSpec(SHAPE, source=SHAPE, is_paired=True, regions=(Region("sky", (0, 0, 0)),))
    (band,) = bands(FewSamples(batch), spec)
    assert [one.title for one in band.columns] == ["Picture", "Labels", "Instances"]
    assert (band.regions == 0).all()


def test_a_line_runs_where_an_object_begins_and_nowhere_else():
    objects = np.array([[[7, 7, 26001], [7, 7, 26001], [8, 8, 8]]])
    drawn = outlines(np.full((1, 3, 3, 3), 100, np.uint8), objects)[..., 0]
    # Road (7) above pavement (8) is no object, so no line parts them.
    assert drawn.tolist() == [[[45, 45, 255], [45, 45, 255], [45, 45, 255]]]


def test_without_objects_regions_are_outlined():
    regions = np.array([[[1, 1], [2, 2]]])
    drawn = outlines(np.full((1, 2, 2, 3), 100, np.uint8), regions)[..., 0]
    assert drawn.tolist() == [[[45, 45], [255, 255]]]
