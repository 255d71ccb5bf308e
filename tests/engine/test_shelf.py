"""Own presets: named after their titles, changed without loss, taken back from the trash."""

import pytest

from ganstudio.core.errors import InputError, PresetError
from ganstudio.core.paths import own_presets_dir, presets_dir, trash_dir
from ganstudio.engine import preset, shelf
from ganstudio.engine.preset import Preset


def named(title):
    return Preset(title=title, notes="first words", tags=("ring",))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("WGAN-GP, Swiss roll", "wgan-gp-swiss-roll"),
        ("Größe 2 ∇", "groe-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("中文", "preset"),
        ("x" * 90, "x" * 60),
    ],
)
def test_file_names_read_like_titles_and_stay_in_the_folder(title, name):
    assert shelf.name_from_title(title) == name


def test_equal_titles_get_files_of_their_own():
    first, second = shelf.add(named("Ring")), shelf.add(named("Ring"))
    assert (first.name, second.name) == ("ring.yaml", "ring-2.yaml")
    assert shelf.own_names() == ["ring", "ring-2"]


def test_a_shipped_presets_name_is_left_to_it():
    shipped = next(presets_dir().glob("*/*.yaml")).stem
    assert shelf.add(named(shipped)).stem == f"{shipped}-2"


def test_a_copy_of_a_copy_counts_on():
    first = shelf.duplicate(shelf.add(named("Ring")))
    second = shelf.duplicate(first)
    assert preset.load(first).title == "Ring copy"
    assert preset.load(second).title == "Ring copy 2"


def test_a_copy_of_the_longest_title_is_still_a_title():
    copy = shelf.duplicate(shelf.add(named("y" * 80)))
    assert len(preset.load(copy).title) <= 80


def test_a_duplicate_takes_the_picture_along(tmp_path):
    picture = tmp_path / "seen.png"
    picture.write_bytes(b"picture")
    copy = shelf.duplicate(shelf.add(named("Ring")), picture)
    assert copy.with_suffix(".png").read_bytes() == b"picture"


def test_new_words_keep_the_file_where_its_name_still_fits():
    path = shelf.add(named("Ring"))
    edited = shelf.edit_details(path, "RING", "second words", [" one ", "", "two"])
    assert edited == path
    read = preset.load(edited)
    assert (read.title, read.notes, read.tags) == ("RING", "second words", ("one", "two"))


def test_a_new_title_moves_the_file_with_what_lies_beside_it():
    path = shelf.add(named("Ring"))
    path.with_suffix(".png").write_bytes(b"picture")
    moved = shelf.edit_details(path, "Moons", "", ())
    assert moved.stem == "moons"
    assert moved.with_suffix(".png").read_bytes() == b"picture"
    assert sorted(one.name for one in own_presets_dir().iterdir()) == ["moons.png", "moons.yaml"]


def test_an_empty_title_leaves_the_old_one():
    path = shelf.add(named("Ring"))
    assert preset.load(shelf.edit_details(path, "  ", "", ())).title == "Ring"


def test_the_trash_gives_back_the_same_bytes():
    path = shelf.add(named("Ring"))
    path.with_suffix(".md").write_text("notes")
    before = path.read_bytes()
    trashed = shelf.move_to_trash(path)
    assert not path.exists()
    assert trashed.parent == trash_dir()
    assert shelf.put_back(trashed, path) == path
    assert path.read_bytes() == before
    assert path.with_suffix(".md").read_text() == "notes"


def test_what_comes_back_stands_beside_what_took_its_place():
    path = shelf.add(named("Ring"))
    trashed = shelf.move_to_trash(path)
    shelf.add(named("Ring"))
    assert shelf.put_back(trashed, path).name == "ring-2.yaml"


def test_an_emptied_trash_is_one_sentence():
    path = shelf.add(named("Ring"))
    trashed = shelf.move_to_trash(path)
    trashed.unlink()
    with pytest.raises(InputError, match="no longer in the trash"):
        shelf.put_back(trashed, path)


def test_shipped_presets_are_neither_changed_nor_deleted():
    shipped = next(presets_dir().glob("*/*.yaml"))
    before = shipped.read_bytes()
    with pytest.raises(PresetError, match="duplicate it"):
        shelf.edit_details(shipped, "Mine now", "", ())
    with pytest.raises(PresetError, match="duplicate it"):
        shelf.move_to_trash(shipped)
    assert shipped.read_bytes() == before
