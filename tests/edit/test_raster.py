"""Brushes and shapes: counted against their formulas, and without a gap at any speed."""

import numpy as np
import pytest
from scipy import ndimage

from ganstudio.edit import fills, raster
from ganstudio.edit.history import History
from ganstudio.edit.packed import Packed
from ganstudio.edit.raster import Limits
from ganstudio.edit.requests import Paint

EXTENT = (60, 80)


def whole(patch, extent=EXTENT):
    """A patch on the whole map."""
    mask = np.zeros(extent, bool)
    if patch.mask.size:
        mask[patch.box] = patch.mask
    return mask


def centres(extent=EXTENT):
    rows, columns = np.mgrid[: extent[0], : extent[1]]
    return columns + 0.5, rows + 0.5


@pytest.mark.parametrize("diameter", [2, 3, 7.5, 20, 41, 300])
@pytest.mark.parametrize("centre", [(40.5, 30.5), (40, 30), (0.25, 59.75), (-4, 30)])
def test_a_dab_is_all_pixels_whose_centre_is_near_enough(diameter, centre):
    x, y = centres()
    wanted = (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= (diameter / 2) ** 2
    found = whole(raster.dab(centre, diameter, EXTENT))
    assert found.sum() == wanted.sum()
    assert (found == wanted).all()


def test_a_segment_is_all_pixels_near_its_line():
    random = np.random.default_rng(3)
    x, y = centres()
    for _ in range(200):
        start, end = random.uniform(-20, 90, (2, 2))
        diameter = random.uniform(2, 30)
        along = end - start
        share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / (along @ along)
        share = share.clip(0, 1)
        far = (x - start[0] - share * along[0]) ** 2 + (y - start[1] - share * along[1]) ** 2
        clear = abs(far - diameter**2 / 4) > 1e-9
        found = whole(raster.segment(tuple(start), tuple(end), diameter, EXTENT))
        assert (found == (far <= diameter**2 / 4))[clear].all()


@pytest.mark.parametrize("jump", [1, 7, 400])
@pytest.mark.parametrize("diameter", [1, 1.5, 2, 5, 31])
def test_a_stroke_has_no_gap_at_any_speed(jump, diameter):
    extent = (512, 512)
    ids = np.zeros(extent, np.uint8)
    random = np.random.default_rng(jump)
    at = np.array([256.0, 256.0])
    for _ in range(12):
        angle = random.uniform(0, 2 * np.pi)
        to = (at + jump * np.array([np.cos(angle), np.sin(angle)])).clip(1, 510)
        raster.paint(ids, raster.segment(tuple(at), tuple(to), diameter, extent), 3)
        at = to
    _, pieces = ndimage.label(ids == 3, np.ones((3, 3)))
    assert pieces == 1
    assert set(np.unique(ids)) == {0, 3}


def test_a_polygon_follows_the_even_odd_rule():
    square = [(10, 10), (30, 10), (30, 30), (10, 30)]
    assert whole(raster.polygon(square, EXTENT)).sum() == 400
    twice = [*square, square[0], *[(x / 2 + 10, y / 2 + 10) for x, y in square], (15, 15)]
    ring = whole(raster.polygon(twice, EXTENT))
    assert ring.sum() == 400 - 100
    assert not ring[20, 20]


def test_a_polygon_beyond_the_map_is_cut():
    found = whole(raster.polygon([(-50, -50), (200, -50), (200, 200), (-50, 200)], EXTENT))
    assert found.all()


def test_rectangle_and_ellipse_have_the_area_of_their_formula():
    assert whole(raster.rectangle((30, 40), (10, 20), EXTENT)).sum() == 400
    x, y = centres()
    wanted = ((x - 40) / 30) ** 2 + ((y - 30) / 20) ** 2 <= 1
    assert (whole(raster.ellipse((10, 10), (70, 50), EXTENT)) == wanted).all()
    assert raster.ellipse((5, 5), (5, 9), EXTENT).is_empty


def test_locked_classes_stay_and_only_one_may_be_painted_over():
    ids = np.arange(3, dtype=np.uint8).repeat(4)[None].repeat(5, 0)
    everything = raster.rectangle((0, 0), (12, 5), ids.shape)
    locked = ids.copy()
    raster.paint(locked, everything, 7, Limits(protected=frozenset({1})))
    assert (locked == np.where(ids == 1, 1, 7)).all()
    over = ids.copy()
    raster.paint(over, everything, 7, Limits(only=2))
    assert (over == np.where(ids == 2, 7, ids)).all()
    nothing = ids.copy()
    assert not raster.paint(nothing, everything, 7, Limits(frozenset({2}), only=2))
    assert (nothing == ids).all()


def test_a_fill_takes_what_hangs_together_or_all_of_a_class():
    ids = np.zeros((6, 9), np.uint8)
    ids[:, 4] = 1
    near = fills.contiguous(ids, (1.5, 2.5))
    assert whole(near, ids.shape).sum() == 24
    assert whole(fills.everywhere(ids, (1.5, 2.5)), ids.shape).sum() == 48
    assert fills.contiguous(ids, (9.5, 2)).is_empty


def test_what_lies_behind_an_object_is_its_nearest_neighbour():
    ids = np.zeros((8, 8), np.uint8)
    ids[:, 4:] = 1
    ids[3:5, 3:5] = 2
    healed = fills.behind(ids, fills.contiguous(ids, (3.5, 3.5)))
    assert (healed[:, :4] == 0).all()
    assert (healed[:, 4:] == 1).all()


def test_a_thousand_random_operations_are_undone_to_identical_bytes():
    random = np.random.default_rng(11)
    extent = (48, 64)
    first = random.integers(0, 4, extent).astype(np.uint8)
    shapes = [raster.rectangle, raster.ellipse]
    history = History(Paint(regions=Packed.of(first)))
    for step in range(1000):
        ids = history.present.regions.array().copy()
        start, end = (tuple(point) for point in random.uniform(-8, 72, (2, 2)))
        kind = step % 5
        if kind < 2:
            patch = shapes[kind](start, end, extent)
        elif kind == 2:
            patch = raster.segment(start, end, random.uniform(1, 30), extent)
        elif kind == 3:
            patch = raster.polygon([tuple(p) for p in random.uniform(0, 64, (5, 2))], extent)
        else:
            patch = fills.contiguous(ids, start)
        raster.paint(ids, patch, int(random.integers(0, 9)))
        history.record(history.present.model_copy(update={"regions": Packed.of(ids)}), "Paint")
        if step % 100 == 99:
            there = history.present.regions.array().tobytes()
            steps = int(random.integers(1, 100))
            seen = []
            for _ in range(steps):
                seen.append(history.present.regions.array().tobytes())
                history.undo()
            for bytes_ in reversed(seen):
                history.redo()
                assert history.present.regions.array().tobytes() == bytes_
            assert history.present.regions.array().tobytes() == there
