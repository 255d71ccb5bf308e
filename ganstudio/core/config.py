"""The base of every configuration: frozen, typed, refusing unknown keys, saved by difference."""

from typing import Any, TypedDict, Unpack

from pydantic import (
    BaseModel,
    ConfigDict,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from ganstudio.core.errors import nearest

TAGS = ("kind", "system")


class Config(BaseModel):
    """A stateless part is its own configuration; the tag that names it is always saved."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=False)

    @model_serializer(mode="wrap")
    def _keep_tag(self, handler: SerializerFunctionWrapHandler, _: SerializationInfo) -> Any:
        tags = {tag: getattr(self, tag) for tag in TAGS if tag in type(self).model_fields}
        named = {tag: value for tag, value in tags.items() if isinstance(value, str)}
        return {**named, **handler(self)}


class Hints(TypedDict, total=False):
    """What a generated form needs to know about a field beside its type and bounds."""

    unit: str  # shown inside the field: "steps", "px"
    symbol: str  # the letter of the paper, shown beside the title: "λ"
    live: bool  # may be edited while a run trains
    log: bool  # a logarithmic slider
    slider: tuple[float, float]  # what the slider spans, where the bounds are wider
    advanced: bool  # folded away at first
    path: str  # "folder" or "file": the value is chosen on disk


def hints(**values: Unpack[Hints]) -> Any:
    """Form hints, for `Field(json_schema_extra=hints(...))`."""
    return dict(values)


def changes(config: Config) -> dict[str, Any]:
    """Only what differs from the defaults, tags kept, as plain JSON values."""
    dumped: dict[str, Any] = config.model_dump(mode="json", exclude_defaults=True)
    return dumped


def explain(error: ValidationError, known: type[BaseModel], where: str = "") -> str:
    """One sentence a line for each thing wrong: the path, what is wrong, the nearest known key."""
    prefix = f"{where}: " if where else ""
    return "\n".join(prefix + _sentence(item, known) for item in error.errors())


def _sentence(item: Any, known: type[BaseModel]) -> str:
    keys, choices = _all_keys(known), _choices(known)
    # Pydantic's locations name the chosen kinds and types too; a user's path does not.
    steps = _without_kinds([str(step) for step in item["loc"]], choices)
    last = steps[-1] if steps else ""
    known_steps = [step for step in steps[:-1] if step in keys or step.isdigit()]
    if last in keys or last.isdigit() or item["type"] == "extra_forbidden":
        known_steps.append(last)
    path = ".".join(known_steps) or "the file"
    match item["type"]:
        case "extra_forbidden":
            return f"{path} is not a known key{_meant(nearest(last, keys)) or '.'}"
        case "union_tag_not_found":
            return f"{path} needs the key {item['ctx']['discriminator']}, which names its kind."
        case "union_tag_invalid":
            tags = item["ctx"]["expected_tags"].replace("'", "")
            given = item["ctx"]["tag"]
            meant = _meant(nearest(given, tags.split(", ")))
            return f"{path} has the unknown kind {given!r}; known are {tags}{meant or '.'}"
        case "missing":
            return f"{path} is missing."
        case "value_error":
            return f"{path}: {item['ctx']['error']}."
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{path} is a group of settings, such as {{kind: ...}}, not {item['input']!r}."
    given = item.get("input")
    shown = f", not {given!r}" if isinstance(given, str | int | float | bool) else ""
    said = item["msg"][0].lower() + item["msg"][1:]
    return f"{path}: {said.replace('input should', 'the value should')}{shown}."


def _meant(near: str | None) -> str:
    return f"; did you mean {near!r}?" if near else ""


def _without_kinds(steps: list[str], choices: dict[str, set[str]]) -> list[str]:
    """The location without the kinds that stand behind fields which hold one of several parts."""
    kept: list[str] = []
    for step in steps:
        field = next((name for name in reversed(kept) if not name.isdigit()), "")
        if step not in choices.get(field, ()):
            kept.append(step)
    return kept


def _choices(model: type[BaseModel]) -> dict[str, set[str]]:
    """By the name of a field that holds one of several parts, or a list of such: their kinds."""
    schema = model.model_json_schema()
    found: dict[str, set[str]] = {}
    for owner in (schema, *schema.get("$defs", {}).values()):
        for name, field in owner.get("properties", {}).items():
            chosen = field.get("discriminator") or field.get("items", {}).get("discriminator")
            if chosen:
                found.setdefault(name, set()).update(chosen.get("mapping", {}))
    return found


def _all_keys(model: type[BaseModel]) -> set[str]:
    """Every key named anywhere in the schema of `model`."""
    schema = model.model_json_schema()
    keys = set(schema.get("properties", {}))
    for definition in schema.get("$defs", {}).values():
        keys |= set(definition.get("properties", {}))
    return keys
