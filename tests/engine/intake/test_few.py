"""A few samples are those that a run reads, and never stand in for the whole."""

import numpy as np
import pytest
import torch

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.folder import Folder
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.pairs_folder import Pairs
from ganstudio.data.pixels import to_uint8
from ganstudio.data.points import PointsFile
from ganstudio.data.source import Share, unreported
from ganstudio.data.unpaired_folder import Unpaired
from ganstudio.engine.intake.few import FEW, FEW_PICTURES, FewMaps, evenly, few_pictures, read_few
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


def whole(source):
    """Every sample of the source, opened as a run opens it."""
    opened = source.open(0, torch.device("cpu"), Share(), unreported)
    return opened.reference(opened.spec.size, 0)


def rows(images):
    return {row.tobytes() for row in to_uint8(images)}


@pytest.mark.parametrize("write", [write_pairs, write_halves])
def test_pairs_are_those_of_a_run(tmp_path, write):
    source = Pairs(path=str(write(tmp_path, 4)), size=8, direction="b_to_a", phase="all")
    few, all_of_it = read_few(source, unreported).batch, whole(source)
    assert rows(few.real) == rows(all_of_it.real)
    assert rows(few.source) == rows(all_of_it.source)


def test_label_maps_are_those_of_a_run(tmp_path):
    source = LabelMaps(path=str(write_maps(tmp_path, 5)), size=8)
    few, all_of_it = read_few(source, unreported).batch, whole(source)
    assert rows(few.source) == rows(all_of_it.source)
    assert {m.numpy().tobytes() for m in few.regions} == {
        m.numpy().tobytes() for m in all_of_it.regions
    }
    assert few.instances.unique().tolist() == all_of_it.instances.unique().tolist()


def test_domains_are_those_of_a_run(tmp_path):
    source = Unpaired(path=str(write_domains(tmp_path, 4)), size=8)
    found, all_of_it = read_few(source, unreported), whole(source)
    assert rows(found.batch.real) == rows(all_of_it.real)
    assert rows(found.batch.source) == rows(all_of_it.source)
    assert found.names == ("other0.png", "other1.png", "other2.png", "other3.png")
    assert found.given == ("0.png", "1.png", "2.png", "3.png")


def test_a_large_folder_is_read_from_first_to_last_and_the_whole_stays_whole(tmp_path):
    source = Pairs(path=str(write_pairs(tmp_path, 2 * FEW)), size=8)
    found = read_few(source, unreported)
    assert len(found.batch.real) == FEW
    assert (found.names[0], found.names[-1]) == ("A/0.png", "A/9.png")
    assert len(source.rows(unreported).images) == 2 * FEW


def test_regions_are_counted_in_all_maps(tmp_path):
    folder = write_maps(tmp_path, 3 * FEW, objects=False)
    save(folder / "train_label/1.png", np.full((16, 16), 7, np.uint8))
    source = LabelMaps(path=str(folder), size=8)
    assert "train_img/1.png" not in (few := read_few(source, unreported)).names
    assert rows(few.batch.source) <= rows(whole(source).source)
    assert FewMaps(path=str(folder), size=8).spec().regions == source.spec().regions
    assert len(source.spec().regions) == 8


def test_of_class_folders_every_class_is_shown(tmp_path):
    for number in range(2 * FEW_PICTURES):
        save(tmp_path / f"cats/{number}.png", photo(number))
    save(tmp_path / "dogs/1.png", photo(500))
    found = read_few(Folder(path=str(tmp_path), size=8), unreported)
    assert len(found.batch.real) == FEW_PICTURES
    assert found.batch.label.tolist() == [0] * (FEW_PICTURES - 1) + [1]
    assert found.names[-1] == "dogs/1.png"


def test_without_classes_pictures_are_taken_from_first_to_last(tmp_path):
    source = few_pictures(Folder(path=str(write_classes(tmp_path, 6)), labels="none"), 2)
    assert source.files() == [("cats/0.png",), ("dogs/5.png",)]


def test_torn_samples_are_left_out_and_the_others_keep_their_names(tmp_path):
    tear(write_maps(tmp_path, 4) / "train_label/2.png")
    found = read_few(LabelMaps(path=str(tmp_path), size=8, regions=3), unreported)
    assert found.names == ("train_img/0.png", "train_img/1.png", "train_img/3.png")
    assert len(found.batch.real) == 3


def test_samples_that_do_not_fit_leave_the_others_without_names(tmp_path):
    save(write_pairs(tmp_path, 4) / "B/2.png", photo(2, 8, 16))
    found = read_few(Pairs(path=str(tmp_path), size=8), unreported)
    assert (len(found.batch.real), found.names) == (3, ())


def test_what_a_run_would_refuse_is_refused(tmp_path):
    write_maps(tmp_path, 3, last=255, objects=False)
    with pytest.raises(DataError, match="switch on Unknown places"):
        read_few(LabelMaps(path=str(tmp_path), size=8, regions=2), unreported)


def test_reading_can_be_cancelled(tmp_path):
    def stop(words, share):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        read_few(Pairs(path=str(write_pairs(tmp_path)), size=8), stop)


def test_other_kinds_of_data_are_opened_whole(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("0,1\n1,0\n2,2\n")
    assert read_few(PointsFile(path=str(path)), unreported).batch.real.shape == (FEW, 2)


def test_evenly_takes_the_first_and_the_last():
    assert list(evenly(range(100), 4)) == [0, 33, 66, 99]
    assert list(evenly("abc", 4)) == ["a", "b", "c"]
