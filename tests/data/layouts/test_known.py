"""Layouts that names give away, as their publishers write them."""

import pytest

from ganstudio.data.layouts.known import by_names
from ganstudio.data.layouts.loose import by_folders, by_lists, sequences

CITY = "aachen/aachen_000000_000019"
LAYOUTS = {
    "cityscapes": (
        f"leftImg8bit/train/{CITY}_leftImg8bit.png",
        f"gtFine/train/{CITY}_gtFine_labelIds.png",
        f"gtFine/train/{CITY}_gtFine_instanceIds.png",
    ),
    "cityscapes as it unpacks": (
        f"leftImg8bit_trainvaltest/leftImg8bit/train/{CITY}_leftImg8bit.png",
        f"gtFine_trainvaltest/gtFine/train/{CITY}_gtFine_labelIds.png",
    ),
    "coarse cityscapes": (
        f"leftImg8bit/train_extra/{CITY}_leftImg8bit.png",
        f"gtCoarse/train_extra/{CITY}_gtCoarse_labelIds.png",
    ),
    "pix2pixHD": (
        f"train_img/{CITY.split('/')[1]}_leftImg8bit.png",
        f"train_label/{CITY.split('/')[1]}_gtFine_labelIds.png",
        f"train_inst/{CITY.split('/')[1]}_gtFine_instanceIds.png",
    ),
    "SPADE's COCO-Stuff": (
        "train_img/000000000139.jpg",
        "train_label/000000000139.png",
        "train_inst/000000000139.png",
    ),
    "COCO-Stuff": (
        "images/train2017/000000000009.jpg",
        "annotations/train2017/000000000009.png",
    ),
    "COCO-Stuff as it unpacks": (
        "train2017/000000000009.jpg",
        "stuffthingmaps_trainval2017/train2017/000000000009.png",
    ),
    "ADE20K": (
        "ADEChallengeData2016/images/training/ADE_train_00000001.jpg",
        "ADEChallengeData2016/annotations/training/ADE_train_00000001.png",
    ),
    "SPADE's ADE20K": ("ADE_train_00000001.jpg", "ADE_train_00000001.png"),
    "VOC": (
        "VOC2012/JPEGImages/2007_000032.jpg",
        "VOC2012/SegmentationClass/2007_000032.png",
        "VOC2012/SegmentationObject/2007_000032.png",
    ),
    "CMP facades": ("base/cmp_b0001.jpg", "base/cmp_b0001.png"),
    "words": ("train/images/a.jpg", "train/labels/a.png"),
    "words the other way round": ("images/train/deep/a.jpg", "masks/train/deep/a.png"),
    "words without parts": ("photos/a.jpg", "annotations/a.png", "instances/a.png"),
    "words said again": ("images/a_image.jpg", "masks/a_mask.png", "instances/a-instances.png"),
    "side by side": ("x/a.jpg", "x/a.png"),
}
TABLES = {
    "cityscapes": "cityscapes",
    "cityscapes as it unpacks": "cityscapes",
    "coarse cityscapes": "cityscapes",
    "pix2pixHD": "cityscapes",
    "SPADE's COCO-Stuff": "coco-stuff",
    "COCO-Stuff": "coco-stuff",
    "COCO-Stuff as it unpacks": "coco-stuff",
    "ADE20K": "ade20k",
    "SPADE's ADE20K": "ade20k",
    "VOC": "voc",
    "CMP facades": "facades",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_files_of_one_sample_find_each_other(name):
    layout = by_names(LAYOUTS[name])
    assert layout is not None
    assert layout.kind == "label_maps"
    assert layout.names == TABLES.get(name, "")
    (phase,) = layout.phases
    (sample,) = layout.matched(phase).samples
    roles = ("picture", "labels", "instances")[: len(LAYOUTS[name])]
    assert set(sample.files) == set(roles)
    assert set(sample.files.values()) == set(LAYOUTS[name])


def test_parts_have_one_word_each():
    found = {
        "images/training/ADE_a.jpg": "train",
        "images/validation/ADE_b.jpg": "val",
        "annotations/training/ADE_a.png": "train",
        "annotations/validation/ADE_b.png": "val",
    }
    layout = by_names(tuple(sorted(found)))
    assert {file.name: file.phase for file in layout.filed} == found
    assert layout.phases == ("train", "val")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("trainA/1.jpg", "trainB/2.jpg", "testA/3.jpg", "testB/4.jpg"), "unpaired"),
        (("train_A/1.jpg", "train_B/1.jpg"), "pairs"),
        (("A/train/1.jpg", "B/train/1.png"), "pairs"),
        (("train/A/1.jpg", "train/B/1.jpg"), "pairs"),
        (("A/1.jpg", "A/2.jpg", "B/1.jpg", "B/2.jpg"), "pairs"),
        (("A/1.jpg", "A/2.jpg", "B/3.jpg", "B/4.jpg"), "unpaired"),
        (("horse2zebra/trainA/n1.jpg", "horse2zebra/trainB/n2.jpg"), "unpaired"),
    ],
)
def test_two_domains_are_pairs_where_their_names_agree(names, kind):
    layout = by_names(names)
    assert (layout.kind, layout.roles) == (kind, {"a", "b"})


