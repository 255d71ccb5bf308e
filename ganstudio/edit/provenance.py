"""Pictures that know where they come from: the script stands in the PNG's text and beside it."""

import io
from pathlib import Path

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.edit.artist import Picture
from ganstudio.edit.documents import Script, dumps, loads

KEY = "ganstudio-edit"
BESIDE = ".edit.yaml"


def to_png(pixels: Picture, script: Script | None = None) -> bytes:
    """(h, w, c) as the bytes of a PNG that carries its script."""
    about = PngImagePlugin.PngInfo()
    if script is not None:
        about.add_itxt(KEY, dumps(script), zip=True)
    image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    target = io.BytesIO()
    image.save(target, "PNG", pnginfo=about)
    return target.getvalue()


def write_picture(path: Path, pixels: Picture, script: Script) -> None:
    """Write a picture and, beside it, its script. Raises OSError."""
    write_atomically(path, to_png(pixels, script))
    write_atomically(path.with_suffix(BESIDE), dumps(script).encode())


def read_script(path: Path) -> Script | None:
    """The script that a picture carries; None for pictures of elsewhere.

    Raises InputError: no picture, or a script that is damaged or of a newer studio.
    """
    try:
        with Image.open(path) as image:
            image.load()
            text = getattr(image, "text", {}).get(KEY)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise InputError(f"{path.name} cannot be read as a picture: {error}.") from error
    return None if text is None else loads(str(text), Script, path.name)
