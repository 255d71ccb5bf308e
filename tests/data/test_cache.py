import os

import numpy as np
import pytest

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data import cache

SHAPE = (1, 4, 4)
IMAGES = np.random.default_rng(0).integers(0, 256, (30, *SHAPE), np.uint8)
LABELS = np.arange(30) % 4


def fill(writer):
    writer.classes = tuple("abcd")
    writer.notices = ("one file was left out",)
    for start in range(0, 30, 8):
        writer.add(IMAGES[start : start + 8], LABELS[start : start + 8])


def refuse(writer):
    raise AssertionError("the cache should have been used")


def check(pictures):
    np.testing.assert_array_equal(pictures.images, IMAGES)
    np.testing.assert_array_equal(pictures.labels, LABELS)
    assert pictures.classes == tuple("abcd")
    assert pictures.notices == ("one file was left out",)


def entries():
    return sorted(path.name for path in cache.datasets_dir().iterdir())


def test_an_entry_is_made_once_and_mapped_afterwards():
    entry = cache.key("data", "content")
    check(cache.open_or_make(entry, SHAPE, fill))
    again = cache.open_or_make(entry, SHAPE, refuse)
    check(again)
    assert isinstance(again.images, np.memmap)
    assert entries() == [entry.folder.name]


def test_pictures_without_labels_have_none():
    made = cache.open_or_make(cache.key("a", "b"), SHAPE, lambda writer: writer.add(IMAGES))
    assert made.labels is None


def test_changed_content_replaces_the_older_entry():
    cache.open_or_make(cache.key("data", "old"), SHAPE, fill)
    cache.open_or_make(cache.key("other", "content"), SHAPE, fill)
    cache.open_or_make(cache.key("data", "new"), SHAPE, fill)
    kept = {cache.key("data", "new").folder.name, cache.key("other", "content").folder.name}
    assert set(entries()) == kept


@pytest.mark.parametrize("raised", [Cancelled("stop"), DataError("broken"), KeyboardInterrupt()])
def test_nothing_is_left_when_making_fails(raised):
    def half(writer):
        writer.add(IMAGES)
        raise raised

    with pytest.raises(type(raised)):
        cache.open_or_make(cache.key("a", "b"), SHAPE, half)
    assert entries() == []


def test_two_writers_of_one_entry_leave_one_whole_entry():
    entry = cache.key("a", "b")
    with cache.Writer(entry, SHAPE) as first, cache.Writer(entry, SHAPE) as second:
        fill(first)
        fill(second)
        check(first.finish())
        check(second.finish())
    check(cache.recall(entry))
    assert entries() == [entry.folder.name]


def truncate(folder):
    os.truncate(folder / "images.npy", 200)


def blank(folder):
    content = bytearray((folder / "images.npy").read_bytes())
    content[-100:] = bytes(100)
    (folder / "images.npy").write_bytes(content)


def empty(folder):
    (folder / "images.npy").write_bytes(b"")


def unlabel(folder):
    (folder / "labels.npy").unlink()


def mislabel(folder):
    np.save(folder / "labels.npy", LABELS[:-1])


def garble(folder):
    (folder / "facts.json").write_text("{")


@pytest.mark.parametrize("damage", [truncate, blank, empty, unlabel, mislabel, garble])
def test_a_damaged_entry_is_made_anew(damage):
    entry = cache.key("a", "b")
    cache.open_or_make(entry, SHAPE, fill)
    damage(entry.folder)
    assert cache.recall(entry) is None
    check(cache.open_or_make(entry, SHAPE, fill))
    check(cache.recall(entry))


def test_leftovers_of_crashed_processes_are_swept_away():
    left, fresh = cache.datasets_dir() / ".left", cache.datasets_dir() / ".fresh"
    left.mkdir(parents=True)
    fresh.mkdir()
    os.utime(left, (0, 0))
    cache.open_or_make(cache.key("a", "b"), SHAPE, fill)
    assert not left.exists()
    assert fresh.exists()


def test_a_cache_that_cannot_be_written_is_one_clear_sentence():
    cache.cache_dir().mkdir(parents=True)
    cache.datasets_dir().write_text("in the way")
    with pytest.raises(DataError, match="cannot be written"):
        cache.open_or_make(cache.key("a", "b"), SHAPE, fill)
