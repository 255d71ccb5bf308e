"""Ways to read a folder, and the folders that each is told."""

import pytest

from ganstudio.engine.intake.readings import (
    MOST_FOLDERS,
    WAYS,
    Reading,
    guessed,
    subfolders,
    why_not,
)


def way(name):
    return next(one for one in WAYS if one.way == name)


def test_folders_hold_pictures_or_maps_directly_or_below():
    names = ["a/b/1.png", "a/2.jpg", "c/list.txt", "d/3.tif", "4.png"]
    assert subfolders(names) == ("a", "a/b", "d")


def test_so_many_folders_are_not_all_offered():
    assert len(subfolders([f"{n:05d}/1.png" for n in range(2 * MOST_FOLDERS)])) == MOST_FOLDERS


@pytest.mark.parametrize("name", ["pairs", "unpaired", "label maps"])
def test_two_folders_are_needed_for_two_parts(name):
    assert why_not(way(name), ("one",)) == "Needs two folders inside of it"
    assert why_not(way(name), ("one", "two")) == ""


def test_classes_need_folders_at_the_top():
    assert why_not(way("classes"), ("train", "train/cats", "train/dogs"))
    assert why_not(way("classes"), ("cats", "dogs")) == ""


def test_label_maps_are_found_by_the_names_of_their_folders():
    found = guessed(way("label maps"), ("annotations", "inst", "photos"))
    assert found.folders == {"instances": "inst", "labels": "annotations", "picture": "photos"}


def test_the_first_level_with_a_choice_is_taken():
    folders = ("data", "data/masks", "data/masks/train", "data/shots", "data/shots/train")
    found = guessed(way("label maps"), folders)
    assert found.folders == {"labels": "data/masks", "picture": "data/shots"}


def test_pairs_take_two_folders_in_their_order_but_no_instance_maps():
    found = guessed(way("pairs"), ("inst", "label", "photo"))
    assert found == Reading("pairs", {"a": "label", "b": "photo"})
    assert found.how.title == "Pairs in two folders"
