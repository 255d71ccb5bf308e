"""Finding words by a few of their letters, for the command palette and search fields."""

from dataclasses import dataclass
from itertools import pairwise

_RUN, _WORD_START, _TEXT_START, _GAP = 8, 10, 6, 1
_NONE = -10_000


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text fits (higher is better) and which of its letters were asked for."""

    score: int
    places: tuple[int, ...]


def match(query: str, text: str) -> Match | None:
    """Letters of `query` in order in `text`, at best at the starts of words; None if not there.

    Scattered letters do not count: of several runs of letters, at most a quarter as many as
    letters may begin inside a word.
    """
    wanted = [letter for letter in query.casefold() if not letter.isspace()]
    within = text.casefold()
    if not wanted:
        return Match(0, ())
    if len(within) != len(text) or not _is_subsequence(wanted, within):
        return None
    places = _best_places(wanted, within)
    if _is_scattered(places, within):
        return None
    return Match(_score(places, within), places)


def _is_subsequence(wanted: list[str], within: str) -> bool:
    letters = iter(within)
    return all(letter in letters for letter in wanted)


def _is_scattered(places: tuple[int, ...], within: str) -> bool:
    begins = [places[0], *(after for before, after in pairwise(places) if after != before + 1)]
    inside = [place for place in begins if not _starts_word(within, place)]
    return len(begins) > 1 and len(inside) > len(places) // 4


def _starts_word(within: str, place: int) -> bool:
    return place == 0 or not within[place - 1].isalnum()


def _worth(within: str, place: int) -> int:
    return (_WORD_START if _starts_word(within, place) else 0) + (_TEXT_START if place == 0 else 0)


def _best_places(wanted: list[str], within: str) -> tuple[int, ...]:
    """Places of the letters with the highest score, by dynamic programming over the text."""
    best: list[dict[int, tuple[int, int]]] = []  # letter -> place -> (score, place before)
    for index, letter in enumerate(wanted):
        row: dict[int, tuple[int, int]] = {}
        for place in range(index, len(within)):
            if within[place] != letter:
                continue
            came = (0, -1) if index == 0 else _came_from(best[index - 1], place)
            if came[0] > _NONE:
                row[place] = (came[0] + _worth(within, place), came[1])
        best.append(row)
    place = max(best[-1], key=lambda found: best[-1][found][0])
    places = [place]
    for row in reversed(best[1:]):
        places.append(row[places[-1]][1])
    return tuple(reversed(places))


def _came_from(row: dict[int, tuple[int, int]], place: int) -> tuple[int, int]:
    best = (_NONE, -1)
    for before, (score, _) in row.items():
        if before >= place:
            continue
        step = _RUN if before == place - 1 else -_GAP * min(place - before, 10)
        best = max(best, (score + step, before))
    return best


def _score(places: tuple[int, ...], within: str) -> int:
    """Short texts win among equals."""
    total = sum(_worth(within, place) for place in places) - len(within) // 8
    for before, after in pairwise(places):
        total += _RUN if after == before + 1 else -_GAP * min(after - before, 10)
    return total
