"""Many files translated, one behind the other: what is done stays, whatever comes later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.attributes import Move
from ganstudio.edit.given import Given, distance, given_file
from ganstudio.edit.png import to_png
from ganstudio.edit.restyle import Restyle, Stylist
from ganstudio.edit.translate import DOUBTFUL, Translate, Translator

State = Literal["done", "doubtful", "skipped"]
MOST_FILES = 100_000


@dataclass(frozen=True, slots=True)
class BatchItem:
    """What became of one file.

    Attributes:
        path: of the file.
        state: doubtful where the way back does not lead back.
        cycle: mean absolute error of the way back; None where there is none.
        before: the picture as the model saw it; None where it was skipped.
        after: what was made of it.
        reason: why it was skipped.
    """

    path: Path
    state: State
    cycle: float | None = None
    before: Picture | None = None
    after: Picture | None = None
    reason: str = ""


Tell = Callable[[int, BatchItem], None]
"""Called with each file's number and fate; raises Cancelled when nobody waits."""

Make = Callable[[Given], tuple[Picture, float | None]]


def translate_files(
    system: System,
    asked: Translate | Move | Restyle,
    shape: tuple[int, ...],
    files: Sequence[Path],
    folder: Path,
    tell: Tell,
) -> tuple[BatchItem, ...]:
    """Make something of many files, each a PNG of its own in a folder.

    Args:
        system: in evaluation mode.
        asked: how; its own pictures are passed over.
        shape: (c, h, w) that the model takes.
        files: of pictures.
        folder: where they go; made where it is missing.
        tell: called after each file.

    Raises:
        Cancelled: `tell` did not want to wait. What was written stays.
        InputError: the model does not do what is asked.
        OSError: the folder cannot be written to.
    """
    make = maker(system, asked)
    folder.mkdir(parents=True, exist_ok=True)
    items: list[BatchItem] = []
    for index, path in enumerate(files[:MOST_FILES]):
        item = _made_of(make, shape, path)
        if item.after is not None:
            write_atomically(_free(folder, path.stem), to_png(item.after))
        items.append(item)
        tell(index, item)
    return tuple(items)


def maker(system: System, asked: Translate | Move | Restyle) -> Make:
    """What a request makes of one picture, and how much its way back loses."""
    match asked:
        case Translate():
            return partial(_translated, Translator(system, asked.direction))
        case Move():
            return partial(_moved, system, asked)
        case Restyle():
            return partial(_restyled, Stylist(system, asked.domain), asked)


def counted(items: Sequence[BatchItem]) -> dict[State, int]:
    """How many are done, doubtful and skipped."""
    states: tuple[State, ...] = ("done", "doubtful", "skipped")
    return {state: sum(item.state == state for item in items) for state in states}


def _made_of(make: Make, shape: tuple[int, ...], path: Path) -> BatchItem:
    try:
        given = given_file(path, shape)
    except InputError as error:
        return BatchItem(path, "skipped", reason=str(error))
    made, cycle = make(given)
    state: State = "doubtful" if cycle is not None and cycle > DOUBTFUL else "done"
    return BatchItem(path, state, cycle, given.picture.array(), made)


def _translated(translator: Translator, given: Given) -> tuple[Picture, float | None]:
    way = translator.translate(given)
    cycle = None if way.returned is None else distance(way.source, way.returned)
    return picture(way.made), cycle


def _moved(system: System, asked: Move, given: Given) -> tuple[Picture, float | None]:
    one = asked.model_copy(update={"given": (given,), "shown": (), "every": -1})
    return one.run(system).pictures[1], None


def _restyled(stylist: Stylist, asked: Restyle, given: Given) -> tuple[Picture, float | None]:
    """In the first of the styles."""
    source = given.images(stylist.device)
    row = asked.style_rows[0] if asked.source == "latent" or asked.given else 0
    if asked.source == "latent":
        style = stylist.style(row, asked.truncation)
    else:
        reference = asked.given[row].images(stylist.device)
        style = stylist.style_of(reference, asked.truncation)
    return picture(stylist.draw(source, style)), None


def _free(folder: Path, stem: str) -> Path:
    """A name that nothing has yet."""
    path, number = folder / f"{stem}.png", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.png", number + 1
    return path
