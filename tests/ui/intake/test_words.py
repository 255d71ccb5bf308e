"""What the page says of parts, sizes, classes and settings."""

import pytest

from ganstudio.data.batches import Region
from ganstudio.data.inspection.report import (
    ClassCount,
    Finding,
    FolderReport,
    PartCount,
    SizeCount,
)
from ganstudio.ui.intake.words import (
    class_rows,
    classes_title,
    parts_table,
    settings_words,
    sizes_rows,
    verdict,
)
from ganstudio.ui.widgets.class_bars import MOST, ClassBar, ClassBars

REGIONS = (Region("sky", (0, 128, 255)), Region("unknown", (0, 0, 0)))


def report(**known):
    return FolderReport("f", "l", "t", **known)


def test_whole_samples_are_counted_where_files_make_them_up():
    parts = (PartCount("train", {"a": 3, "b": 2}, 2), PartCount("extra", {"a": 1}, 0))
    assert parts_table(report(parts=parts)) == [
        ("", "A", "B", "Whole"),
        ("Training", "3", "2", "2"),
        ("Extra", "1", "0", "0"),
    ]


def test_where_every_file_is_a_sample_it_is_not_said_twice():
    parts = (PartCount("", {"picture": 1200}, 1200),)
    assert parts_table(report(parts=parts)) == [("", "Pictures"), ("All", "1,200")]


def test_rare_sizes_are_summed():
    sizes = tuple(SizeCount(n, 10, 8 - n) for n in range(1, 8))
    rows = sizes_rows(report(sizes=sizes))
    assert rows[0] == ("1 × 10 px", "7")
    assert rows[-1] == ("3 more sizes", "6")


@pytest.mark.parametrize(
    ("read", "title"),
    [((0, 0), "Classes"), ((9, 9), "Regions of 9 maps"), ((2, 9), "Regions of 2 of 9 maps")],
)
def test_it_is_said_how_many_maps_the_histogram_is_of(read, title):
    assert classes_title(report(maps_read=read)) == title


def test_regions_have_the_colour_of_their_map_and_the_largest_is_first():
    counts = [ClassCount(0, "sky", 3, 0.04), ClassCount(255, "class 255", 2, 0.9604)]
    assert class_rows(counts, REGIONS) == [
        ClassBar("unknown, 255", "#000000", 0.9604, "96 %"),
        ClassBar("sky", "#0080FF", 0.04, "4.0 %"),
    ]
    assert class_rows([ClassCount(7, "class 7", 1, 0.0001)], REGIONS) == [
        ClassBar("class 7", "", 0.0001, "< 0.1 %")
    ]


def test_classes_of_whole_pictures_are_counted_in_files():
    assert class_rows([ClassCount(0, "cats", 1200)], REGIONS) == [
        ClassBar("cats", "", 1200.0, "1,200")
    ]


def test_settings_are_named_as_in_the_form():
    entry = {"kind": "label_maps"}
    assert settings_words({"has_unknown": True}, entry) == "Unknown places: on"
    assert settings_words({"values": [0, 255]}, entry) == "Values: 0, 255"
    many = {"values": list(range(9)), "regions": 1200}
    assert settings_words(many, entry) == "Values: 0, 1, 2, 3, 4, 5 and 3 more, Regions: 1,200"
    assert settings_words({"direction": "b_to_a"}, {"kind": "pairs"}) == "Direction: B to A"


def test_the_verdict_counts_the_worst():
    error, warning = Finding("error", "e"), Finding("warning", "w")
    assert verdict(report(findings=(error, warning)), "") == ("1 error", "error")
    assert verdict(report(findings=(error,)), "other") == ("2 errors", "error")
    assert verdict(report(findings=(error,)), "e") == ("1 error", "error")
    assert verdict(report(findings=(warning, warning)), "") == ("2 warnings", "warn")
    assert verdict(report(findings=(Finding("note", "n"),)), "") == ("Sound", "ok")


def test_many_classes_are_cut_and_counted(qtbot):
    bars = ClassBars()
    qtbot.addWidget(bars)
    bars.set_rows([ClassBar(f"class {n}", "", 1.0, "1") for n in range(MOST)])
    height = bars.sizeHint().height()
    bars.set_rows([ClassBar(f"class {n}", "", 1.0, "1") for n in range(MOST + 1200)])
    assert len(bars.rows) == MOST
    assert bars.sizeHint().height() > height
    assert bars.accessibleDescription().endswith("and 1,200 more")
