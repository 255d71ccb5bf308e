"""Frozen dataclasses read from JSON documents, checked field by field with nothing to import.

For the few files that are read before the first window: settings and run descriptions.
"""

import types
from collections.abc import Mapping
from dataclasses import Field, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class FieldError(ValueError):
    """A value that does not fit; `place` is where it stands, from the outside in."""

    def __init__(self, place: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def bounded(default: Any, least: float, most: float) -> Any:
    """A numeric field with its inclusive range."""
    return field(default=default, metadata={"least": least, "most": most})


def read_record(kind: type[T], document: object) -> T:
    """An instance of the dataclass `kind`; keys it does not know are left out.

    Raises FieldError: a value of another type or out of its range, or a key that is missing.
    """
    if not isinstance(document, Mapping):
        raise FieldError((), "input should be an object")
    values: dict[str, Any] = {}
    known: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
    hints = _hints(kind)  # type: ignore[arg-type]
    for one in known:
        if one.name in document:
            values[one.name] = _checked(one, hints[one.name], document[one.name])
    try:
        return kind(**values)
    except TypeError:
        missing = next(one.name for one in known if one.name not in values and _is_required(one))
        raise FieldError((missing,), "field required") from None


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_required(one: Field[Any]) -> bool:
    return one.default is one.default_factory


def _checked(one: Field[Any], hint: Any, value: object) -> Any:
    try:
        fit = _fit(hint, value)
    except FieldError as error:
        raise FieldError((one.name, *error.place), error.message) from None
    least, most = one.metadata.get("least"), one.metadata.get("most")
    if least is not None and not fit >= least:  # so that NaN is refused
        raise FieldError((one.name,), f"input should be greater than or equal to {least}")
    if most is not None and not fit <= most:
        raise FieldError((one.name,), f"input should be less than or equal to {most}")
    return fit


def _fit(hint: Any, value: object) -> Any:
    """`value` as `hint` asks for it: a whole float is an int, every int is a float."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(inner, value)
    if origin in (Union, types.UnionType):
        return None if value is None else _fit(inner[0], value)
    if origin is dict:
        if not isinstance(value, Mapping):
            raise FieldError((), "input should be an object")
        return {_fit(inner[0], key): _fit(inner[1], one) for key, one in value.items()}
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise FieldError((), "input should be a list")
        return tuple(_fit(inner[0], one) for one in value)
    if isinstance(hint, type) and is_dataclass(hint):
        return value if isinstance(value, hint) else read_record(hint, value)
    return _plain(hint, value)


def _one_of(choices: tuple[object, ...], value: object) -> object:
    if value not in choices:
        raise FieldError((), f"input should be {', '.join(map(repr, choices))}")
    return value


_NAMES: dict[type, str] = {str: "a string", int: "a whole number", float: "a number",
                           bool: "true or false"}  # fmt: skip


def _plain(kind: type, value: object) -> object:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
        return value
    if kind is float and is_number:
        return float(value)  # type: ignore[arg-type]
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    raise FieldError((), f"input should be {_NAMES[kind]}")
