"""Label maps: numbers are read as numbers, and no convention is guessed silently."""

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.palettes import bit_colour

SIDE = 8


def save(path, pixels, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(path, **options)


def picture(seed=0, width=SIDE, height=SIDE):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def labels(top=1, bottom=2):
    found = np.full((SIDE, SIDE), bottom, np.uint8)
    found[: SIDE // 2] = top
    return found


def triples(folder, maps, objects=None, phase="train"):
    for number, one in enumerate(maps):
        save(folder / f"{phase}_img/{number}.png", picture(number))
        save(folder / f"{phase}_label/{number}.png", one)
        if objects is not None:
            save(folder / f"{phase}_inst/{number}.png", objects[number])
    return LabelMaps(path=str(folder), size=SIDE)


def regions_of(data):
    return data.reference(1, 0).regions[0].numpy()


def test_pictures_maps_and_their_painting_belong_together(tmp_path, opened):
    source = triples(tmp_path, [labels(number, 3) for number in range(3)])
    source = source.model_copy(update={"flip": True})
    data = opened(source)
    assert data.spec == source.spec()
    assert [region.name for region in data.spec.regions] == [f"class {i}" for i in range(4)]
    colours = np.array([region.colour for region in data.spec.regions])
    for batch in (data.draw(3) for _ in range(4)):
        painted = batch.source.add(1).mul(127.5).round().permute(0, 2, 3, 1).numpy()
        np.testing.assert_array_equal(painted, colours[batch.regions.numpy()])
        for real, region in zip(batch.real, batch.regions, strict=True):
            pixels = picture(int(region[0, 0])).transpose(2, 0, 1)
            shown = real.add(1).mul(127.5).round().numpy()
            assert (shown == pixels).all() or (shown == pixels[:, :, ::-1]).all()


@pytest.mark.parametrize("form", ["8-bit", "16-bit", "32-bit", "palette", "colour", "one bit"])
def test_numbers_are_read_as_they_were_written(tmp_path, opened, form):
    found = labels(0, 1)
    match form:
        case "8-bit":
            images, suffix = Image.fromarray(found), "png"
        case "16-bit":
            images, suffix = Image.fromarray(found.astype(np.uint16)), "png"
        case "32-bit":
            images, suffix = Image.fromarray(found.astype(np.int32)), "tif"
        case "palette":
            images, suffix = Image.fromarray(found), "png"
            images.putpalette([9, 9, 9, 200, 100, 50])
        case "colour":
            painted = np.array([bit_colour(id_) for id_ in (0, 1)], np.uint8)
            images, suffix = Image.fromarray(painted[found]), "png"
        case "one bit":
            images, suffix = Image.fromarray(found.astype(bool)), "png"
    for number in range(2):
        save(tmp_path / f"images/{number}.jpg", picture(number))
        save(tmp_path / f"labels/{number}.{suffix}", images)
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE))
    np.testing.assert_array_equal(regions_of(data), found)
    expected = (200, 100, 50) if form == "palette" else bit_colour(1)
    assert data.spec.regions[1].colour == expected


def test_maps_are_resized_by_the_nearest_whatever_the_fit(tmp_path, opened):
    large = np.zeros((40, 60), np.uint8)
    large[:, 30:] = 200
    for number in range(2):
        save(tmp_path / f"images/{number}.png", picture(number, 60, 40))
        save(tmp_path / f"labels/{number}.png", large)
    for fit in ("crop", "pad", "stretch"):
        source = LabelMaps(path=str(tmp_path), size=10, fit=fit, regions=201)
        found = regions_of(opened(source))
        assert set(np.unique(found)) == {0, 200}
        assert (found[5, 5:] == 200).all()
        assert (found[5, :5] == 0).all()


def test_places_beside_a_padded_map_are_unknown_where_there_is_such_a_region(tmp_path, opened):
    for number in range(2):
        save(tmp_path / f"images/{number}.png", picture(number, 16, 8))
        save(tmp_path / f"labels/{number}.png", np.full((8, 16), 3, np.uint8))
    source = LabelMaps(path=str(tmp_path), size=8, fit="pad", regions=4, has_unknown=True)
    found = regions_of(opened(source))
    assert (found[:2] == 4).all()
    assert (found[2:6] == 3).all()


def cityscapes(folder, objects):
    for number in range(2):
        stem = f"aachen/aachen_{number:06}_000019"
        save(folder / f"leftImg8bit/train/{stem}_leftImg8bit.png", picture(number))
        save(folder / f"gtFine/train/{stem}_gtFine_labelIds.png", labels(23, 26))
        save(folder / f"gtFine/train/{stem}_gtFine_instanceIds.png", objects)
        save(folder / f"gtFine/train/{stem}_gtFine_color.png", picture(number))
        (folder / f"gtFine/train/{stem}_gtFine_polygons.json").write_text("{}")
    return LabelMaps(path=str(folder), size=SIDE)