@pytest.mark.parametrize(
    "names",
    [
        ("cats/1.jpg", "dogs/1.jpg"),
        ("1.jpg", "2.jpg"),
        ("images/1.jpg", "images/2.jpg"),
        ("trainA/1.jpg",),
        ("train_img/1.jpg", "train_inst/1.png"),
    ],
)
def test_other_folders_are_not_taken_for_pairs(names):
    assert by_names(names) is None


def test_files_without_a_partner_say_what_is_missing():
    names = ("train_img/a.jpg", "train_img/b.jpg", "train_inst/a.png", "train_label/a.png",
             "train_label/c.png")  # fmt: skip
    matched = by_names(names).matched("train")
    assert [sample.key for sample in matched.samples] == ["a"]
    assert matched.unpaired == (("train_img/b.jpg", "labels"), ("train_label/c.png", "picture"))


def test_a_second_file_of_the_same_name_is_not_lost_silently():
    names = ("images/a.jpg", "images/a.png", "labels/a.png")
    matched = by_names(names).matched("")
    assert matched.samples[0].files["picture"] == "images/a.jpg"
    assert matched.doubles == (("images/a.png", "images/a.jpg"),)


@pytest.mark.parametrize(
    "places",
    [
        ("{phase}/images/a.jpg", "{phase}/labels/a.png"),
        ("images/{phase}/a.jpg", "labels/{phase}/a.png"),
        ("data/{phase}/images/a.jpg", "data/{phase}/labels/a.png"),
        ("A/{phase}/a.jpg", "B/{phase}/a.jpg"),
        ("{phase}/A/a.jpg", "{phase}/B/a.jpg"),
        ("data/{phase}/A/a.jpg", "data/{phase}/B/a.jpg"),
        ("{phase}_img/a.jpg", "{phase}_label/a.png"),
        ("data/{phase}A/a.jpg", "data/{phase}B/a.jpg"),
    ],
)
def test_parts_are_told_apart_where_their_files_have_the_same_names(places):
    names = [place.format(phase=phase) for phase in ("train", "val") for place in places]
    layout = by_names(tuple(names))
    assert layout.phases == ("train", "val")
    for phase in layout.phases:
        found = {name for sample in layout.matched(phase).samples for name in sample.files.values()}
        assert found == {place.format(phase=phase) for place in places}


def test_lists_beside_pictures_are_recognised():
    celeba = by_lists(("img_align_celeba/000001.jpg", "list_attr_celeba.txt"))
    assert (celeba.name, celeba.kind) == ("celeba", "folder")
    defects = by_lists(
        ("metadata/background.xml", "metadata/defects.xml", "train/background/image_1.png",
         "train/defects/image_2.png", "val/defects/image_3.png")
    )  # fmt: skip
    assert (defects.name, defects.phases) == ("codebrim", ("train", "val"))


def test_class_folders_and_their_parts_are_recognised():
    layout = by_folders(["train/cat/1.jpg", "train/dog/1.jpg", "val/cat/2.jpg"])
    assert (layout.name, layout.phases) == ("class folders", ("train", "val"))
    assert {file.key for file in layout.filed} == {"cat/1", "dog/1", "cat/2"}


def test_frames_are_recognised_and_the_missing_ones_known():
    names = [f"videos/clip{v}/frame_{n:04}.png" for v in (1, 2) for n in (1, 2, 3, 5)]
    assert by_folders(names).name == "sequences"
    assert [video.missing for video in sequences(names)] == [(4,), (4,)]
    assert by_folders([f"cats/{n:04}.png" for n in range(5)]) is None
