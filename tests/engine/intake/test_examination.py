"""Both looks at a folder, and what becomes of proposals that are refused."""

import pytest

from ganstudio.core.errors import DataError
from ganstudio.data.inspection.report import Finding, FolderReport
from ganstudio.data.source import unreported
from ganstudio.engine.intake.examination import at_most, entry_without, examine, size_of, try_out
from ganstudio.engine.intake.readings import Reading
from tests.engine.intake.folders import write_maps

REPORT = FolderReport(
    "f",
    "l",
    "t",
    findings=(
        Finding("warning", "a", settings={"has_unknown": True}),
        Finding("note", "b", settings={"regions": 3}),
        Finding("note", "c", settings={"regions": 3, "flip": True}),
    ),
    entry={"kind": "label_maps", "path": "f", "regions": 3, "has_unknown": True, "flip": True},
)


def test_what_is_refused_leaves_the_entry():
    kept = entry_without(REPORT, frozenset({0}), {})
    assert "has_unknown" not in kept
    assert kept["regions"] == 3


def test_a_setting_that_another_finding_needs_stays():
    kept = entry_without(REPORT, frozenset({1}), {})
    assert kept["regions"] == 3
    assert "regions" not in entry_without(REPORT, frozenset({1, 2}), {})


def test_what_the_user_changes_wins():
    assert entry_without(REPORT, frozenset(), {"regions": 9, "size": 32})["regions"] == 9


def test_without_an_entry_there_is_none():
    assert entry_without(FolderReport("f", "l", "t"), frozenset(), {}) is None


def test_a_size_is_known_though_it_is_not_written():
    assert size_of({"kind": "pairs"}) == 256
    assert at_most({"kind": "pairs"}, 64) == {"size": 64}
    assert at_most({"kind": "pairs", "size": 32}, 64) == {}


def test_a_folder_is_looked_through_and_tried_out(tmp_path):
    write_maps(tmp_path, 4, last=255, objects=False)
    found = examine(str(tmp_path), Reading(), unreported)
    assert found.folders == ("train_img", "train_label")
    outcome = try_out(found.report.entry, unreported)
    assert (outcome.problem, outcome.bands[0].count) == ("", 4)
    assert outcome.spec.regions[-1].name == "unknown"
    assert outcome.presets[0].name == "spade-streets"
    places = [n for n, one in enumerate(found.report.findings) if "has_unknown" in one.settings]
    entry = entry_without(found.report, frozenset(places), {})
    refused = try_out(entry, unreported)
    assert "switch on Unknown places" in refused.problem
    assert (refused.bands, refused.presets, refused.spec) == ((), (), None)


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="does not exist"):
        examine(str(tmp_path / "gone"), Reading(), unreported)
