"""Frozen dataclasses from JSON documents."""

from dataclasses import dataclass, field
from typing import Literal

import pytest

from ganstudio.core.record import FieldError, bounded, read_record


@dataclass(frozen=True, slots=True)
class Inner:
    rate: int = bounded(10, 1, 30)
    share: float = bounded(0.5, 0, 1)


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    kind: Literal["a", "b"] = "a"
    is_on: bool = False
    best: float | None = None
    words: dict[str, str] = field(default_factory=dict)
    inner: Inner = Inner()


def test_a_document_becomes_its_record():
    document = {"name": "n", "kind": "b", "is_on": True, "best": 2, "words": {"k": "v"},
                "inner": {"rate": 3}}  # fmt: skip
    assert read_record(Outer, document) == Outer("n", "b", True, 2.0, {"k": "v"}, Inner(3))


def test_what_is_left_out_keeps_its_default_and_what_is_unknown_is_dropped():
    assert read_record(Outer, {"name": "n", "colour": "red"}) == Outer("n")


def test_numbers_become_what_the_field_is():
    read = read_record(Inner, {"rate": 3.0, "share": 1})
    assert (read.rate, type(read.rate), read.share, type(read.share)) == (3, int, 1.0, float)


def test_none_is_none_where_it_may_be():
    assert read_record(Outer, {"name": "n", "best": None}).best is None


@pytest.mark.parametrize(
    ("document", "place", "said"),
    [
        ([], (), "an object"),
        ({}, ("name",), "required"),
        ({"name": 3}, ("name",), "a string"),
        ({"name": "n", "kind": "c"}, ("kind",), "'a', 'b'"),
        ({"name": "n", "kind": []}, ("kind",), "'a', 'b'"),
        ({"name": "n", "is_on": 1}, ("is_on",), "true or false"),
        ({"name": "n", "best": "two"}, ("best",), "a number"),
        ({"name": "n", "words": {"k": 1}}, ("words",), "a string"),
        ({"name": "n", "words": []}, ("words",), "an object"),
        ({"name": "n", "inner": 3}, ("inner",), "an object"),
        ({"name": "n", "inner": {"rate": True}}, ("inner", "rate"), "a whole number"),
        ({"name": "n", "inner": {"rate": 2.5}}, ("inner", "rate"), "a whole number"),
        ({"name": "n", "inner": {"rate": 0}}, ("inner", "rate"), "greater than or equal to 1"),
        ({"name": "n", "inner": {"rate": 31}}, ("inner", "rate"), "less than or equal to 30"),
        (
            {"name": "n", "inner": {"share": float("nan")}},
            ("inner", "share"),
            "greater than or equal to 0",
        ),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(document, place, said):
    with pytest.raises(FieldError, match=said) as raised:
        read_record(Outer, document)
    assert raised.value.place == place
