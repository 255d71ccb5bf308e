import math

import pytest
import torch

from ganstudio.data.scenes import AREAS, SHAPES, Item, Scene, all_scenes, coverage


@pytest.mark.parametrize(
    ("items", "sizes", "count"),
    [
        (1, True, 2 * 4 * 3 * 4),
        (2, True, 24 * 18 * 2),
        (1, False, 4 * 3 * 4),
        (2, False, 12 * 9 * 2),
    ],
)
def test_every_scene_occurs_once(items, sizes, count):
    scenes = all_scenes(items, sizes=sizes)
    assert len(scenes) == len(set(scenes)) == count


@pytest.mark.parametrize("items", [1, 2])
def test_no_two_scenes_share_a_caption(items):
    captions = [text for scene in all_scenes(items) for text in scene.captions()]
    assert len(captions) == len(set(captions)) == 4 * len(all_scenes(items))


def test_a_scene_is_said_in_four_ways():
    small, large = Item(0, 0, 0), Item(1, 2, 1)
    assert Scene((small, large), 0).captions() == (
        "a small red circle above a large blue square",
        "a large blue square below a small red circle",
        "a little red circle above a big blue square",
        "a big blue square below a little red circle",
    )
    assert Scene((small,), 3).captions()[1] == "at the bottom right a small red circle"


def test_without_sizes_there_are_two_ways_and_no_gap_in_them():
    scene = Scene((Item(2, 0, 0),), 3)
    assert scene.captions() == (
        "a red circle at the bottom right",
        "at the bottom right a red circle",
    )


def test_the_first_scenes_are_of_all_kinds():
    first = all_scenes(1)[:64]
    assert {scene.place for scene in first} == {0, 1, 2, 3}
    assert {scene.items[0].colour for scene in first} == {0, 1, 2, 3}


@pytest.mark.parametrize("shape", range(len(SHAPES)), ids=SHAPES)
def test_the_covered_area_is_the_shapes(shape):
    centre = torch.tensor([[0.1, -0.2]])
    cover = coverage(torch.tensor([shape]), centre, torch.tensor([0.5]), 256)
    area = float(cover.sum()) * (2 / 256) ** 2
    assert area == pytest.approx(AREAS[shape] * 0.25, rel=0.01)


@pytest.mark.parametrize("shape", range(len(SHAPES)), ids=SHAPES)
def test_a_shapes_centre_is_its_centre_of_mass(shape):
    cover = coverage(torch.tensor([shape]), torch.tensor([[0.25, -0.25]]), torch.tensor([0.4]), 128)
    ticks = (torch.arange(128) + 0.5) / 64 - 1
    x = float((cover[0].sum(0) @ ticks) / cover.sum())
    y = float((cover[0].sum(1) @ ticks) / cover.sum())
    assert (x, y) == pytest.approx((0.25, -0.25), abs=0.01)


def test_a_circle_is_round_and_a_square_is_not():
    kinds, centre = torch.tensor([0, 1]), torch.zeros(2, 2)
    cover = coverage(kinds, centre, torch.full((2,), 0.5), 64)
    diagonal = torch.tensor([round(32 + 32 * 0.55 / math.sqrt(2))] * 2)
    assert cover[0, diagonal[0], diagonal[1]] == 0
    assert cover[1, diagonal[0], diagonal[1]] == 1
