"""What can be done to a latent board: each gives the board after it, and changes none."""

from collections.abc import Callable, Collection, Iterable, Sequence

from ganstudio.edit.draw import Draw, Drawn, Group
from ganstudio.edit.latents import Latent

BOARD = "board"  # the key of its tool
AT_FIRST = 24


def first_board(classes: int = 0, count: int = AT_FIRST) -> Draw:
    """Seeds from 1 on, of all classes in turn where there are some."""
    latents = [
        Latent(seed=seed, label=(seed - 1) % classes if classes else None)
        for seed in range(1, count + 1)
    ]
    return Draw(items=tuple(Drawn(latent=latent) for latent in latents))


def with_added(board: Draw, added: Iterable[Drawn], at: int | None = None) -> Draw:
    """More latents, before the one at `at`; behind all where that is None."""
    place = len(board.items) if at is None else at
    return _with(board, (*board.items[:place], *added, *board.items[place:]))


def without(board: Draw, chosen: Collection[int]) -> Draw:
    return _with(board, (one for i, one in enumerate(board.items) if i not in chosen))


def with_moved(board: Draw, chosen: Collection[int], before: int) -> Draw:
    """The chosen ones, in their order, before the one that is now at `before`."""
    moved = [board.items[i] for i in sorted(chosen)]
    head = [one for i, one in enumerate(board.items) if i < before and i not in chosen]
    tail = [one for i, one in enumerate(board.items) if i >= before and i not in chosen]
    return _with(board, (*head, *moved, *tail))


def in_order(board: Draw, values: Sequence[float], *, falling: bool) -> Draw:
    """Sorted by one value for each; equal ones keep their order."""
    order = sorted(range(len(board.items)), key=lambda i: -values[i] if falling else values[i])
    return _with(board, (board.items[i] for i in order))


def with_seeds(board: Draw, seeds: Sequence[int], keep: Collection[int] = ()) -> Draw:
    """Each place has another seed but the starred ones and `keep`; classes and manners stay."""
    fresh = iter(seeds)
    items = [
        one if one.is_starred or i in keep else one.model_copy(
            update={"latent": _reseeded(one.latent, next(fresh)), "note": ""}
        )
        for i, one in enumerate(board.items)
    ]  # fmt: skip
    return _with(board, items)


def with_star(board: Draw, chosen: Collection[int]) -> Draw:
    """Star all chosen ones; where all are, none."""
    starred = not all(board.items[i].is_starred for i in chosen)
    return _changed(board, chosen, is_starred=starred)


def with_note(board: Draw, chosen: Collection[int], note: str) -> Draw:
    return _changed(board, chosen, note=note)


def with_group(board: Draw, chosen: Collection[int], group: Group) -> Draw:
    """Put all chosen ones into a set of A - B + C; where all are in it, take them out."""
    is_in = all(board.items[i].group == group for i in chosen)
    return _changed(board, chosen, group="" if is_in else group)


def with_truncation(board: Draw, chosen: Collection[int], truncation: float) -> Draw:
    """Draw the chosen ones nearer to what is typical, or farther."""
    return _each(
        board,
        chosen,
        lambda one: {"manner": one.manner.model_copy(update={"truncation": truncation})},
    )


def with_latents(board: Draw, chosen: Collection[int], update: dict[str, object]) -> Draw:
    """Another class or caption for the chosen ones."""
    return _each(board, chosen, lambda one: {"latent": one.latent.model_copy(update=update)})


def latents_of(board: Draw, group: Group) -> tuple[Latent, ...]:
    """Those of a set of A - B + C."""
    return tuple(one.latent for one in board.items if one.group == group)


def _reseeded(latent: Latent, seed: int) -> Latent:
    return Latent(seed=seed, label=latent.label, caption=latent.caption)


def _changed(board: Draw, chosen: Collection[int], **update: object) -> Draw:
    return _each(board, chosen, lambda _: update)


def _each(
    board: Draw, chosen: Collection[int], change: Callable[[Drawn], dict[str, object]]
) -> Draw:
    items = (
        one.model_copy(update=change(one)) if i in chosen else one
        for i, one in enumerate(board.items)
    )
    return _with(board, items)


def _with(board: Draw, items: Iterable[Drawn]) -> Draw:
    return board.model_copy(update={"items": tuple(items)})
