"""Names of regions, as their publishers number them."""

import pytest

from ganstudio.data.region_tables import TABLES, numbered


@pytest.mark.parametrize(
    ("table", "count", "unknown", "names"),
    [
        ("cityscapes", 35, None, {0: "unlabeled", 7: "road", 23: "sky", 33: "bicycle"}),
        ("cityscapes train ids", 20, 19, {0: "road", 10: "sky", 18: "bicycle", 19: "unknown"}),
        ("ade20k", 151, None, {0: "unknown", 1: "wall", 13: "person", 137: "traffic light"}),
        ("coco-stuff", 183, 182, {0: "person", 90: "hair brush", 91: "banner", 123: "grass"}),
        ("voc", 22, 21, {0: "background", 1: "aeroplane", 15: "person", 20: "tvmonitor"}),
        ("facades", 13, None, {1: "background", 3: "window", 12: "shop"}),
    ],
)
def test_numbers_mean_what_is_published(table, count, unknown, names):
    found = TABLES[table]
    assert (len(found.regions), found.unknown) == (count, unknown)
    assert {id_: found.regions[id_].name for id_ in names} == names


def test_things_can_be_counted_and_stuff_cannot():
    things = [region.name for region in TABLES["cityscapes"].regions if region.is_thing]
    assert things == [
        "person", "rider", "car", "truck", "bus", "caravan", "trailer", "train", "motorcycle",
        "bicycle",
    ]  # fmt: skip
    assert sum(region.is_thing for region in TABLES["coco-stuff"].regions) == 91


def test_regions_without_names_take_given_colours_first():
    table = numbered(3, [(1, 2, 3)], with_unknown=True)
    assert [region.colour for region in table.regions[:2]] == [(1, 2, 3), (128, 0, 0)]
    assert (table.regions[-1].name, table.unknown) == ("unknown", 3)
    assert numbered(3, with_unknown=False).unknown is None
