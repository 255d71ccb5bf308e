"""The check of a folder that is read as its user says."""

import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.inspection.check import check_folder
from ganstudio.data.source import unreported
from ganstudio.engine.intake.fitting import source_of
from ganstudio.engine.intake.readings import Reading
from ganstudio.engine.intake.rereading import check_as
from tests.engine.intake.folders import (
    photo,
    save,
    tear,
    write_classes,
    write_domains,
    write_halves,
    write_maps,
    write_pairs,
)

PAIRS = Reading("pairs", {"a": "trainA", "b": "trainB"})
MAPS = Reading(
    "label maps", {"picture": "train_img", "labels": "train_label", "instances": "train_inst"}
)


def check(folder, reading, **options):
    report = check_as(str(folder), reading, unreported, **options)
    if report.is_usable:
        assert source_of(report.entry).spec().size >= 2
    return report


def messages(report, severity):
    return [one.message for one in report.findings if one.severity == severity]


def test_as_recognised_is_the_plain_check(tmp_path):
    write_maps(tmp_path)
    assert check(tmp_path, Reading()) == check_folder(str(tmp_path))


def test_domains_can_be_read_as_pairs_where_the_names_agree(tmp_path):
    write_domains(tmp_path)
    for number in range(4):
        save(tmp_path / f"trainB/{number}.png", photo(number))
    report = check(tmp_path, PAIRS)
    assert report.entry == {
        "kind": "pairs", "path": str(tmp_path), "size": 16,
        "folder_a": "trainA", "folder_b": "trainB",
    }  # fmt: skip
    (part,) = report.parts
    assert (part.files, part.samples) == ({"a": 6, "b": 10}, 4)
    assert len(report.unpaired) == 8
    assert "8 files are without a partner" in messages(report, "warning")[0]


def test_where_no_name_agrees_one_file_is_named(tmp_path):
    report = check(write_domains(tmp_path), PAIRS)
    assert report.entry is None
    (message,) = messages(report, "error")
    assert message.startswith("No sample is whole, as trainA/0.png has no picture in B;")


def test_folders_that_are_missing_or_the_same_are_told(tmp_path):
    write_domains(tmp_path)
    for folders, words in (
        ({"a": "trainA"}, "choose each of them"),
        ({"a": "trainA", "b": "trainA"}, "chosen twice"),
        ({"a": "trainA", "b": "gone"}, "no files in the subfolder gone"),
    ):
        report = check(tmp_path, Reading("pairs", folders))
        assert words in messages(report, "error")[0]
        assert not report.is_usable


def test_label_folders_are_read_with_their_findings(tmp_path):
    write_maps(tmp_path, 6, last=255, objects=False)
    tear(tmp_path / "train_img/3.png")
    folders = {"picture": "train_img", "labels": "train_label"}
    report = check(tmp_path, Reading("label maps", folders))
    assert [one.file for one in report.unreadable] == ["train_img/3.png"]
    assert any(one.settings == {"has_unknown": True} for one in report.findings)
    assert {one.number: one.files for one in report.classes} == {0: 3, 1: 3, 255: 6}
    assert report.maps_read == (6, 6)


def test_instance_maps_may_be_left_aside(tmp_path):
    write_maps(tmp_path)
    both = check(tmp_path, MAPS)
    assert both.entry["instance_maps"] == "train_inst"
    none = Reading("label maps", {**MAPS.folders, "instances": ""})
    assert "instances" not in check(tmp_path, none).parts[0].files


@pytest.mark.parametrize(
    ("way", "field", "value"), [("classes", "labels", "subfolders"), ("loose", "labels", "none")]
)
def test_pictures_can_have_classes_or_none(tmp_path, way, field, value):
    report = check(write_classes(tmp_path), Reading(way))
    assert report.entry[field] == value
    assert [one.name for one in report.classes] == (["cats", "dogs"] if way == "classes" else [])


def test_loose_pictures_have_no_classes(tmp_path):
    for number in range(3):
        save(tmp_path / f"{number}.png", photo(number))
    report = check(tmp_path, Reading("classes"))
    assert "has no class" in messages(report, "error")[0]


def test_halves_keep_their_parts(tmp_path):
    write_halves(tmp_path / "train", 4)
    write_halves(tmp_path / "test", 2)
    report = check(tmp_path, Reading("side by side"))
    assert [(part.phase, part.samples) for part in report.parts] == [("train", 4), ("test", 2)]
    assert report.entry["arrangement"] == "side by side"


def test_a_thorough_check_decodes_every_file(tmp_path):
    write_pairs(tmp_path)
    path = tmp_path / "A/2.png"
    content = bytearray(path.read_bytes())
    content[300:340] = bytes(40)
    path.write_bytes(content)
    reading = Reading("pairs", {"a": "A", "b": "B"})
    assert check(tmp_path, reading).unreadable == ()
    (torn,) = check(tmp_path, reading, thorough=True).unreadable
    assert torn.file == "A/2.png"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="does not exist"):
        check(tmp_path / "gone", PAIRS)


def test_films_are_read_from_two_folders(tmp_path):
    for number in range(10):
        save(tmp_path / f"edges/street/{number}.png", photo(number))
        save(tmp_path / f"shots/street/{number}.png", photo(100 + number))
    report = check(tmp_path, Reading("films", {"a": "edges", "b": "shots"}))
    assert (report.entry["kind"], report.entry["folder_b"]) == ("sequences", "shots")
    assert report.parts[0].samples == 10
