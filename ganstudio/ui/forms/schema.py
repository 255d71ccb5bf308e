"""What a form shows of a configuration: a tree of rows, read from its fields. Free of Qt."""

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from ganstudio.core.config import TAGS, Config


MOST_STOPS = 100  # whole numbers that a slider without a hint offers
MOST_SPAN = 20.0
_NEVER = object()


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice: what is saved, what is read, what the tooltip says."""

    value: Any
    label: str
    tip: str = ""
    part: type[Config] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An int or a float between bounds; a strict bound is itself not allowed."""

    is_integer: bool
    low: float | None = None
    high: float | None = None
    is_low_strict: bool = False
    is_high_strict: bool = False
    slider: tuple[float, float] | None = None
    log: bool = False
    unit: str = ""
    is_optional: bool = False
    blank: str | None = None  # what an empty field means, where it may be empty

    def problem(self, value: float | None) -> str:
        """What is wrong with `value` in one short sentence, or nothing."""
        if value is None:
            return "" if self.is_optional else "A number is needed here"
        if self.low is not None and (value < self.low or (self.is_low_strict and value == self.low)):
            return f"Must be {'above' if self.is_low_strict else 'at least'} {self.low:g}"
        if self.high is not None and (
            value > self.high or (self.is_high_strict and value == self.high)
        ):
            return f"Must be {'below' if self.is_high_strict else 'at most'} {self.high:g}"
        return ""


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, or a place on disk."""

    place: str = ""  # "folder" or "file"


@dataclass(frozen=True, slots=True)
class Words:
    """Several texts or numbers, separated by commas."""

    item: type[str] | type[int] | type[float]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of several parts: a choice of the kind, then the part's own rows."""

    options: tuple[Option, ...]
    tag: str


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of parts, each kind at most once; the children are its items."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: a nested configuration or one item of a list."""


