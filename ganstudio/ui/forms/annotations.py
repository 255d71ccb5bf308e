"""What a field's annotation says of its editor. Free of Qt."""

import re
import types
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from ganstudio.core.config import TAGS, Config
from ganstudio.ui.forms.row import Choice, Editor, Flag, Number, Option, Text, Words

MOST_STOPS = 100  # whole numbers that a slider without a hint offers
MOST_SPAN = 20.0
_NEVER = object()


def editor_of(about: FieldInfo, extra: dict[str, Any]) -> Editor:
    wanted = _bare(about.annotation)
    if wanted is bool:
        return Flag()
    if number := _number_type(about.annotation):
        bounds = [*about.metadata, *_inner_bounds(about.annotation)]
        return _number(bounds, extra, number is int, _blank(about.annotation))
    if get_origin(wanted) is Literal:
        return Choice(tuple(Option(word, spoken(str(word))) for word in get_args(wanted)))
    if get_origin(wanted) is tuple:
        return Words(_bare(get_args(wanted)[0]))
    return Text(str(extra.get("path", "")))


def _number(bounds: Iterable[Any], extra: dict[str, Any], is_integer: bool, blank: Any) -> Number:
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
    if is_list(wanted):
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
    return str(getattr(part, "label", spoken(part.__name__.removesuffix("Config"))))


def tip_of(part: type[Config]) -> str:
    return (part.__doc__ or "").strip().split("\n", 1)[0]


def is_list(annotation: Any) -> bool:
    return get_origin(_bare(annotation)) in (tuple, list)


def _bare(annotation: Any) -> Any:
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def spoken(name: str) -> str:
    """A name as people read it; letters that stand alone, as in `a_to_b`, are names themselves."""
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in name)
    sentence = words.replace("_", " ").strip().capitalize()
    return re.sub(r"\b[a-z]\b", lambda alone: alone[0].upper(), sentence)