def test_cityscapes_is_read_with_its_names_and_objects(tmp_path, opened):
    objects = labels(23, 26).astype(np.uint16)
    objects[SIDE // 2 :, :4] = 26001
    objects[SIDE // 2 :, 4:6] = 26002
    data = opened(cityscapes(tmp_path, objects))
    assert len(data.spec.regions) == 35
    assert data.spec.regions[26] == ("car", (0, 0, 142), True)
    assert data.spec.has_instances
    batch = data.reference(2, 0)
    np.testing.assert_array_equal(batch.instances[0].numpy(), objects)
    np.testing.assert_array_equal(batch.regions[0].numpy(), labels(23, 26))


def test_ade20k_keeps_its_numbers_and_0_is_unknown(tmp_path, opened):
    for phase in ("training", "validation"):
        for number in range(2):
            stem = f"ADE_{phase[:5]}_{number:08}"
            save(tmp_path / f"images/{phase}/{stem}.jpg", picture(number))
            save(tmp_path / f"annotations/{phase}/{stem}.png", labels(0, 150))
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE))
    assert len(data.spec.regions) == 151
    assert [data.spec.regions[id_].name for id_ in (0, 1, 3, 150)] == [
        "unknown", "wall", "sky", "flag",
    ]  # fmt: skip
    np.testing.assert_array_equal(regions_of(data), labels(0, 150))
    assert LabelMaps(path=str(tmp_path), phase="val").spec().size == 2


def test_coco_stuff_puts_255_last_and_tells_its_counters_apart(tmp_path, opened):
    found = labels(0, 181)  # persons above, wood below
    found[0] = 255
    counters = found.copy()
    counters[1, :4], counters[1, 4:] = 0, 1  # two persons
    counters[2:4] = 2  # a third one
    for number in range(2):
        save(tmp_path / f"train_img/{number:012}.jpg", picture(number))
        save(tmp_path / f"train_label/{number:012}.png", found)
        save(tmp_path / f"train_inst/{number:012}.png", counters)
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE))
    assert len(data.spec.regions) == 183
    assert data.spec.regions[182].name == "unknown"
    batch = data.reference(1, 0)
    regions, objects = batch.regions[0].numpy(), batch.instances[0].numpy()
    assert (regions[0] == 182).all()
    assert (objects[0] == 182).all()
    assert (objects[4:] == 181).all()
    assert len({objects[1, 0], objects[1, 5], objects[2, 0], 181, 182}) == 5
    assert {objects[1, 0] // 1000, objects[1, 5] // 1000, objects[2, 0] // 1000} == {0}


def test_voc_is_read_through_its_palette_numbers(tmp_path, opened):
    found = labels(0, 15)
    found[3] = 255
    image = Image.fromarray(found)
    image.putpalette([channel for id_ in range(256) for channel in bit_colour(id_)])
    for number in range(2):
        save(tmp_path / f"JPEGImages/2007_{number}.jpg", picture(number))
        save(tmp_path / f"SegmentationClass/2007_{number}.png", image)
    save(tmp_path / "JPEGImages/2007_unlabelled.jpg", picture(5))
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE))
    assert data.spec.regions[15].name == "person"
    assert (regions_of(data)[3] == 21).all()
    assert "JPEGImages/2007_unlabelled.jpg (no label map)" in data.notices[0]


def test_facades_lie_side_by_side(tmp_path, opened):
    for number in range(1, 3):
        save(tmp_path / f"base/cmp_b{number:04}.jpg", picture(number))
        save(tmp_path / f"base/cmp_b{number:04}.png", labels(2, 3))
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE))
    assert [data.spec.regions[id_].name for id_ in (2, 3, 12)] == ["facade", "window", "shop"]
    np.testing.assert_array_equal(regions_of(data), labels(2, 3))


def test_a_palette_file_names_painted_regions(tmp_path, opened):
    (tmp_path / "palette.txt").write_text(
        "# mine\n10 20 30 sky\nroad: 40, 50, 60\n#c80000 red car\n"
    )
    colours = np.array([(10, 20, 30), (40, 50, 60), (200, 0, 0)], np.uint8)
    painted = colours[labels(1, 2)]
    source = triples(tmp_path / "data", [painted, painted])
    source = source.model_copy(update={"palette": str(tmp_path / "palette.txt")})
    data = opened(source)
    assert [region.name for region in data.spec.regions] == ["sky", "road", "red car"]
    np.testing.assert_array_equal(regions_of(data), labels(1, 2))
    save(tmp_path / "data/train_label/1.png", np.full((SIDE, SIDE, 3), (1, 2, 3), np.uint8))
    wrong = r"train_label/1\.png holds colours .* \(\(1, 2, 3\)\); add them to the palette file\."
    with pytest.raises(DataError, match=wrong):
        opened(source)


def test_colours_of_nobody_ask_for_a_palette(tmp_path):
    painted = np.full((SIDE, SIDE, 3), (1, 2, 3), np.uint8)
    with pytest.raises(DataError, match=r"0\.png is painted in colours .*; choose a palette"):
        triples(tmp_path, [painted, painted]).spec()


