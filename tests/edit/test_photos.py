import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import InputError
from ganstudio.edit.photos import photo, residual, worst_place

SHAPE = (16, 16, 3)


def saved(tmp_path, image: Image.Image, name: str, **options):
    path = tmp_path / name
    image.save(path, **options)
    return path


def test_the_square_middle_is_taken(tmp_path) -> None:
    pixels = np.zeros((40, 100, 3), np.uint8)
    pixels[:, 30:70] = (200, 100, 50)
    made = photo(saved(tmp_path, Image.fromarray(pixels), "wide.png"), SHAPE).array()
    assert made.shape == SHAPE
    # Lanczos sees a little of what lies beside the crop.
    assert np.abs(made.astype(int) - (200, 100, 50))[:, 3:-3].max() <= 1


def test_transparency_becomes_white(tmp_path) -> None:
    path = saved(tmp_path, Image.new("RGBA", (20, 20), (10, 20, 30, 0)), "clear.png")
    assert (photo(path, SHAPE).array() == 255).all()


def test_sixteen_bits_become_eight(tmp_path) -> None:
    deep = Image.fromarray(np.full((20, 20), 32896, np.uint16))
    assert (photo(saved(tmp_path, deep, "deep.png"), (16, 16, 1)).array() == 128).all()


def test_cmyk_becomes_rgb(tmp_path) -> None:
    path = saved(tmp_path, Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "print.tif")
    made = photo(path, SHAPE).array()[0, 0]
    assert made[0] > 200
    assert made[1] < 60


def test_an_animation_shows_its_first_picture(tmp_path) -> None:
    frames = [Image.new("RGB", (20, 20), one) for one in ("#ff0000", "#0000ff")]
    path = saved(tmp_path, frames[0], "two.gif", save_all=True, append_images=frames[1:])
    assert tuple(photo(path, SHAPE).array()[5, 5]) == (255, 0, 0)


def test_fifty_megapixels_are_scaled(tmp_path) -> None:
    path = saved(tmp_path, Image.new("L", (8000, 6300), 77), "large.png")
    assert (photo(path, SHAPE).array() == 77).all()


def test_absurd_sizes_and_torn_files_are_told(tmp_path) -> None:
    huge = saved(tmp_path, Image.new("1", (13_000, 12_000)), "huge.png")
    with pytest.raises(InputError, match="156 megapixels, more than 120"):
        photo(huge, SHAPE)
    torn = tmp_path / "torn.png"
    whole = saved(tmp_path, Image.new("RGB", (40, 40), "#ff8000"), "whole.png")
    torn.write_bytes(whole.read_bytes()[:60])
    with pytest.raises(InputError, match="cannot be read as a picture"):
        photo(torn, SHAPE)
    (tmp_path / "words.jpg").write_text("no picture")
    with pytest.raises(InputError, match="cannot be read as a picture"):
        photo(tmp_path / "words.jpg", SHAPE)
    with pytest.raises(InputError, match="only square"):
        photo(huge, (8, 16, 1))


def test_the_worst_place_is_where_the_error_lies() -> None:
    target = np.zeros((16, 16, 1), np.uint8)
    made = target.copy()
    made[8:12, 4:8] = 255
    errors = residual(target, made)
    assert float(errors.mean()) == pytest.approx(16 / 256)
    assert worst_place(errors) == ((4, 8, 4, 4), pytest.approx(1))
