"""The repainted rectangle is one where a reader would find a house, were one painted."""

import torch

from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Share, unreported
from ganstudio.data.street_view import BUILDING, ROAD, SKY
from ganstudio.data.streets import Streets
from ganstudio.experiments.spade_streets import repainted
from ganstudio.metrics.regions import region_reader

STREETS, SIDE = 64, 8


def real_streets(number):
    source = Streets(count=number)
    town = source.open(0, torch.device("cpu"), Share(), unreported)
    return town.reference(number, 0), len(town.spec.regions)


def a_real_house(pictures, maps):
    """The first piece of (SIDE, SIDE, 3) that shows nothing but a house."""
    for picture, regions in zip(pictures, maps, strict=True):
        is_house = torch.from_numpy(regions == BUILDING).float()[None]
        whole = torch.nn.functional.avg_pool2d(is_house, SIDE, 1)[0] == 1
        if whole.any():
            row, column = whole.nonzero()[0].tolist()
            return picture[row : row + SIDE, column : column + SIDE]
    raise AssertionError("no house is that large")


def test_a_real_house_is_read_as_one_where_the_experiment_repaints_and_not_on_the_road() -> None:
    streets, count = real_streets(STREETS)
    pictures, maps = to_uint8(streets.real), streets.regions.numpy()
    reader = region_reader(pictures, maps, count)
    changed = repainted(streets).changed.numpy()
    assert (maps[changed] == SKY).all()
    assert changed.sum() > 0.8 * STREETS * SIDE**2
    house = a_real_house(pictures, maps)

    rows, columns = (slice(ids.min(), ids.max() + 1) for ids in changed.nonzero()[1:])
    risen, sunk = pictures.copy(), pictures.copy()
    risen[:, rows, columns] = house
    sunk[:, -SIDE:, columns] = house
    assert (reader.read(risen)[changed] == BUILDING).mean() > 0.9
    on_road = maps[:, -SIDE:, columns] == ROAD
    assert (reader.read(sunk)[:, -SIDE:, columns][on_road] == BUILDING).mean() < 0.5


def test_only_the_rectangle_is_repainted_and_of_one_instance() -> None:
    streets, _ = real_streets(8)
    wanted = repainted(streets)
    differs = wanted.regions != streets.regions
    assert (wanted.regions[differs] == BUILDING).all()
    assert (wanted.instances[differs] == BUILDING).all()
    assert not (wanted.changed & ~differs).any()
    _, rows, columns = differs.nonzero().unbind(1)
    assert (int(rows.max() - rows.min()), int(columns.max() - columns.min())) == (7, 7)
