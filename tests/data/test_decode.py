import io

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.decode import UNREADABLE, Frame, decode

RED, BLUE = (255, 0, 0), (0, 0, 255)


def frame(**changes):
    return Frame(**({"size": 8, "channels": 3, "fit": "stretch", "background": "white"} | changes))


def saved(tmp_path, image, name, **options):
    path = tmp_path / name
    image.save(path, **options)
    return path


def colour(pixels):
    """The (r, g, b) in the middle."""
    return pixels[:, 4, 4].astype(int)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.JPEG", "a.webp", "a.bmp", "a.gif"])
def test_every_common_format_is_read(tmp_path, name):
    path = saved(tmp_path, Image.new("RGB", (20, 12), (200, 100, 50)), name)
    pixels = decode(path, frame())
    assert pixels.shape == (3, 8, 8)
    assert pixels.dtype == np.uint8
    assert np.abs(colour(pixels) - (200, 100, 50)).max() < 6


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "YCbCr"])
def test_every_mode_becomes_colour_or_grey(tmp_path, mode):
    name = "a.jpg" if mode in {"CMYK", "YCbCr"} else "a.png"
    path = saved(tmp_path, Image.new("RGB", (16, 16), "white").convert(mode), name)
    assert decode(path, frame()).min() > 250
    grey = decode(path, frame(channels=1))
    assert grey.shape == (1, 8, 8)
    assert grey.min() > 250


def test_cmyk_keeps_its_colour(tmp_path):
    path = saved(tmp_path, Image.new("RGB", (16, 16), RED).convert("CMYK"), "a.jpg", quality=95)
    assert np.abs(colour(decode(path, frame())) - RED).max() < 12


def test_sixteen_bits_keep_their_shades(tmp_path):
    deep = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    path = saved(tmp_path, Image.fromarray(deep), "deep.png")
    pixels = decode(path, frame(size=64, channels=1))[0]
    np.testing.assert_array_equal(pixels, np.round(deep / 257))


@pytest.mark.parametrize(("background", "value"), [("white", 255), ("black", 0)])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_shows_the_background(tmp_path, mode, background, value):
    image = Image.new("RGBA", (16, 16), (90, 90, 90, 0)).convert("RGBA" if mode == "P" else mode)
    if mode == "P":
        image = image.quantize()
    pixels = decode(saved(tmp_path, image, "a.png"), frame(background=background))
    assert (pixels == value).all()


def test_half_transparent_pixels_mix_with_the_background(tmp_path):
    path = saved(tmp_path, Image.new("RGBA", (16, 16), (0, 0, 0, 128)), "a.png")
    assert np.abs(colour(decode(path, frame())) - 127).max() <= 1


def test_camera_rotation_is_undone(tmp_path):
    image = Image.new("RGB", (40, 20), RED)
    image.paste(BLUE, (20, 0, 40, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees
    pixels = decode(saved(tmp_path, image, "a.jpg", exif=exif, quality=95), frame())
    assert pixels[0, 0, 4] > 200
    assert pixels[2, 7, 4] > 200


def test_animations_give_their_first_frame(tmp_path):
    frames = [Image.new("RGB", (16, 16), shade) for shade in (RED, BLUE)]
    for name in ("a.gif", "a.webp"):
        path = saved(tmp_path, frames[0], name, save_all=True, append_images=frames[1:])
        assert np.abs(colour(decode(path, frame())) - RED).max() < 12


def striped(tmp_path):
    """Red, twice as wide green, blue: 32 x 16."""
    image = Image.new("RGB", (32, 16), (0, 255, 0))
    image.paste(RED, (0, 0, 8, 16))
    image.paste(BLUE, (24, 0, 32, 16))
    return saved(tmp_path, image, "a.png")


def test_crop_keeps_the_middle(tmp_path):
    pixels = decode(striped(tmp_path), frame(size=16, fit="crop"))
    assert (pixels[1] == 255).all()


def test_pad_keeps_everything_on_the_background(tmp_path):
    pixels = decode(striped(tmp_path), frame(size=16, fit="pad", background="black"))
    assert (pixels[:, :4] == 0).all()
    assert (pixels[:, 12:] == 0).all()
    assert pixels[0, 8, 0] > 240
    assert pixels[2, 8, 15] > 240


def test_stretch_squeezes_everything_in(tmp_path):
    pixels = decode(striped(tmp_path), frame(size=16))
    assert pixels[0, 0, 0] > 240
    assert pixels[2, 15, 15] > 240


def test_broken_files_raise_what_is_caught(tmp_path):
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(buffer, "PNG")
    whole = buffer.getvalue()
    flipped = bytearray(whole)
    flipped[60:90] = bytes(30)
    for content in (b"", b"no picture", whole[:40], whole[: len(whole) // 2], bytes(flipped)):
        path = tmp_path / "broken.png"
        path.write_bytes(content)
        with pytest.raises(UNREADABLE):
            decode(path, frame())
