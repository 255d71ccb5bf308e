"""Pictures that know where they come from: the script stands in the PNG's text and beside it."""

from pathlib import Path

from ganstudio.core.paths import write_atomically
from ganstudio.edit import png
from ganstudio.edit.artist import Picture
from ganstudio.edit.carried import KEY as KEY
from ganstudio.edit.carried import carried_text
from ganstudio.edit.documents import Script, dumps, loads

BESIDE = ".edit.yaml"


def to_png(pixels: Picture, script: Script | None = None) -> bytes:
    """(h, w, c) as the bytes of a PNG that carries its script."""
    return png.to_png(pixels, "" if script is None else dumps(script))


def write_picture(path: Path, pixels: Picture, script: Script) -> None:
    """Write a picture and, beside it, its script. Raises OSError."""
    write_atomically(path, to_png(pixels, script))
    write_atomically(path.with_suffix(BESIDE), dumps(script).encode())


def read_script(path: Path) -> Script | None:
    """The script that a picture carries; None for pictures of elsewhere.

    Raises InputError: no picture, or a script that is damaged or of a newer studio.
    """
    text = carried_text(path)
    return None if text is None else loads(text, Script, path.name)
