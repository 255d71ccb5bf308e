"""Configurations: frozen, refusing what they do not know, saved by difference, explained."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, ValidationError, field_validator

from ganstudio.core.config import Config, changes, explain, hints


class Square(Config):
    kind: Literal["square"] = "square"
    side: float = Field(1.0, gt=0, json_schema_extra=hints(unit="px", live=True))


class Circle(Config):
    kind: Literal["circle"] = "circle"
    radius: float = Field(2.0, gt=0)


Shape = Annotated[Square | Circle, Field(discriminator="kind")]


class Drawing(Config):
    size: Literal["auto"] | Annotated[int, Field(ge=1)] = "auto"
    shape: Shape = Square()
    shapes: tuple[Shape, ...] = ()
    plain: Circle = Circle()
    title: str = "untitled"
    count: int = Field(1, ge=0)

    @field_validator("title")
    @classmethod
    def _is_named(cls, title: str) -> str:
        if not title:
            raise ValueError("a drawing needs a title")
        return title


def explained(document: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate(document)
    return explain(caught.value, Drawing, "a.yaml")


def test_only_differences_are_saved_and_the_tag_always() -> None:
    assert changes(Drawing()) == {}
    assert changes(Drawing(shape=Circle())) == {"shape": {"kind": "circle"}}
    assert changes(Drawing(shape=Square(side=3))) == {"shape": {"kind": "square", "side": 3.0}}
    assert changes(Drawing(shapes=(Circle(), Square()))) == {
        "shapes": [{"kind": "circle"}, {"kind": "square"}]
    }


@pytest.mark.parametrize(
    "drawing",
    [
        Drawing(),
        Drawing(shape=Circle(radius=0.1), title="ä", count=0),
        Drawing(shapes=(Square(), Circle(radius=5))),
    ],
)
def test_what_is_saved_is_read_back_as_the_same(drawing: Drawing) -> None:
    assert Drawing.model_validate(changes(drawing)) == drawing
    assert Drawing.model_validate(drawing.model_dump(mode="json")) == drawing


def test_it_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Drawing().count = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"titel": "x"}, "a.yaml: titel is not a known key; did you mean 'title'?"),
        ({"zzz": 1}, "a.yaml: zzz is not a known key."),
        (
            {"shape": {"kind": "square", "sid": 2}},
            "a.yaml: shape.sid is not a known key; did you mean 'side'?",
        ),
        (
            {"shape": {"kind": "sqare"}},
            "a.yaml: shape has the unknown kind 'sqare'; known are square, circle; did you mean"
            " 'square'?",
        ),
        ({"count": -1}, "greater than or equal to 0, not -1."),
        ({"count": "many"}, "a.yaml: count: the value should be a valid integer"),
        ({"title": ""}, "a.yaml: title: a drawing needs a title."),
        ({"shape": {"side": 1}}, "a.yaml: shape needs the key 'kind', which names its kind."),
        (
            {"shape": 3},
            "a.yaml: shape is a group of settings, such as {kind: ...}, not 3.",
        ),
        (
            {"plain": "circle"},
            "a.yaml: plain is a group of settings, such as {kind: ...}, not 'circle'.",
        ),
    ],
)
def test_every_mistake_is_one_sentence_with_its_path(document: dict[str, Any], said: str) -> None:
    text = explained(document)
    assert said in text
    assert "\n" not in text
    assert text.endswith((".", "?"))


def test_several_mistakes_are_several_lines() -> None:
    lines = explained({"count": -1, "colour": 1}).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("a.yaml: ") for line in lines)


def test_hints_reach_the_schema() -> None:
    schema = Square.model_json_schema()["properties"]["side"]
    assert (schema["unit"], schema["live"]) == ("px", True)


def test_a_wrong_value_is_named_by_its_key_alone_whatever_types_were_tried() -> None:
    assert "literal" not in explained({"size": 0})
    assert all(line.startswith("a.yaml: size: ") for line in explained({"size": 0}).splitlines())


class Frame(Config):
    kind: Literal["frame"] = "frame"
    square: int = Field(1, ge=1)  # named as a kind of shape is


class Picture(Config):
    frame: Frame = Frame()
    shape: Shape = Square()
    shapes: tuple[Shape, ...] = ()


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"shape": {"kind": "square", "side": -1}}, "shape.side"),
        ({"shapes": [{"kind": "square", "side": -1}]}, "shapes.0.side"),
        ({"frame": {"square": 0}}, "frame.square"),
    ],
)
def test_a_kind_is_left_out_of_a_path_also_where_a_key_elsewhere_has_its_name(
    document: dict[str, Any], path: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Picture.model_validate(document)
    assert explain(caught.value, Picture).startswith(f"{path}: ")
