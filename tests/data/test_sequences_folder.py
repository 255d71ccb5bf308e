"""Films in folders: frames stay in their order, and no film is used that lacks one."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.errors import DataError
from ganstudio.data.layouts.videos import film_and_number, films_of, gaps
from ganstudio.data.sequences_folder import Sequences
from ganstudio.data.source import Share, unreported

SIDE = 8


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def shade(number):
    return np.full((SIDE, SIDE, 3), 20 * number, np.uint8)


def film(folder, name="street", numbers=range(1, 7), maps=True):
    """Frames whose shade tells their number; maps of which a row more is region 1 in each frame."""
    for number in numbers:
        save(folder / f"train_B/{name}/frame_{number:03}.png", shade(number))
        ids = np.zeros((SIDE, SIDE), np.uint8)
        ids[:number] = 1
        given = ids if maps else shade(12 - number)
        save(folder / f"train_A/{name}/frame_{number:03}.png", given)
    return Sequences(path=str(folder), size=SIDE, frames=3)


def drawn(source, count=4):
    data = source.open(0, torch.device("cpu"), Share(), unreported)
    return data, data.draw(count)


def shades(frames):
    return ((frames[:, :, 0, 0, 0] + 1) * 127.5 / 20).round().int()


def test_windows_are_frames_in_a_row_of_one_film_beside_their_maps(tmp_path):
    film(tmp_path)
    source = film(tmp_path, "lane", range(1, 5))
    data, batch = drawn(source, 6)
    assert data.spec == source.spec()
    assert (data.spec.size, data.spec.frames, data.spec.has_flow) == (4 + 2, 3, False)
    assert [region.name for region in data.spec.regions] == ["class 0", "class 1"]
    found = shades(batch.frames)
    assert (found.diff(dim=1) == 1).all()
    assert sorted(found[:, 0].tolist()) == [1, 1, 2, 2, 3, 4]
    assert torch.equal(batch.frame_regions.sum((2, 3)) // SIDE, found.long())
    assert torch.equal(batch.regions, batch.frame_regions[:, -1])
    assert torch.equal(batch.real, batch.frames[:, -1])
    assert torch.equal(batch.source, batch.frame_sources[:, -1])
    assert batch.flow is None


def test_images_may_be_given(tmp_path):
    data, batch = drawn(film(tmp_path, maps=False))
    assert not data.spec.regions
    assert batch.frame_regions is None
    assert torch.equal(shades(batch.frame_sources), 12 - shades(batch.frames))


def test_objects_come_along(tmp_path):
    source = film(tmp_path)
    for number in range(1, 7):
        ids = np.full((SIDE, SIDE), 1000 + number % 2, np.uint16)
        save(tmp_path / f"train_inst/street/frame_{number:03}.png", ids)
    data, batch = drawn(source)
    assert data.spec.has_instances
    assert batch.frame_instances.shape == (4, 3, SIDE, SIDE)


def test_films_are_mirrored_as_a_whole(tmp_path):
    source = film(tmp_path, maps=False)
    ramp = np.zeros((SIDE, SIDE, 3), np.uint8) + np.arange(0, 8 * SIDE, 8, np.uint8)[:, None]
    for number in range(1, 7):
        for side in "AB":
            save(tmp_path / f"train_{side}/street/frame_{number:03}.png", ramp)
    data, _ = drawn(source.model_copy(update={"flip": True}))
    rising = [one.diff(dim=-1)[0, :, 0, 0] > 0 for one in data.draw(16).frames.unbind(0)]
    assert all(bool(one.all()) or not bool(one.any()) for one in rising)
    assert len({bool(one.all()) for one in rising}) == 2


def test_a_missing_frame_is_named_with_its_neighbours(tmp_path):
    source = film(tmp_path, numbers=(1, 2, 3, 5, 6, 7))
    words = "Frame 4 is missing between street/frame_003 and street/frame_005: add it"
    with pytest.raises(DataError, match=words):
        source.spec()


def test_a_frame_without_its_map_is_named(tmp_path):
    source = film(tmp_path)
    (tmp_path / "train_A/street/frame_003.png").unlink()
    with pytest.raises(DataError, match=r"train_B/street/frame_003\.png has no picture in A"):
        source.spec()


def test_a_torn_frame_is_named(tmp_path):
    source = film(tmp_path)
    (tmp_path / "train_B/street/frame_002.png").write_bytes(b"torn")
    with pytest.raises(DataError, match=r"frame_002\.png is torn.*a film needs every frame"):
        source.open(0, torch.device("cpu"), Share(), unreported)


def test_short_films_are_left_out_and_said_so(tmp_path):
    film(tmp_path, "blink", (1, 2, 3))
    source = film(tmp_path, numbers=range(1, 5)).model_copy(update={"frames": 4})
    film(tmp_path, "lane", range(1, 5))
    data, _ = drawn(source)
    assert data.notices == ("1 film was left out, with fewer than 4 frames: blink.",)
    with pytest.raises(DataError, match="lane, has 4: set fewer frames"):
        Sequences(path=str(tmp_path), size=SIDE, frames=5).spec()


def test_other_folders_are_refused(tmp_path):
    for number in range(3):
        save(tmp_path / f"{number}.png", shade(number))
    with pytest.raises(DataError, match="does not look like films"):
        Sequences(path=str(tmp_path), size=SIDE).spec()


def test_frames_are_told_by_the_last_number_of_their_names():
    assert film_and_number("a/aachen_000003_000019_leftImg8bit") == ("a", 8)
    assert film_and_number("a/12_frame") == ("a", 12)
    assert film_and_number("12") is None
    assert films_of(["a/x10", "a/x9", "b/1"]) == {"a": ["a/x9", "a/x10"], "b": ["b/1"]}


def test_a_gap_is_a_step_beyond_the_usual_one():
    assert not gaps(["a/0", "a/5", "a/10"])
    (gap,) = gaps(["a/0", "a/5", "a/15", "a/20"])
    assert gap == ("a/5", "a/15", 10)
