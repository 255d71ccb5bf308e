"""Which network of which program each piece of an import is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ganstudio.core.errors import InputError, nearest
from ganstudio.interop.case import Case
from ganstudio.interop.formats import FORMATS, WITHOUT_SYSTEM, Format
from ganstudio.interop.formats.format import Role
from ganstudio.interop.kinds import Options
from ganstudio.interop.pieces import Piece

_ODD = (KeyError, IndexError, ValueError, TypeError, ZeroDivisionError, AttributeError)
"""What looking for sizes raises in weights that are of something else altogether."""
OPTIMIZERS = re.compile(r"optim", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """The format of an import, and what was found for its roles.

    Attributes:
        trained: cases by role, as they were trained.
        averaged: the same with running averages of weights, where there are any.
    """

    format: Format
    trained: Mapping[str, Case]
    averaged: Mapping[str, Case]


def match(pieces: Sequence[Piece], wanted: str, options: Mapping[str, Any]) -> Match:
    """Find the format in which every piece has a role.

    Args:
        pieces: what the files hold.
        wanted: the name of a format, or "" to find it.
        options: of the program, by its own names; they win over what the weights tell.

    Raises:
        InputError: nobody knows a piece, several would be the same, or one is missing.
    """
    known = [piece for piece in pieces if not OPTIMIZERS.search(piece.entry)]
    tried = _named(wanted) if wanted else FORMATS
    for form in tried:
        roles = [(piece, _role(form, piece)) for piece in known]
        if any(role for _, role in roles) and all(
            role or _is_passed_over(form, piece) for piece, role in roles
        ):
            return _matched(form, [(piece, role) for piece, role in roles if role], options)
    raise InputError(_refusal(known, tried, wanted))


def options_of(role: Role, piece: Piece) -> Options | None:
    """What the piece's shapes tell, where they fit the role."""
    try:
        return role.recognise(piece.state)
    except _ODD:
        return None


def _named(wanted: str) -> tuple[Format, ...]:
    names = list(dict.fromkeys(form.name for form in FORMATS))
    if wanted not in names:
        like = nearest(wanted, names)
        hint = f", such as {like}" if like else ""
        raise InputError(f"--as takes one of {', '.join(names)}{hint}; {wanted!r} is none of them.")
    return tuple(form for form in FORMATS if form.name == wanted)


def _role(form: Format, piece: Piece) -> Role | None:
    """The role that both shapes and name fit."""
    for role in form.roles:
        if re.search(role.called, piece.label) and options_of(role, piece) is not None:
            return role
    return None


def _is_passed_over(form: Format, piece: Piece) -> bool:
    return bool(form.passes_over) and re.search(form.passes_over, piece.label) is not None


def _matched(
    form: Format, found: Sequence[tuple[Piece, Role]], options: Mapping[str, Any]
) -> Match:
    trained: dict[str, Case] = {}
    averaged: dict[str, Case] = {}
    pieces: dict[tuple[str, bool], Piece] = {}
    for piece, role in found:
        kept = averaged if piece.is_average else trained
        if role.name in kept:
            first = pieces[role.name, piece.is_average]
            raise InputError(
                f"{first.words} and {piece.words} are both {role.words}: give one of them, or name "
                "the files as their program does."
            )
        kept[role.name] = _case(form, role, piece, options)
        pieces[role.name, piece.is_average] = piece
    _need_all(form, {**averaged, **trained}, [piece for piece, _ in found])
    return Match(form, {**averaged, **trained}, {**trained, **averaged})


def _case(form: Format, role: Role, piece: Piece, options: Mapping[str, Any]) -> Case:
    told = options_of(role, piece) or {}
    return Case(
        folder=piece.path,
        program=form.program,
        network="",
        options={**piece.options, **told, **options},
        states={role.name: piece.state},
        inputs={},
        outputs={},
        atol=0.0,
        rtol=0.0,
    )


def _need_all(form: Format, found: Mapping[str, Case], pieces: Sequence[Piece]) -> None:
    missing = [role for role in form.roles if role.is_needed and role.name not in found]
    if missing:
        words = " and ".join(role.words for role in missing)
        names = ", ".join(role.name for role in missing)
        raise InputError(
            f"{_listed(pieces)} is of a {form.title} and lacks {words} ({names}): give that file "
            "along with it."
        )


def _refusal(pieces: Sequence[Piece], tried: Sequence[Format], wanted: str) -> str:
    strangers = [piece for piece in pieces if not any(_role(form, piece) for form in tried)]
    for piece in strangers:
        for title, recognise in WITHOUT_SYSTEM.items():
            if _is_of(recognise, piece):
                return (
                    f"{piece.words} is a {title}, which the studio reads and compares (`interop "
                    "check`) but has no system for: no run can be made of it."
                )
    if strangers:
        what = f"no network of {tried[0].title}" if wanted else "no network that the studio knows"
        return (
            f"{strangers[0].words} is {what}: it reads "
            f"{', '.join(dict.fromkeys(form.title for form in FORMATS))}."
        )
    return f"{_listed(pieces)} are of different programs: give the files of one model."


def _is_of(recognise: Any, piece: Piece) -> bool:
    try:
        return recognise(piece.state) is not None
    except _ODD:
        return False


def _listed(pieces: Iterable[Piece]) -> str:
    return ", ".join(dict.fromkeys(str(piece.path) for piece in pieces))
