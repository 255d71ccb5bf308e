"""Objects are edited one by one: nothing else of their picture's numbers changes."""

import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.donors import ReadLook
from ganstudio.edit.features import ClassStyles, is_constant, outline
from ganstudio.edit.given import Given
from ganstudio.edit.instances import (
    EditInstances,
    InstanceStyles,
    Look,
    between,
    duplicated,
    erased,
    feature_map,
    fresh_id,
    moved,
    names_of,
    objects_by_area,
    painted,
    read_looks,
    region_of,
    removed,
    with_class,
    with_looks,
    with_object,
    with_region,
)
from ganstudio.edit.packed import Packed
from ganstudio.engine.preset import loads as load_preset
from ganstudio.engine.setup import build_system
from ganstudio.interop.cluster_writing import write_clusters
from ganstudio.interop.clusters import read_clusters

TINY = """\
data: {kind: streets, size: 32, count: 100}
system:
  system: labels2image
  generator: {kind: coarse_to_fine, channels: 4, halvings: 1, blocks: 1}
  critic: {kind: multiscale, channels: 4, halvings: 1}
  instance_encoder: {kind: instances, channels: 4, halvings: 1}
  manner: pix2pixhd
schedule: {steps: 1, batch: 2}
"""


@pytest.fixture(scope="module")
def painter():
    system = build_system(load_preset(TINY, "tiny"), torch.device("cpu"))
    for player in system.players.values():
        player.eval()
    return system


@pytest.fixture
def scene():
    """Sky above a road with a car, id 7, and another, id 9."""
    regions, instances = np.zeros((32, 32), np.int32), np.zeros((32, 32), np.int32)
    regions[16:], instances[16:] = 1, 1
    for left, one in ((4, 7), (20, 9)):
        regions[20:24, left : left + 8], instances[20:24, left : left + 8] = 2, one
    looks = tuple(Look(instance=one, values=(one / 10, 0.0, -one / 20)) for one in (0, 1, 7, 9))
    styles = (
        ClassStyles(
            region=2,
            centres=((0.1, 0.2, 0.3), (-0.1, 0.0, 0.9)),
            low=(-0.1, 0.0, 0.3),
            high=(0.1, 0.2, 0.9),
        ),
    )
    return EditInstances(
        regions=Packed.of(regions), instances=Packed.of(instances), looks=looks, styles=styles
    )


def test_another_look_changes_the_feature_map_inside_of_the_object_alone(scene):
    before, mask = feature_map(scene, 3), scene.instance_map == 7
    after = feature_map(with_looks(scene, (7,), (0.5, 0.5, 0.5), "Style 1"), 3)
    assert np.array_equal(before[:, ~mask], after[:, ~mask])
    assert np.all(after[:, mask] == 0.5)


def test_the_looks_that_an_object_had_are_its_history(scene):
    once = with_looks(scene, (7,), (0.1, 0.1, 0.1), "Style 1")
    twice = with_looks(once, (7,), (0.2, 0.2, 0.2), "Style 2")
    titles = [one.title for one in twice.history_of(7)]
    assert titles == ["As encoded", "Style 1", "Style 2"]
    assert twice.history_of(9) == (scene.look_of(9),)


def test_between_two_looks_the_ends_are_the_looks():
    first, second = (0.0, 1.0), (1.0, -1.0)
    assert between(first, second, 0) == first
    assert between(first, second, 1) == second
    assert between(first, second, 0.25) == (0.25, 0.5)


def test_a_removed_object_leaves_what_is_around_it(scene):
    after = removed(scene, (7,))
    assert 7 not in after.instance_map
    hole = scene.instance_map == 7
    assert set(after.region_map[hole]) == {1}
    assert np.array_equal(after.region_map[~hole], scene.region_map[~hole])


def test_nothing_is_left_to_fill_a_picture_from(scene):
    with pytest.raises(InputError, match="Nothing would be left"):
        removed(scene, (0, 1, 7, 9))


def test_a_moved_object_keeps_its_id_its_class_and_its_look(scene):
    after = moved(scene, 7, 2, -3)
    mask = after.instance_map == 7
    assert np.array_equal(mask, np.roll(scene.instance_map == 7, (-3, 2), (0, 1)))
    assert set(after.region_map[mask]) == {2}
    assert after.look_of(7) == scene.look_of(7)
    with pytest.raises(InputError, match="outside"):
        moved(scene, 7, 500, 0)


def test_a_copy_has_an_id_that_was_never_used(scene):
    gone = removed(scene, (9,))
    after, fresh = duplicated(gone, 7, 10, 0)
    assert fresh == 10 == fresh_id(gone)
    assert after.look_of(fresh).values == scene.look_of(7).values
    assert (after.instance_map == fresh).sum() == 32
    again, other = duplicated(after, 7, 0, 5)
    assert other == 11
    assert {7, 10, 11} <= set(objects_by_area(again))


def test_another_class_changes_the_labels_and_not_the_objects(scene):
    after = with_class(scene, (7,), 1)
    assert region_of(after.region_map, after.instance_map == 7) == 1
    assert np.array_equal(after.instance_map, scene.instance_map)


