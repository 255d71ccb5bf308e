"""What a form shows of a configuration: a tree of rows, read from its fields. Free of Qt."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ganstudio.core.config import Config
from ganstudio.ui.forms.annotations import (
    editor_of,
    is_list,
    kind_of,
    label_of,
    option_of,
    part_classes,
    spoken,
    tag_of,
    tip_of,
)
from ganstudio.ui.forms.row import Group, Kind, Parts, Row, Text


def rows(config: Config, reference: Config | None = None, prefix: str = "") -> tuple[Row, ...]:
    """A row for each field of `config` but its tag.

    Args:
        config: what is edited.
        reference: what a reset returns to; the class's defaults where it is of another class.
        prefix: path of `config` in the document, ending in a dot unless empty.
    """
    tag = tag_of(type(config))
    return tuple(
        _row(config, _reference(config, reference, name), name, prefix)
        for name in type(config).model_fields
        if name != tag
    )


def outline(config: Config, reference: Config, hidden: Iterable[str] = ()) -> tuple[Row, ...]:
    """The sections of a document's form.

    A top-level configuration that is itself made of parts is opened, so that each of its parts is a
    section; the plain fields that remain gather in one section, first of the opened configuration,
    last of the document.
    """
    skipped = set(hidden)
    found: list[Row] = []
    plain: list[Row] = []
    for row in rows(config, reference):
        if row.path in skipped:
            continue
        if not row.is_structural:
            plain.append(row)
        elif not isinstance(row.editor, Parts) and any(c.is_structural for c in row.children):
            found += _opened(row)
        else:
            found.append(row)
    if plain:
        found.append(_gathered("about", "About", plain))
    return tuple(found)


def _opened(row: Row) -> list[Row]:
    inner = [child for child in row.children if child.is_structural]
    own = tuple(child for child in row.children if not child.is_structural)
    if not own and not isinstance(row.editor, Kind):
        return inner
    summary = ", ".join(_in_words(child) for child in own if not child.advanced)
    return [replace(row, children=own, summary=summary), *inner]


def _gathered(path: str, title: str, members: list[Row]) -> Row:
    summary = next((str(row.value) for row in members if row.value), "")
    return Row(path, title, Group(), None, None, None, summary=summary, children=tuple(members))


def _reference(config: Config, reference: Config | None, name: str) -> Any:
    if type(reference) is type(config):
        return getattr(reference, name)
    return type(config).model_fields[name].get_default(call_default_factory=True)


def _row(config: Config, default: Any, name: str, prefix: str) -> Row:
    about = type(config).model_fields[name]
    value = getattr(config, name)
    extra = about.json_schema_extra if isinstance(about.json_schema_extra, dict) else {}
    row = Row(
        path=prefix + name,
        title=about.title or spoken(name),
        editor=Group(),
        value=value,
        default=default,
        reset=plain(default),
        description=about.description or "",
        symbol=str(extra.get("symbol", "")),
        live=bool(extra.get("live", False)),
        advanced=bool(extra.get("advanced", False)),
    )
    classes = part_classes(about.annotation)
    if not classes:
        return replace(row, editor=editor_of(about, extra))
    if is_list(about.annotation):
        return _list_row(row, classes)
    return _part_row(row, classes)


def _part_row(row: Row, classes: tuple[type[Config], ...]) -> Row:
    """A nested configuration; a choice of kinds where there are several."""
    part, default = row.value, row.default
    children = rows(part, default if isinstance(default, Config) else None, row.path + ".")
    tag = tag_of(type(part))
    if len(classes) == 1:
        return replace(
            row,
            value=None,
            default=None,
            children=children,
            summary=summary_of(part),
            description=row.description or tip_of(type(part)),
        )
    return replace(
        row,
        editor=Kind(tuple(map(option_of, classes)), tag),
        value=getattr(part, tag),
        default=getattr(default, tag, None),
        children=children,
        summary=summary_of(part),
        description=row.description or tip_of(type(part)),
    )


def _list_row(row: Row, classes: tuple[type[Config], ...]) -> Row:
    references = {kind_of(part): part for part in row.default}
    items = tuple(
        _item(part, references.get(kind_of(part)), f"{row.path}.{index}")
        for index, part in enumerate(row.value)
    )
    kinds = tuple(kind_of(part) for part in row.value)
    return replace(
        row,
        editor=Parts(tuple(map(option_of, classes))),
        value=kinds,
        default=tuple(references),
        children=items,
        summary=", ".join(item.title for item in items) or "none",
        removed=len(set(references) - set(kinds)),
    )


def _item(part: Config, reference: Config | None, path: str) -> Row:
    kind = kind_of(part)
    return Row(
        path=path,
        title=label_of(type(part)),
        editor=Group(),
        value=kind,
        default=kind if reference is not None else None,
        reset=None,
        description=tip_of(type(part)),
        summary=summary_of(part),
        children=rows(part, reference, path + "."),
    )


def summary_of(part: Config) -> str:
    """The part in a few words: its own, or its label and what differs from its defaults."""
    own = getattr(part, "summary", None)
    if callable(own):
        return str(own())
    members = [row for row in rows(part) if not row.is_structural and not row.advanced]
    said = [_in_words(row) for row in members if not row.is_default] or [
        _in_words(row) for row in members[:1]
    ]
    name = [label_of(type(part))] if tag_of(type(part)) else []
    return ", ".join([*name, *said[:3]])


def plain(value: Any) -> Any:
    """`value` as a document holds it: no configurations, no tuples."""
    if isinstance(value, Config):
        return value.model_dump(mode="json")
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def _in_words(row: Row) -> str:
    value = row.value
    if isinstance(value, bool):
        return row.title.lower() if value else f"no {row.title.lower()}"
    if value and isinstance(row.editor, Text) and row.editor.place:
        return Path(value).name
    if isinstance(value, tuple):
        items = (f"{one:g}" if isinstance(one, float) else str(one) for one in value)
        return f"{row.title.lower()} {', '.join(items)}"
    if not isinstance(value, int | float):
        return f"{row.title.lower()} {value}"
    said = f"{value:,}" if isinstance(value, int) else f"{value:g}"
    unit = getattr(row.editor, "unit", "")
    return f"{said} {unit}" if unit else f"{row.title.lower()} {said}"
