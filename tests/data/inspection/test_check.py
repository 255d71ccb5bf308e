"""The check of a folder: every trouble is one sentence with the file and the remedy."""

import dataclasses
import json

import numpy as np
import pytest
from PIL import Image
from pydantic import TypeAdapter

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.catalog import Source
from ganstudio.data.inspection.check import check_folder

SIDE = 32


def save(path, pixels, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(path, **options)


def photo(seed=0, width=SIDE, height=SIDE):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def labels(top, bottom, kind=np.uint8):
    found = np.full((SIDE, SIDE), bottom, kind)
    found[: SIDE // 2] = top
    return found


def samples(folder, maps, objects=()):
    for number, one in enumerate(maps):
        save(folder / f"train_img/{number}.png", photo(number))
        save(folder / f"train_label/{number}.png", one)
    for number, one in enumerate(objects):
        save(folder / f"train_inst/{number}.png", one)
    return folder


def checked(folder, **options):
    """The report, after its entry has been tried out."""
    report = check_folder(str(folder), **options)
    for finding in report.findings:
        assert finding.message.endswith(".")
        assert "\n" not in finding.message
    json.dumps(dataclasses.asdict(report))
    if report.is_usable:
        source = TypeAdapter(Source).validate_python(report.entry)
        assert source.spec().size > 1
    return report


def said(report, *words):
    """The one finding that has all the words."""
    (found,) = [f for f in report.findings if all(word in f.message for word in words)]
    return found


def severities(report):
    return [finding.severity for finding in report.findings]


def test_a_sound_folder_gives_its_entry_and_nothing_to_do(tmp_path):
    samples(
        tmp_path,
        [labels(0, 1), labels(2, 3)],
        [labels(0, 1001, np.uint16), labels(2, 3001, np.uint16)],
    )
    report = checked(tmp_path)
    assert severities(report) == ["note"]
    assert report.entry == {
        "kind": "label_maps", "path": str(tmp_path), "size": 32, "regions": 4,
    }  # fmt: skip
    (part,) = report.parts
    assert (part.phase, part.samples) == ("train", 2)
    assert part.files == {"picture": 2, "labels": 2, "instances": 2}
    assert [(s.width, s.height, s.files) for s in report.sizes] == [(32, 32, 2)]
    assert [(c.number, c.files, c.share) for c in report.classes] == [
        (0, 1, 0.25), (1, 1, 0.25), (2, 1, 0.25), (3, 1, 0.25),
    ]  # fmt: skip
    assert report.maps_read == (2, 2)


def test_unpaired_files_are_all_named(tmp_path):
    samples(tmp_path, [labels(0, 1)] * 4)
    (tmp_path / "train_label/1.png").unlink()
    (tmp_path / "train_img/2.png").unlink()
    report = checked(tmp_path)
    assert {(one.file, one.missing) for one in report.unpaired} == {
        ("train_img/1.png", "label map"), ("train_label/2.png", "picture"),
    }  # fmt: skip
    found = said(report, "2 files are without a partner", "train_img/1.png (no label map)")
    assert "give files that belong together the same name" in found.message


def test_files_of_the_same_name_are_named(tmp_path):
    samples(tmp_path, [labels(0, 1)] * 2)
    save(tmp_path / "train_img/1.jpg", photo())
    found = said(checked(tmp_path), "1 file is left out, as another has the same name")
    assert "train_img/1.png (beside train_img/1.jpg); rename or remove one" in found.message


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_truncated_pictures_are_found_without_decoding_all(tmp_path, suffix):
    for number in range(4):
        save(tmp_path / f"{number}.{suffix}", photo(number, 64, 64))
    whole = (tmp_path / f"2.{suffix}").read_bytes()
    (tmp_path / f"2.{suffix}").write_bytes(whole[: len(whole) * 2 // 3])
    with (tmp_path / f"3.{suffix}").open("ab") as file:
        file.write(b"some camera writes more behind the end")
    report = checked(tmp_path)
    assert [one.file for one in report.unreadable] == [f"2.{suffix}"]
    assert said(report, f"2.{suffix} is torn", "copy or download it again").severity == "warning"


def test_a_flaw_inside_a_file_is_found_by_a_thorough_check(tmp_path):
    for number in range(3):
        save(tmp_path / f"{number}.png", photo(number, 64, 64))
    content = bytearray((tmp_path / "1.png").read_bytes())
    content[3000:3400] = bytes(400)
    (tmp_path / "1.png").write_bytes(content)
    assert checked(tmp_path).unreadable == ()
    assert [one.file for one in checked(tmp_path, thorough=True).unreadable] == ["1.png"]


def test_eight_bit_instances_are_told(tmp_path):
    samples(tmp_path, [labels(0, 1)] * 2, [labels(0, 7)] * 2)
    found = said(checked(tmp_path), "train_inst/0.png has 8 bits", "save 16-bit PNG files")
    assert (found.severity, found.file) == ("warning", "train_inst/0.png")


def test_instances_that_contradict_or_repeat_the_labels_are_told(tmp_path):
    samples(tmp_path / "a", [labels(0, 1)] * 2, [labels(0, 5001, np.uint16)] * 2)
    assert said(checked(tmp_path / "a"), "divided by 1000 is not the label")
    samples(tmp_path / "b", [labels(0, 1)] * 2, [labels(0, 1, np.uint16)] * 2)
    report = checked(tmp_path / "b")
    assert said(report, "repeat the label maps").settings == {"instances": False}
    assert report.entry["instances"] is False


def test_masks_are_given_a_mapping(tmp_path):
    report = checked(samples(tmp_path, [labels(0, 255)] * 2))
    assert said(report, "hold only 0 and 255").settings == {"values": [0, 255]}
    assert report.entry["values"] == [0, 255]
    assert [count.number for count in report.classes] == [0, 1]


def test_numbers_with_gaps_are_given_a_mapping(tmp_path):
    report = checked(samples(tmp_path, [labels(0, 50), labels(100, 200)]))
    assert report.entry["values"] == [0, 50, 100, 200]
    assert "wide gaps (0, 50, 100, 200)" in said(report, "4 numbers").message


def test_255_is_proposed_as_unknown(tmp_path):
    report = checked(samples(tmp_path, [labels(0, 1), labels(2, 255)]))
    found = said(report, "255 occurs in 1 label map (train_label/1.png)")
    assert found.settings == {"has_unknown": True}
    assert (report.entry["regions"], report.entry["has_unknown"]) == (3, True)


def test_painted_maps_are_read_or_ask_for_a_palette_with_its_lines(tmp_path):
    painted = np.array([(0, 0, 0), (128, 0, 0)], np.uint8)[labels(0, 1)]
    report = checked(samples(tmp_path / "voc", [painted] * 2))
    assert said(report, "painted in the colours of VOC").severity == "note"
    own = np.array([(10, 20, 30), (40, 50, 60)], np.uint8)[labels(0, 1)]
    report = checked(samples(tmp_path / "own", [own] * 2))
    found = said(report, "0 10 20 30 class 0; 1 40 50 60 class 1")
    assert (found.severity, report.is_usable) == ("error", False)


def test_photos_and_jpegs_in_place_of_labels_are_refused(tmp_path):
    report = checked(samples(tmp_path / "photos", [photo(1), photo(2)]))
    assert "as photos do" in said(report, "colours").message
    for number in range(2):
        save(tmp_path / f"blurred/images/{number}.png", photo(number))
        save(tmp_path / f"blurred/labels/{number}.jpg", labels(0, 1))
    report = checked(tmp_path / "blurred")
    assert said(report, "labels/0.jpg is a JPEG", "save the maps as PNG").severity == "error"
    assert not report.is_usable


def test_palettes_that_change_from_file_to_file_are_read_by_colour(tmp_path):
    images = [Image.fromarray(labels(0, 1)), Image.fromarray(labels(1, 0))]
    images[0].putpalette([128, 0, 0, 0, 128, 0])
    images[1].putpalette([0, 128, 0, 128, 0, 0])
    report = checked(samples(tmp_path, images))
    assert said(report, "another colour").settings == {"by_colour": True}
    assert report.entry["by_colour"]


def test_a_label_above_a_known_table_is_refused(tmp_path):
    for number in range(2):
        save(tmp_path / f"images/training/ADE_train_{number}.jpg", photo(number))
        save(tmp_path / f"annotations/training/ADE_train_{number}.png", labels(1, 180))
    report = checked(tmp_path)
    assert said(report, "ADE_train_0.png holds 180", "0 to 150").severity == "error"
    assert not report.is_usable


def test_lowered_ade_numbers_and_train_ids_are_recognised(tmp_path):
    for number in range(2):
        save(tmp_path / f"ade/images/training/ADE_train_{number}.jpg", photo(number))
        save(tmp_path / f"ade/annotations/training/ADE_train_{number}.png", labels(0, 255))
        for role, pixels in (("img", photo(number)), ("label", labels(3, 255))):
            suffix = {"img": "leftImg8bit", "label": "gtFine_labelIds"}[role]
            save(tmp_path / f"city/train_{role}/a_{number}_{suffix}.png", pixels)
    report = checked(tmp_path / "ade")
    assert report.entry["has_unknown"]
    assert (report.entry["names"], report.entry["regions"]) == ("none", 150)
    report = checked(tmp_path / "city")
    assert report.entry["names"] == "cityscapes train ids"
    assert [count.name for count in report.classes] == ["wall", "unknown"]


def test_sizes_that_fit_no_network_are_told_with_what_is_done(tmp_path):
    for number in range(3):
        save(tmp_path / f"{number}.png", photo(number, 75, 50))
    report = checked(tmp_path)
    assert report.entry["size"] == 32
    assert "the middle 50 × 50 px is shown at 32 × 32 px" in said(report, "not square").message
    assert "a multiple of 32" not in said(report, "75 × 50 px is no multiple of 32").message


def test_maps_of_another_shape_are_told(tmp_path):
    samples(tmp_path, [labels(0, 1)] * 3)
    save(tmp_path / "train_label/1.png", np.zeros((SIDE, SIDE * 2), np.uint8))
    found = said(checked(tmp_path), "train_label/1.png is 64 × 32 px", "32 × 32")
    assert found.severity == "warning"


def test_aligned_pairs_are_turned_where_b_is_drawn(tmp_path):
    for number in range(3):
        drawn = np.zeros((SIDE, SIDE, 3), np.uint8)
        drawn[:, 10:20] = (255, 0, 0)
        save(tmp_path / f"train/{number}.jpg", np.concatenate([photo(number), drawn], 1))
    report = checked(tmp_path)
    assert report.title == "A and B side by side in each picture"
    assert said(report, "B looks drawn").settings == {"direction": "b_to_a"}
    assert report.entry == {
        "kind": "pairs", "path": str(tmp_path), "direction": "b_to_a", "size": 32,
    }  # fmt: skip


def test_unpaired_domains_and_strays_are_reported(tmp_path):
    for number in range(3):
        save(tmp_path / f"trainA/{number}.png", photo(number))
        save(tmp_path / f"trainB/x{number}.png", photo(number))
    save(tmp_path / "preview.png", photo())
    report = checked(tmp_path)
    assert report.entry == {"kind": "unpaired", "path": str(tmp_path), "size": 32}
    assert report.unpaired == ()
    assert said(report, "1 file is no part of this layout", "preview.png").severity == "warning"


def test_celeba_is_counted_and_compared_with_its_list(tmp_path):
    for number in (1, 2, 3):
        save(tmp_path / f"img_align_celeba/{number:06}.jpg", photo(number))
    rows = ["4", "Male Smiling", "000001.jpg -1 1", "000002.jpg 1 1", "000009.jpg 1 0"]
    (tmp_path / "list_attr_celeba.txt").write_text("\n".join(rows))
    report = checked(tmp_path)
    assert [(count.name, count.files) for count in report.classes] == [("Male", 2), ("Smiling", 2)]
    assert said(report, "line 5 does not hold 1 or -1").severity == "error"
    assert said(report, "announces 4 lines and holds 3")
    assert said(report, "names 1 file not found here: 000009.jpg")
    assert said(report, "says nothing of 1 picture: 000003.jpg")
    assert report.entry["path"] == str(tmp_path / "img_align_celeba")


def test_codebrim_is_counted_from_its_lists(tmp_path):
    for name in ("background/image_1", "defects/image_2", "defects/image_3"):
        save(tmp_path / f"train/{name}.png", photo())
    (tmp_path / "metadata").mkdir()
    one = (
        "<Defect name='image_{}.png'><Background>{}</Background><Crack>{}</Crack>"
        "<Rust>{}</Rust></Defect>"
    )
    told = [one.format(1, 1, 0, 0), one.format(2, 0, 1, 1), one.format(3, 0, 1, 0)]
    (tmp_path / "metadata/background.xml").write_text(f"<A>{told[0]}</A>")
    (tmp_path / "metadata/defects.xml").write_text(f"<A>{told[1]}{told[2]}</A>")
    report = checked(tmp_path)
    counts = {count.name: count.files for count in report.classes}
    assert counts == {"Background": 1, "Crack": 2, "Rust": 1}
    assert said(report, "1 picture with several defects").severity == "note"
    assert report.entry["path"] == str(tmp_path / "train")
    assert TypeAdapter(Source).validate_python(report.entry).spec().classes == (
        "background", "defects",
    )  # fmt: skip


def test_a_sequence_with_a_missing_frame_names_it(tmp_path):
    for video, numbers in (("seq1", (1, 2, 3, 4)), ("seq2", (1, 2, 4, 5))):
        for number in numbers:
            save(tmp_path / f"{video}/frame_{number:04}.png", photo(number))
    found = said(checked(tmp_path), "seq2 lacks the frame 3 after seq2/frame_0002.png")
    assert "add it, or make two folders" in found.message


def films(folder, numbers):
    for domain in "AB":
        for number in numbers:
            save(folder / f"train_{domain}/seq0001/{number:04}.png", photo(number))
    return checked(folder)


def test_films_of_two_folders_are_taken_as_such(tmp_path):
    report = films(tmp_path, range(1, 11))
    assert report.layout == "film folders"
    assert report.entry["kind"] == "sequences"
    assert TypeAdapter(Source).validate_python(report.entry).spec().frames == 9


def test_a_missing_frame_of_two_folders_is_named_and_nothing_is_proposed(tmp_path):
    report = films(tmp_path, (1, 2, 4, 5))
    assert said(report, "train_A/seq0001 lacks the frame 3")
    assert "Frame 3 is missing between seq0001/0002 and seq0001/0004" in report.findings[0].message
    assert report.entry is None


def test_class_folders_are_counted(tmp_path):
    for name in ("cat/1", "cat/2", "dog/1"):
        save(tmp_path / f"train/{name}.png", photo())
    report = checked(tmp_path)
    assert [(count.name, count.files) for count in report.classes] == [("cat", 2), ("dog", 1)]
    source = TypeAdapter(Source).validate_python(report.entry)
    assert source.spec().classes == ("cat", "dog")


def test_an_empty_folder_and_none_at_all(tmp_path):
    report = checked(tmp_path)
    assert (report.entry, severities(report)) == (None, ["error"])
    assert "holds no pictures" in report.findings[0].message
    with pytest.raises(DataError, match="does not exist"):
        check_folder(str(tmp_path / "gone"))


def test_nothing_in_common_is_an_error_that_names_a_file(tmp_path):
    save(tmp_path / "images/a.png", photo())
    save(tmp_path / "labels/b.png", labels(0, 1))
    report = checked(tmp_path)
    assert report.entry is None
    assert said(report, "images/a.png has no label map").severity == "error"


def test_a_check_can_be_cancelled(tmp_path):
    samples(tmp_path, [labels(0, 1)] * 2)

    def cancel(text, share):
        if text.startswith("Reading"):
            raise Cancelled("The user cancelled.")

    with pytest.raises(Cancelled):
        check_folder(str(tmp_path), cancel)