def test_a_drawn_object_has_its_classs_commonest_look(scene):
    mask = np.zeros((32, 32), bool)
    mask[2:6, 2:6] = True
    after, fresh = with_object(scene, mask, 2)
    assert np.array_equal(after.instance_map == fresh, mask)
    assert after.look_of(fresh).values == (0.1, 0.2, 0.3)


def test_a_drawn_piece_of_road_joins_the_road(scene):
    mask = np.zeros((32, 32), bool)
    mask[2:6, 2:6] = True
    after = with_region(scene, mask, 1)
    assert set(after.instance_map[mask]) == {1}
    assert len(objects_by_area(after)) == len(objects_by_area(scene))


def test_a_script_keeps_a_scene_and_draws_it_again(scene, painter):
    script = Script(edit=with_looks(scene, (7,), (0.3, 0.3, 0.3), "Style 1"))
    again = loads(dumps(script), Script, "scene.yaml")
    assert again == script
    pixels = script.edit.run(painter).pictures
    assert pixels.shape == (1, 32, 32, 3)
    assert np.array_equal(again.edit.run(painter).pictures, pixels)


def test_the_choices_of_a_look_are_crops_of_the_whole_picture(scene, painter):
    choices = scene.styles[0].centres
    crops = InstanceStyles(scene=scene, instance=7, choices=choices).run(painter).pictures
    assert crops.shape == (2, 8, 12, 3)
    whole = with_looks(scene, (7,), choices[1], "Style 2").run(painter).pictures[0]
    assert np.array_equal(crops[1], whole[18:26, 2:14])


def test_looks_of_another_model_are_refused(scene, painter):
    other = with_looks(scene, (7,), (0.1,), "Style 1")
    with pytest.raises(InputError, match="1 features and the model's have 3"):
        painted(painter, other)


def test_an_instance_map_without_labels_is_refused(scene):
    with pytest.raises(ValueError, match="needs its label map"):
        EditInstances(instances=scene.instances)
    with pytest.raises(ValueError, match=r"both are \(h, w\)"):
        EditInstances(regions=Packed.of(np.zeros((4, 4), np.int32)), instances=scene.instances)


def test_a_scene_without_a_map_is_refused(painter):
    with pytest.raises(InputError, match="no label map"):
        EditInstances().run(painter)


def test_written_styles_are_read_again(tmp_path, scene):
    path = tmp_path / "features_clustered_010.npy"
    write_clusters(path, {one.region: one.centres for one in scene.styles})
    found = read_clusters(path)
    assert set(found) == {2}
    assert np.allclose(found[2], scene.styles[0].centres, atol=1e-7)


def test_a_part_of_a_picture_gives_the_look_that_it_has_as_an_object(painter):
    random = np.random.default_rng(3)
    pixels = random.integers(0, 256, (32, 32, 3), np.uint8)
    given = Given(name="photo.png", picture=Packed.of(pixels))
    box = (4, 6, 20, 26)
    asked = ReadLook(given=given, box=box)
    values = asked.run(painter).readings["values"]
    ids = np.zeros((32, 32), np.int64)
    ids[4:20, 6:26] = 1
    looks = read_looks(painter, given.images(torch.device("cpu")), torch.from_numpy(ids)[None])[0]
    assert values == pytest.approx(next(one.values for one in looks if one.instance == 1))
    pixels = pixels.copy()
    pixels[28:, 30:] = 0
    other = Given(name="photo.png", picture=Packed.of(pixels))
    assert ReadLook(given=other, box=(0, 0, 32, 32)).run(painter).readings["values"] != values
    with pytest.raises(InputError, match=r"outside of photo\.png, which is 32 x 32 px"):
        ReadLook(given=given, box=(40, 40, 50, 50)).run(painter)


def test_a_model_without_instances_says_what_to_choose(scene):
    text = TINY.replace("  instance_encoder: {kind: instances, channels: 4, halvings: 1}\n", "")
    without = build_system(load_preset(text, "tiny"), torch.device("cpu"))
    with pytest.raises(InputError, match="choose a run of pix2pixHD with an instance encoder"):
        scene.run(without)


def test_what_is_erased_becomes_what_is_around_and_nothing_else_changes(scene):
    mask = np.zeros((32, 32), bool)
    mask[18:26, 2:14] = True  # all of one car
    after = erased(scene, mask)
    assert (after.instance_map[mask] == 1).all()
    assert (after.region_map[mask] == 1).all()
    assert (after.instance_map[~mask] == scene.instance_map[~mask]).all()
    with pytest.raises(InputError, match="Nothing would be left"):
        erased(scene, np.ones((32, 32), bool))


def test_objects_are_numbered_where_their_class_has_several(scene):
    classes = ["sky", "road", "car"]
    assert names_of(scene, classes) == {0: "sky", 1: "road", 7: "car #1", 9: "car #2"}
    assert names_of(removed(scene, (7,)), classes)[9] == "car"
    assert names_of(scene, classes[:2])[7] == "class 2 #1"


def test_a_picture_tells_whether_features_are_constant_and_where_objects_meet(painter, scene):
    readings = scene.run(painter).readings
    assert readings["constant"] is True
    assert np.array_equal(readings["outline"], outline(scene.instance_map))
    features = feature_map(scene, 3)
    assert is_constant(features, scene.instance_map)
    features[1, 21, 5] += 0.25
    assert not is_constant(features, scene.instance_map)