def test_masks_of_0_and_255_are_given_their_values(tmp_path, opened):
    source = triples(tmp_path, [labels(0, 255)] * 2).model_copy(update={"values": (0, 255)})
    data = opened(source)
    assert len(data.spec.regions) == 2
    np.testing.assert_array_equal(regions_of(data), labels(0, 1))
    save(tmp_path / "train_label/1.png", labels(0, 7))
    with pytest.raises(DataError, match=r"1\.png holds numbers .* \(7\); add them to the values"):
        opened(source)


def test_a_label_above_the_regions_names_the_file_and_the_remedy(tmp_path, opened):
    source = triples(tmp_path, [labels(0, 4), labels(0, 41)])
    few = source.model_copy(update={"regions": 5})
    words = r"train_label/1\.png holds labels above 4 \(41\); set the number of regions to 42 or"
    with pytest.raises(DataError, match=words):
        opened(few)
    assert list(cache.datasets_dir().iterdir()) == []
    assert len(source.spec().regions) == 42


def test_255_is_unknown_where_that_is_switched_on_or_counted(tmp_path, opened):
    source = triples(tmp_path, [labels(0, 255), labels(1, 2)])
    with pytest.raises(
        DataError, match=r"holds 255, which mostly means unknown \(255\); switch on"
    ):
        opened(source.model_copy(update={"regions": 3}))
    told = source.model_copy(update={"regions": 3, "has_unknown": True})
    assert [region.name for region in opened(told).spec.regions][-1] == "unknown"
    assert opened(source).spec.regions == opened(told).spec.regions


def test_eight_bit_instances_are_counters_of_their_region(tmp_path, opened):
    counters = labels(1, 2)
    counters[:4, :3], counters[:4, 3:6] = 7, 8  # two objects in the upper region, the rest stuff
    data = opened(triples(tmp_path, [labels(1, 2)] * 2, [counters] * 2))
    objects = data.reference(1, 0).instances[0].numpy()
    assert len(np.unique(objects)) == 4
    assert (objects[4:] == 2).all()
    assert (objects[:4, 6:] == 1).all()
    assert (objects[:4, :6] // 1000 == 1).all()


def test_instances_can_be_left_aside(tmp_path, opened):
    source = triples(tmp_path, [labels()] * 3, [labels()] * 3)
    (tmp_path / "train_inst/0.png").unlink()
    data = opened(source)
    assert data.spec.has_instances
    assert data.spec.size == 2
    assert "0.png (no instance map)" in data.notices[0]
    plain = opened(source.model_copy(update={"instances": False}))
    assert not plain.spec.has_instances
    assert (plain.spec.size, plain.notices) == (3, ())


def test_torn_and_misshapen_maps_are_left_out_by_name(tmp_path, opened):
    source = triples(tmp_path, [labels()] * 5).model_copy(update={"regions": 3})
    (tmp_path / "train_label/1.png").write_bytes(b"torn")
    save(tmp_path / "train_label/3.png", np.zeros((8, 12), np.uint8))
    (tmp_path / "train_img/4.png").write_bytes(b"torn")
    data = opened(source)
    assert data.spec.size == 2
    assert data.notices == (
        "3 files were left out: train_label/1.png is torn or no picture, train_label/3.png is "
        "12 × 8 px beside 8 × 8 px, another shape, train_img/4.png is torn or no picture.",
    )


def test_folders_can_be_named(tmp_path, opened):
    for number in range(2):
        save(tmp_path / f"x/{number}.png", picture(number))
        save(tmp_path / f"y/{number}.png", labels())
    with pytest.raises(DataError, match="does not look like pictures with label maps"):
        LabelMaps(path=str(tmp_path)).spec()
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE, pictures="x", maps="y"))
    np.testing.assert_array_equal(regions_of(data), labels())


def test_palette_images_with_changing_numbers_are_read_by_colour(tmp_path, opened):
    first, second = Image.fromarray(labels(0, 1)), Image.fromarray(labels(1, 0))
    first.putpalette([*bit_colour(1), *bit_colour(2)])
    second.putpalette([*bit_colour(2), *bit_colour(1)])
    for number, image in enumerate((first, second)):
        save(tmp_path / f"images/{number}.png", picture(number))
        save(tmp_path / f"labels/{number}.png", image)
    batch = opened(LabelMaps(path=str(tmp_path), size=SIDE, by_colour=True)).reference(2, 0)
    for regions in batch.regions:
        np.testing.assert_array_equal(regions.numpy(), labels(1, 2))


def test_random_crops_are_the_same_of_pictures_and_maps(tmp_path, opened):
    found = np.add.outer(np.arange(12), np.arange(12)).astype(np.uint8)
    for number in range(2):
        save(tmp_path / f"images/{number}.png", np.stack([10 * found] * 3, -1))
        save(tmp_path / f"labels/{number}.png", found)
    data = opened(LabelMaps(path=str(tmp_path), size=SIDE, jitter=4))
    starts = set()
    for _ in range(6):
        batch = data.draw(2)
        shades = batch.real[:, 0].add(1).mul(127.5).round().long()
        assert (shades == 10 * batch.regions).all()
        starts |= set(batch.regions[:, 0, 0].tolist())
    assert len(starts) > 2
