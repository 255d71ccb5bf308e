"""Image pairs: what belongs together stays together."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.errors import DataError
from ganstudio.data.pairs_folder import Pairs


def noise(seed, width=12, height=12):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)


def aligned(folder, count=4, phase="train/"):
    """Pictures whose right half is the negative of the left one."""
    for number in range(count):
        left = noise(number)
        save(folder / f"{phase}{number}.png", np.concatenate([left, 255 - left], axis=1))
    return Pairs(path=str(folder), size=8)


def two_folders(folder, count=4):
    for number in range(count):
        save(folder / f"A/train/{number}.png", noise(number))
        save(folder / f"B/train/{number}.png", 255 - noise(number))
    return Pairs(path=str(folder), size=8)


@pytest.mark.parametrize("lay_out", [aligned, two_folders])
def test_pairs_stay_together_and_are_mirrored_together(tmp_path, opened, lay_out):
    source = lay_out(tmp_path).model_copy(update={"flip": True})
    data = opened(source)
    assert data.spec == source.spec()
    assert (data.spec.shape, data.spec.source, data.spec.is_paired) == ((3, 8, 8), (3, 8, 8), True)
    seen = [data.draw(4) for _ in range(8)]
    for batch in seen:
        torch.testing.assert_close(batch.source, -batch.real, atol=0.03, rtol=0)
    assert len({float(image.sum()) for batch in seen for image in batch.real[:, 0, :, 0]}) > 4


def test_the_given_one_is_a_unless_the_direction_is_turned(tmp_path, opened):
    for number in range(2):
        pair = np.zeros((8, 16, 3), np.uint8)
        pair[:, 8:] = 255
        save(tmp_path / f"{number}.png", pair)
    batch = opened(Pairs(path=str(tmp_path), size=8)).draw(2)
    assert batch.source.max() == -1
    assert batch.real.min() > 0.99
    turned = opened(Pairs(path=str(tmp_path), size=8, direction="b_to_a")).draw(2)
    assert torch.equal(turned.real, batch.source)
    assert torch.equal(turned.source, batch.real)


@pytest.mark.parametrize("fit", ["crop", "pad", "stretch"])
def test_halves_that_are_not_square_are_fitted_alike(tmp_path, opened, fit):
    for number in range(2):
        half = noise(number, 30, 20)
        save(tmp_path / f"A/{number}.png", half)
        # Twice as large: another scale of the same scene.
        save(tmp_path / f"B/{number}.png", half.repeat(2, 0).repeat(2, 1))
    batch = opened(Pairs(path=str(tmp_path), size=10, fit=fit)).draw(2)
    assert (batch.real - batch.source).abs().mean() < 0.12
    assert batch.real.std() > 0.2


def test_parts_are_chosen_by_name(tmp_path, opened):
    aligned(tmp_path, 4)
    aligned(tmp_path, 2, "val/")
    source = Pairs(path=str(tmp_path), size=8)
    sizes = {p: source.model_copy(update={"phase": p}).spec().size for p in ("train", "val", "all")}
    assert sizes == {"train": 4, "val": 2, "all": 6}
    with pytest.raises(DataError, match=r"no part named test; it holds train, val: choose one\."):
        source.model_copy(update={"phase": "test"}).spec()


def test_loose_pairs_need_no_parts(tmp_path):
    assert aligned(tmp_path, 3, "").spec().size == 3


def test_train_a_and_train_b_with_an_underscore_are_pairs(tmp_path):
    for number in range(3):
        save(tmp_path / f"train_A/{number}.png", noise(number))
        save(tmp_path / f"train_B/{number}.jpg", noise(number))
    assert Pairs(path=str(tmp_path), size=8).spec().size == 3


def test_unpaired_and_torn_files_are_left_out_by_name(tmp_path, opened):
    source = two_folders(tmp_path, 5)
    (tmp_path / "A/train/0.png").unlink()
    (tmp_path / "B/train/3.png").write_bytes(b"torn")
    data = opened(source)
    assert data.spec.size == 3
    assert data.notices == (
        "1 file was left out, as their partner is missing: B/train/0.png (no picture in A).",
        "1 file was left out: B/train/3.png is torn or no picture.",
    )


def test_a_second_file_of_the_same_name_is_told(tmp_path, opened):
    source = two_folders(tmp_path, 3)
    save(tmp_path / "A/train/0.bmp", noise(9))
    (notice,) = opened(source).notices
    assert notice == (
        "1 file was left out, as another has the same name: A/train/0.png (beside A/train/0.bmp)."
    )


def test_partners_of_another_shape_are_left_out_unless_stretched(tmp_path, opened):
    source = two_folders(tmp_path, 4)
    save(tmp_path / "B/train/2.png", noise(2, 24, 12))
    (notice,) = opened(source).notices
    assert "A/train/2.png shows another part than its partner, as A is 12 × 12 px" in notice
    assert opened(source.model_copy(update={"fit": "stretch"})).spec.size == 4


def test_folders_can_be_named_and_one_alone_is_refused(tmp_path, opened):
    for number in range(2):
        save(tmp_path / f"sketches/{number}.png", noise(number))
        save(tmp_path / f"photos/deep/{number}.png", noise(number))
    source = Pairs(path=str(tmp_path), size=8, folder_a="sketches", folder_b="photos/deep/")
    assert opened(source).draw(2).real.shape == (2, 3, 8, 8)
    with pytest.raises(DataError, match="Only one of the folders"):
        Pairs(path=str(tmp_path), folder_a="sketches").spec()
    with pytest.raises(DataError, match="no files in the subfolder drawings; choose another"):
        Pairs(path=str(tmp_path), folder_a="drawings", folder_b="photos").spec()


def test_what_does_not_look_like_pairs_is_refused_with_the_remedy(tmp_path):
    for number in range(3):
        save(tmp_path / f"{number}.png", noise(number))
    with pytest.raises(DataError, match=r"does not look like image pairs \(Pictures\); choose the"):
        Pairs(path=str(tmp_path)).spec()
    with pytest.raises(DataError, match="No folder is chosen"):
        Pairs().spec()
    forced = Pairs(path=str(tmp_path), arrangement="side by side")
    assert forced.spec().size == 3


def test_too_few_pairs_name_what_is_missing(tmp_path):
    two_folders(tmp_path, 1)
    with pytest.raises(DataError, match="holds 1 whole sample; at least 2 are needed"):
        Pairs(path=str(tmp_path)).spec()


def test_random_crops_are_the_same_of_both(tmp_path, opened):
    data = opened(two_folders(tmp_path).model_copy(update={"jitter": 4}))
    assert data.spec.shape == (3, 8, 8)
    for _ in range(4):
        batch = data.draw(4)
        torch.testing.assert_close(batch.source, -batch.real, atol=0.03, rtol=0)
