"""Pictures as the bytes of a PNG, with text in them where there is something to say."""

import io

from PIL import Image, PngImagePlugin

from ganstudio.edit.artist import Picture
from ganstudio.edit.carried import KEY


def to_png(pixels: Picture, text: str = "") -> bytes:
    """(h, w, c), c 1 or 3, as a PNG; `text` is what `carried_text` reads."""
    about = PngImagePlugin.PngInfo()
    if text:
        about.add_itxt(KEY, text, zip=True)
    image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    target = io.BytesIO()
    image.save(target, "PNG", pnginfo=about)
    return target.getvalue()
