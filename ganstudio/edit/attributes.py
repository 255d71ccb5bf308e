"""Pictures moved into other domains, by attributes that are asked for (StarGAN)."""

from collections.abc import Sequence
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.capabilities import MovesDomains, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.given import Given, chosen_rows, device_of, distance, in_colour
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

UNSAID = -1
STRONGEST = 3.0

Groups = Sequence[tuple[str, tuple[str, ...]]]


class Move(Request):
    """Each picture as it is, then as it would look with the attributes that are asked for.

    Readings: "moved", how far each picture went, a share of the whole range.

    Attributes:
        given: the pictures that were added.
        shown: places of those that are moved; empty for all.
        wish: of each group a class, 1 or 0 where the group has one, -1 where nothing is said.
        strength: 1 as the model learned it, beyond it exaggerates.
        every: a group whose every class is shown, a column for each; -1 for the wish alone.
    """

    kind: Literal["move"] = "move"
    given: tuple[Given, ...] = ()
    shown: tuple[int, ...] = ()
    wish: tuple[int, ...] = ()
    strength: float = Field(1.0, ge=0, le=STRONGEST)
    every: int = Field(-1, ge=-1)

    @property
    def rows(self) -> tuple[int, ...]:
        """Places of the pictures that are moved."""
        return chosen_rows(len(self.given), self.shown)

    def wishes(self, groups: Groups) -> tuple[tuple[int, ...], ...]:
        """What each column asks for, behind the first. Raises InputError: no such class."""
        wish = self.wish or tuple(UNSAID for _ in groups)
        _check(wish, groups)
        if not 0 <= self.every < len(groups):
            return (wish,)
        count = max(len(groups[self.every][1]), 2)  # a group of one has a no, and a yes
        before, behind = wish[: self.every], wish[self.every + 1 :]
        return tuple((*before, one, *behind) for one in range(count))

    def run(self, system: System, told: Told = untold) -> Rendering:
        moves = _moves(system)
        wishes = self.wishes(moves.groups)
        device = device_of(system)
        pictures: list[Picture] = []
        moved: list[float] = []

        def keep(images: Tensor) -> None:
            pictures.append(in_colour(picture(images)))
            told(len(pictures) - 1, pictures[-1])

        for row in self.rows:
            source = self.given[row].images(device)
            keep(source)
            for wish in wishes:
                made = move(moves, source, wish, self.strength)
                keep(made)
            moved.append(distance(source, made))
        return rendered(pictures, 1 + len(wishes), moved=tuple(moved))


@torch.no_grad()
def move(moves: MovesDomains, images: Tensor, wish: Sequence[int], strength: float) -> Tensor:
    """Images (n, c, h, w) with what is wished; as they are where nothing is.

    Raises InputError: images of another size than the model takes.
    """
    if all(one == UNSAID for one in wish):
        return images
    ids = torch.tensor([list(wish)], device=images.device).expand(len(images), -1)
    sizes = [len(classes) for _, classes in moves.groups]
    wanted = ids if strength == 1 else _units(ids, sizes) * strength
    try:
        return moves.move(images, wanted)
    except RuntimeError as error:
        raise InputError(
            "The picture is not of the size that this model moves: choose its file again with "
            "this model."
        ) from error


def with_choice(wish: Sequence[int], groups: Groups, group: int, choice: int) -> tuple[int, ...]:
    """The wish with another class in one group; the same class again says nothing any more."""
    now = list(wish) or [UNSAID] * len(groups)
    now[group] = UNSAID if now[group] == choice else choice
    return tuple(now)


def named(wish: Sequence[int], groups: Groups) -> str:
    """A wish in words: "red, large, not round"."""
    words = []
    for choice, (_, classes) in zip(wish, groups, strict=True):
        if choice == UNSAID:
            continue
        if len(classes) == 1:
            words.append(classes[0] if choice else f"not {classes[0]}")
        else:
            words.append(classes[choice])
    return ", ".join(words) or "as it is"


def _units(ids: Tensor, sizes: Sequence[int]) -> Tensor:
    """(n, all classes) ones where a class is wished, group behind group."""
    parts = []
    for chosen, size in zip(ids.unbind(1), sizes, strict=True):
        classes = torch.arange(size, device=ids.device) if size > 1 else ids.new_ones(1)
        parts.append((chosen[:, None] == classes).float())
    return torch.cat(parts, 1)


def _moves(system: System) -> MovesDomains:
    found = capability(system, MovesDomains)
    if found is None:
        raise InputError("This model moves no pictures between domains: choose a run of StarGAN.")
    return found


def _check(wish: Sequence[int], groups: Groups) -> None:
    if len(wish) != len(groups):
        raise InputError(
            f"The wish speaks of {len(wish)} groups and the model has {len(groups)}: it belongs "
            "to another model."
        )
    for choice, (name, classes) in zip(wish, groups, strict=True):
        if not UNSAID <= choice < max(len(classes), 2):
            raise InputError(f"{name} has no class {choice}: choose one of {', '.join(classes)}.")
