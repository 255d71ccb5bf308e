"""Which colour stands for which region: files that say so, and the colours of VOC."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ganstudio.core.errors import DataError
from ganstudio.data.batches import Region
from ganstudio.data.fitting import Ids

Colour = tuple[int, int, int]

_HEX = re.compile(r"#([0-9a-fA-F]{6})\b")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_MOST_BYTES = 1 << 20
_WANTED = "write one colour a line, such as 128 64 128 road"


def bit_colour(id_: int) -> Colour:
    """The colour of a region in VOC's palette: its bits are dealt to red, green and blue."""
    channels = [0, 0, 0]
    for bit in range(8):
        for channel in range(3):
            channels[channel] |= (id_ >> (3 * bit + channel) & 1) << (7 - bit)
    return (channels[0], channels[1], channels[2])


def packed(colours: Ids) -> Ids:
    """(..., 3) bytes as one number for each colour: red + 256 green + 65536 blue."""
    return colours[..., 0] | colours[..., 1] << 8 | colours[..., 2] << 16


def colour_of(number: int) -> Colour:
    """The colour of a packed number."""
    return (number & 255, number >> 8 & 255, number >> 16 & 255)


def ids_of(numbers: Ids, regions: Sequence[Region]) -> Ids:
    """Ids of packed colours; -1 for a colour that no region has. The first of a colour counts."""
    colours = packed(np.array([region.colour for region in regions], dtype=np.int64))
    known, first = np.unique(colours, return_index=True)
    places = np.searchsorted(known, numbers).clip(max=len(known) - 1)
    return np.where(known[places] == numbers, first[places], -1)


def read_palette(path: Path) -> tuple[Region, ...]:
    """Regions from a text file with one a line: a colour, a name, and the id where it jumps.

    Such as `7 128 64 128 road`, `road: 128, 64, 128` or `#804080 road`.

    Raises:
        DataError: there is no such file, or a line that holds no colour.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DataError(f"{path} is too large for a palette; choose a text file of colours.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise DataError(f"The palette {path} does not exist; choose another file.") from None
    except OSError as error:
        raise DataError(
            f"The palette {path} cannot be read ({error.strerror}); choose a text file."
        ) from None
    except UnicodeDecodeError:
        raise DataError(
            f"{path} is no text file; write one colour a line: 128 64 128 road."
        ) from None
    found: dict[int, Region] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not (line.startswith("#") and not _HEX.match(line)):
            id_, region = _line(line, len(found), f"Line {number} of {path}")
            found[id_] = region
    if not found:
        raise DataError(f"{path} holds no colours; {_WANTED}.")
    gap = next((id_ for id_ in range(len(found)) if id_ not in found), None)
    if gap is not None:
        raise DataError(f"{path} has no colour for the region {gap}; number the lines from 0.")
    return tuple(found[id_] for id_ in range(len(found)))


def _line(line: str, order: int, where: str) -> tuple[int, Region]:
    spelled = _HEX.sub(lambda m: " ".join(str(b) for b in bytes.fromhex(m[1])), line)
    numbers = [int(number) for number in _NUMBER.findall(spelled)]
    name = " ".join(re.split(r"[\s,;:=()\[\]]+", _NUMBER.sub(" ", spelled))).strip()
    id_, *channels = numbers if len(numbers) == 4 else [order, *numbers]
    if len(channels) != 3 or max(channels) > 255:
        raise DataError(f"{where} holds no colour: {line.strip()!r}; write it as 128 64 128 road.")
    red, green, blue = channels
    return id_, Region(name or f"class {id_}", (red, green, blue))
