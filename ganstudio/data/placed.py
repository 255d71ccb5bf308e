"""Fields that all folders of other people's datasets share."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.core.errors import DataError
from ganstudio.data.files import readable
from ganstudio.data.fitting import Background, Fit
from ganstudio.data.layouts.filing import Matched, Role
from ganstudio.data.reading import LeftOut, amount, listed

LEAST = 2  # samples; fewer are no distribution
_WORDS: dict[Role, str] = {
    "picture": "picture",
    "labels": "label map",
    "instances": "instance map",
    "a": "picture in A",
    "b": "picture in B",
}

Phase = Annotated[
    Literal["train", "val", "test", "all"],
    Field(
        title="Part",
        description="Which part of the dataset is used, where it is divided into parts.",
    ),
]
SquareFit = Annotated[
    Fit,
    Field(
        title="Fit to a square",
        description="Crop the middle, pad with the background, or stretch; the same for all that "
        "belongs together.",
    ),
]
Backdrop = Annotated[
    Background,
    Field(
        title="Background",
        description="Behind transparent pixels, and beside padded pictures.",
        json_schema_extra=hints(advanced=True),
    ),
]


def subfolder(title: str, what: str) -> str:
    """A field for a part of the dataset that is found by itself in most folders."""
    field: str = Field(
        "",
        title=title,
        description=f"The subfolder of {what}; empty to find it by the usual names.",
        json_schema_extra=hints(advanced=True),
    )
    return field


def missing_word(role: Role) -> str:
    """What a file lacks, for people."""
    return _WORDS[role]


def need_samples(path: str, matched: Matched) -> None:
    """Raises DataError where too few samples are whole."""
    if len(matched.samples) >= LEAST:
        return
    held = amount(len(matched.samples), "whole sample")
    why = ""
    if matched.unpaired:
        name, role = matched.unpaired[0]
        why = f" ({readable(name)} has no {missing_word(role)} of the same name)"
    raise DataError(
        f"The folder {path} holds {held}{why}; at least {LEAST} are needed: "
        "give files that belong together the same name."
    )


def notices(matched: Matched, left_out: Sequence[LeftOut]) -> tuple[str, ...]:
    """What a user should know of a reading, a sentence for each kind of trouble."""
    found: list[str] = []
    if matched.unpaired:
        names = [f"{readable(name)} (no {missing_word(role)})" for name, role in matched.unpaired]
        found.append(f"{_count(names)} left out, as their partner is missing: {listed(names)}.")
    if matched.doubles:
        names = [f"{readable(name)} (beside {readable(used)})" for name, used in matched.doubles]
        found.append(f"{_count(names)} left out, as another has the same name: {listed(names)}.")
    if left_out:
        named = [str(one) for one in left_out]
        found.append(f"{_count(named)} left out: {listed(named)}.")
    return tuple(found)


def _count(items: Sequence[object]) -> str:
    return f"{amount(len(items), 'file')} {'was' if len(items) == 1 else 'were'}"
