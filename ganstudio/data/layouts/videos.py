"""Numbered frames in folders, one folder a film."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ganstudio.data.layouts.filing import Filed

_NUMBER = re.compile(r"(\d+)(?=\D*$)")
_LEAST = 3  # frames of a film
_SPARE = 3  # at least so many frames are there for each that is missing


class Gap(NamedTuple):
    """Frames that are missing: the keys before and behind them, and the first missing number."""

    before: str
    behind: str
    number: int


def film_and_number(key: str) -> tuple[str, int] | None:
    """The film that a frame is of, and its number; None where its name has none.

    "street/frame_0012" is number 12 of the film "street"; text behind the number does not matter.
    """
    folder, slash, name = key.rpartition("/")
    found = _NUMBER.search(name)
    return (folder, int(found[1])) if slash and found else None


def films_of(keys: Iterable[str]) -> dict[str, list[str]]:
    """Keys of frames by film, each film in the order of its numbers; others are left out."""
    films: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for key in keys:
        if found := film_and_number(key):
            films[found[0]].append((found[1], key))
    return {film: [key for _, key in sorted(frames)] for film, frames in sorted(films.items())}


def gaps(frames: Sequence[str]) -> list[Gap]:
    """Where numbers of a film are missing: a step that is larger than most of its steps."""
    numbered = [found for key in frames if (found := film_and_number(key))]
    steps = [after[1] - before[1] for before, after in pairwise(numbered)]
    if not steps:
        return []
    usual = min(Counter(steps).most_common(), key=lambda item: (-item[1], item[0]))[0]
    return [
        Gap(frames[place], frames[place + 1], numbered[place][1] + max(1, usual))
        for place, step in enumerate(steps)
        if step > usual
    ]


def are_films(filed: Sequence[Filed]) -> bool:
    """Whether all files are numbered frames in folders, with few gaps."""
    roles = {file.role for file in filed}
    return bool(roles) and all(_is_filmed([f for f in filed if f.role == role]) for role in roles)


def _is_filmed(filed: Sequence[Filed]) -> bool:
    # A part may hold a folder of the same name as another part.
    films = films_of(f"{file.phase}/{file.key}" for file in filed if "/" in file.key)
    return sum(map(len, films.values())) == len(filed) and all(
        len(frames) >= _LEAST and _SPARE * len(gaps(frames)) <= len(frames)
        for frames in films.values()
    )
