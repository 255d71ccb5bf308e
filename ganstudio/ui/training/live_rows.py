"""Rows of the Live settings panel, read from the preset's own fields. Free of Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ganstudio.engine.preset import Preset
from ganstudio.ui.forms.row import Flag, Number, Parts, Row
from ganstudio.ui.forms.schema import rows
from ganstudio.ui.panels.live import LiveRow

OF_CRITIC = ("penalties", "constraints")
SINGULAR = {"penalties": "Penalty", "constraints": "Constraint", "views": "View"}


def live_rows(preset: Preset, launched: Preset) -> list[LiveRow]:
    """Every field that its declaration calls live; a reset returns to the launched value."""
    players = tuple(preset.system.optimizers())
    found = [
        replace(live, player=_player(live.path, players))
        for row in rows(preset, launched)
        for live in _live(row, "")
    ]
    order = [*players, ""]
    return sorted(found, key=lambda row: (order.index(row.player), not row.path.endswith(".lr")))


def _live(row: Row, owner: str) -> Iterator[LiveRow]:
    """`owner` names the part that the row belongs to, where it is one of a list."""
    if row.live and not row.advanced and isinstance(row.editor, Number):
        yield _number_row(row, row.editor, owner)
    elif row.live and not row.advanced and isinstance(row.editor, Flag):
        yield LiveRow(row.path, _title(row, owner), "", row.value, default=row.default)
    for child in row.children:
        yield from _live(child, _owner(row, child) or owner)


def _owner(row: Row, child: Row) -> str:
    """How an item of a list is called: by its kind where there are several."""
    if not isinstance(row.editor, Parts):
        return ""
    alone = SINGULAR.get(row.path.rpartition(".")[2], child.title)
    return alone if len(row.children) == 1 else child.title


def _number_row(row: Row, number: Number, owner: str) -> LiveRow:
    """The slider spans what the field's hint says, and always the present value."""
    low, high = number.slider or (number.low, number.high)
    value = row.value or 0
    return LiveRow(
        path=row.path,
        title=_title(row, owner),
        player="",
        value=value,
        minimum=low if low is None or (number.log and value <= 0) else min(low, value),
        maximum=None if high is None else max(high, value),
        log=number.log,
        integer=number.is_integer,
        unit=number.unit,
        default=row.default,
    )


def _title(row: Row, owner: str) -> str:
    if not owner:
        return row.title
    return f"{owner} {row.symbol or row.title.lower()}"


def _player(path: str, players: Sequence[str]) -> str:
    """Which player a setting belongs to, by the name of the system's field."""
    _, _, field = path.partition("system.")
    if field.startswith(OF_CRITIC):
        return "critic"
    return next((player for player in players if field.startswith(player)), "")
