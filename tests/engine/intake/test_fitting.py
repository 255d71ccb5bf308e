"""Presets that play on data, and designs made of them."""

from dataclasses import replace

import pytest

from ganstudio.core.errors import PresetError
from ganstudio.data.batches import DataSpec, Group, Region
from ganstudio.engine.cards import find_preset
from ganstudio.engine.intake.fitting import (
    BY_CONTENT,
    content_of,
    designed,
    fitting,
    source_of,
    with_data,
)
from ganstudio.engine.preset import dumps, load, loads
from tests.engine.intake.folders import write_maps

SHAPE = (3, 64, 64)
REGIONS = (Region("sky", (0, 0, 255)), Region("car", (255, 0, 0), is_thing=True))
SPECS = {
    "regions": DataSpec(
        SHAPE, size=9, source=SHAPE, is_paired=True, regions=REGIONS, has_instances=True
    ),
    "films": DataSpec(
        SHAPE, size=9, source=SHAPE, is_paired=True, regions=REGIONS, has_instances=True, frames=9
    ),
    "pairs": DataSpec(SHAPE, size=9, source=SHAPE, is_paired=True),
    "domains": DataSpec(SHAPE, size=9, source=SHAPE),
    "groups": DataSpec(SHAPE, size=9, groups=(Group("hair", ("black", "blond")),)),
    "classes": DataSpec(SHAPE, ("cat", "dog"), 9),
    "pictures": DataSpec(SHAPE, size=9),
}
FIRST = {
    "regions": "spade-streets",
    "films": "vid2vid-traffic",
    "pairs": "pix2pix-streets",
    "domains": "cyclegan-stripes",
    "groups": "stargan-tokens",
    "classes": "acgan-digits",
    "pictures": "dcgan-digits",
}


def test_every_named_preset_is_shipped():
    for names in BY_CONTENT.values():
        for name in names:
            assert find_preset(name).stem == name


@pytest.mark.parametrize("content", list(SPECS))
def test_each_content_has_a_small_preset_to_begin_with(content):
    assert content_of(SPECS[content]) == content
    found = fitting(SPECS[content])
    assert found[0].name == FIRST[content]
    assert not found[0].is_large
    assert all(one.is_large == ("large" in one.name) for one in found)


def test_presets_that_the_data_do_not_suit_are_left_out():
    names = {one.name for one in fitting(DataSpec((3, 4, 4), size=9))}
    assert "dcgan-digits" not in names


def test_a_design_is_named_by_method_and_folder_and_survives_its_text(tmp_path):
    entry = {"kind": "label_maps", "path": str(write_maps(tmp_path)), "size": 32}
    preset = designed(find_preset("spade-streets"), entry, SPECS["regions"], "town")
    assert preset.title == "SPADE town"
    assert (preset.shows, preset.tags) == ("", ())
    assert preset.system == load(find_preset("spade-streets")).system
    assert preset.data.size == 32
    assert loads(dumps(preset)) == preset


def test_a_long_name_is_cut(tmp_path):
    entry = {"kind": "folder", "path": str(tmp_path)}
    preset = designed(find_preset("dcgan-digits"), entry, SPECS["pictures"], "x" * 200)
    assert len(preset.title) == 80


def test_label_maps_without_instances_do_with_outlines_switched_off(tmp_path):
    spec = replace(SPECS["regions"], has_instances=False)
    names = [one.name for one in fitting(spec)]
    assert names[0] == "spade-streets"
    assert "pix2pixhd-streets" in names
    entry = {"kind": "label_maps", "path": str(write_maps(tmp_path, objects=False)), "size": 16}
    for name in names:
        preset = designed(find_preset(name), entry, spec, "town")
        assert all(one.severity != "error" for one in preset.findings())


def test_nothing_of_the_old_data_stays(tmp_path):
    preset = load(find_preset("dcgan-digits"))
    old = preset.edited("data", {"kind": "folder", "path": "old", "fit": "pad", "channels": 1})
    data = with_data(old, {"kind": "folder", "path": str(tmp_path)}).data
    assert (data.path, data.fit, data.channels) == (str(tmp_path), "crop", 3)


def test_settings_that_no_dataset_has_are_named():
    with pytest.raises(PresetError, match="siez is not a known key"):
        source_of({"kind": "folder", "siez": 3})