Editor = Number | Flag | Choice | Text | Words | Kind | Parts | Group


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form, with the lines below it.

    Attributes:
        path: of the field in the document, such as `system.penalties.0.weight`.
        value: what it is; the tag of a Kind, the tags of Parts.
        reset: what to put at `path` to undo every change there.
        summary: the value in words, for a folded section.
    """

    path: str
    title: str
    editor: Editor
    value: Any
    default: Any
    reset: Any
    description: str = ""
    symbol: str = ""
    live: bool = False
    advanced: bool = False
    summary: str = ""
    children: tuple["Row", ...] = ()
    removed: int = field(default=0)  # parts of the reference that are no longer in the list

    @property
    def is_default(self) -> bool:
        return bool(self.value == self.default)

    @property
    def is_structural(self) -> bool:
        return isinstance(self.editor, Kind | Parts | Group)

    def walk(self) -> Iterator["Row"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def changed(self) -> int:
        """How many settings here and below differ from the reference."""
        if isinstance(self.editor, Parts):
            own = self.removed
        else:
            own = int(not self.is_default)
        return own + sum(child.changed() for child in self.children)


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
        elif any(child.is_structural for child in row.children) and not isinstance(row.editor, Parts):
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
        title=about.title or _spoken(name),
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
        return replace(row, editor=_editor(about, extra))
    if _is_list(about.annotation):
        return _list_row(row, classes)
    return _part_row(row, classes)


def _part_row(row: Row, classes: tuple[type[Config], ...]) -> Row:
    """A nested configuration; a choice of kinds where there are several."""
    part, default = row.value, row.default
    children = rows(part, default if isinstance(default, Config) else None, row.path + ".")
    tag = tag_of(type(part))
    if len(classes) == 1:
        return replace(
            row, value=None, default=None, children=children, summary=summary_of(part),
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


def _editor(about: FieldInfo, extra: dict[str, Any]) -> Editor:
    wanted = _bare(about.annotation)
    if wanted is bool:
        return Flag()
    if number := _number_type(about.annotation):
        bounds = [*about.metadata, *_inner_bounds(about.annotation)]
        return _number(bounds, extra, number is int, _blank(about.annotation))
    if get_origin(wanted) is Literal:
        return Choice(tuple(Option(word, _spoken(str(word))) for word in get_args(wanted)))
    if get_origin(wanted) is tuple:
        return Words(_bare(get_args(wanted)[0]))
    return Text(str(extra.get("path", "")))


def _number(
    bounds: Iterable[Any], extra: dict[str, Any], is_integer: bool, blank: Any  # noqa: FBT001
) -> Number:
    low = high = None
    is_low_strict = is_high_strict = False
    for bound in bounds:
        match bound:
            case Ge(ge=limit) | Gt(gt=limit):
                low, is_low_strict = limit, isinstance(bound, Gt)
            case Le(le=limit) | Lt(lt=limit):
                high, is_high_strict = limit, isinstance(bound, Lt)
    number = Number(is_integer, low, high, is_low_strict, is_high_strict)  # type: ignore[arg-type]
    return replace(
        number,
        slider=_span(number, extra) if blank is _NEVER else None,
        log=bool(extra.get("log", False)),
        unit=str(extra.get("unit", "")),
        is_optional=blank is not _NEVER,
        blank=None if blank is _NEVER else blank,
    )


def _span(number: Number, extra: dict[str, Any]) -> tuple[float, float] | None:
    """What a slider spans: the hint, or bounds that are near enough to be told apart on one."""
    if hint := extra.get("slider"):
        return float(hint[0]), float(hint[1])
    if number.low is None or number.high is None:
        return None
    if extra.get("log"):
        return (number.low, number.high) if number.low > 0 else None
    is_near = number.high - number.low <= (MOST_STOPS if number.is_integer else MOST_SPAN)
    return (number.low, number.high) if is_near else None


def _number_type(annotation: Any) -> type[int] | type[float] | None:
    members = {_bare(member) for member in _members(annotation)}
    return int if int in members else float if float in members else None


def _inner_bounds(annotation: Any) -> list[Any]:
    """Bounds that stand on a member of a union, as in `Literal["auto"] | Annotated[int, ...]`."""
    noted = [note for member in _members(annotation) for note in _notes(member)]
    return [bound for note in noted for bound in getattr(note, "metadata", [note])]


def _notes(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def _blank(annotation: Any) -> Any:
    """What an empty field stands for: None, or the word of a Literal beside the number."""
    for member in _members(annotation):
        if member is type(None):
            return None
        if get_origin(member) is Literal:
            return get_args(member)[0]
    return _NEVER


def _members(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def part_classes(annotation: Any) -> tuple[type[Config], ...]:
    """The configurations that `annotation` allows, also inside a tuple; empty for plain values."""
    wanted = _bare(annotation)
    if _is_list(wanted):
        return part_classes(get_args(wanted)[0])
    if get_origin(wanted) in (Union, types.UnionType):
        return tuple(found for member in get_args(wanted) for found in part_classes(member))
    if isinstance(wanted, type) and issubclass(wanted, Config):
        return (wanted,)
    return ()


def tag_of(part: type[Config]) -> str:
    """The name of the field that names the part, or nothing."""
    fields = part.model_fields
    return next((tag for tag in TAGS if tag in fields and _is_tag(fields[tag])), "")


def _is_tag(about: FieldInfo) -> bool:
    return get_origin(about.annotation) is Literal


def kind_of(part: Config) -> Any:
    return getattr(part, tag_of(type(part)), "")


def option_of(part: type[Config]) -> Option:
    tag = tag_of(part)
    return Option(part.model_fields[tag].default, label_of(part), tip_of(part), part)


def label_of(part: type[Config]) -> str:
    spoken = _spoken(part.__name__.removesuffix("Config"))
    return str(getattr(part, "label", spoken))


def tip_of(part: type[Config]) -> str:
    return (part.__doc__ or "").strip().split("\n", 1)[0]


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
    if not isinstance(value, int | float):
        return f"{row.title.lower()} {value}"
    said = f"{value:,}" if isinstance(value, int) else f"{value:g}"
    unit = getattr(row.editor, "unit", "")
    return f"{said} {unit}" if unit else f"{row.title.lower()} {said}"


def _is_list(annotation: Any) -> bool:
    return get_origin(_bare(annotation)) in (tuple, list)


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def _spoken(name: str) -> str:
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in name)
    return words.replace("_", " ").strip().capitalize()
