"""Rows of the Live settings panel, read from the preset's own fields. Free of Qt."""

from collections.abc import Iterator

from ganstudio.engine.preset import Preset
from ganstudio.ui.forms.row import Flag, Number, Parts, Row
from ganstudio.ui.forms.schema import rows
from ganstudio.ui.panels.live import LiveRow

PLAYERS = {
    "generator": ("generator",),
    "critic": ("critic", "penalties", "constraints"),
}


def live_rows(preset: Preset, launched: Preset) -> list[LiveRow]:
    """Every field that its declaration calls live; a reset returns to the launched value."""
    found = []
    for row in rows(preset, launched):
        found += list(_live(row, ""))
    order = [*PLAYERS, ""]
    return sorted(found, key=lambda row: order.index(row.player))


def _live(row: Row, owner: str) -> Iterator[LiveRow]:
    """`owner` names the part that the row belongs to, where it is one of a list."""
    if row.live and isinstance(row.editor, Number):
        yield _number_row(row, row.editor, owner)
    elif row.live and isinstance(row.editor, Flag):
        yield LiveRow(row.path, _title(row, owner), _player(row.path), row.value, 0, 1,
                      log=False, integer=True, unit="", default=row.default)  # fmt: skip
    is_list = isinstance(row.editor, Parts)
    for child in row.children:
        yield from _live(child, child.title if is_list else owner)


def _number_row(row: Row, number: Number, owner: str) -> LiveRow:
    low, high = number.slider or (number.low or 0.0, number.high or 1.0)
    value = float(row.value or 0.0)
    return LiveRow(
        path=row.path,
        title=_title(row, owner),
        player=_player(row.path),
        value=row.value,
        minimum=min(low, value) if not number.log or value > 0 else low,
        maximum=max(high, value),
        log=number.log,
        integer=number.is_integer,
        unit=number.unit,
        default=row.default,
    )


def _title(row: Row, owner: str) -> str:
    if not owner:
        return row.title
    return f"{owner} {row.symbol or row.title.lower()}"


def _player(path: str) -> str:
    """Which player a setting belongs to, by the name of the system's field."""
    field = path.split(".")[1] if "." in path else path
    for player, starts in PLAYERS.items():
        if field.startswith(starts):
            return player
    return ""
