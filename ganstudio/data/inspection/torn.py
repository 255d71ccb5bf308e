"""Which picture files are torn, without decoding every one of them."""

from pathlib import Path

from PIL import Image

from ganstudio.data.decode import UNREADABLE
from ganstudio.data.files import ending
from ganstudio.data.reading import reason_of

_TAIL = 32  # bytes
_ENDS = {".png": b"IEND\xaeB`\x82", ".jpg": b"\xff\xd9", ".jpeg": b"\xff\xd9", ".gif": b";"}


def fault(path: Path, *, decode: bool) -> str:
    """What is wrong with a picture file, or nothing.

    Args:
        path: of the file.
        decode: look at every byte; else only where the end does not look like one.
    """
    try:
        if decode or not _ends_well(path):
            with Image.open(path) as image:
                image.load()
        else:
            with Image.open(path) as image:
                _ = image.size
    except UNREADABLE as error:
        return reason_of(error)
    return ""


def _ends_well(path: Path) -> bool:
    """Whether the last bytes are those of a whole file; some whole ones have more behind them."""
    wanted = _ENDS.get(ending(path.name))
    if wanted is None:
        return False
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(-min(_TAIL, file.tell()), 2)
        return file.read().endswith(wanted)
