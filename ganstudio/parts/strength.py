"""How hard a penalty pulls and how often it does: fields that all of them have."""

from typing import Annotated

from pydantic import Field

from ganstudio.core.config import hints

Weight = Annotated[
    float,
    Field(
        ge=0,
        title="Weight",
        json_schema_extra=hints(symbol="λ", live=True, log=True, slider=(0.01, 100)),
    ),
]

Every = Annotated[
    int,
    Field(
        ge=1,
        le=64,
        title="Every",
        description="Steps between two updates with this penalty; its weight is multiplied by "
        "this number, so that its pull stays the same (Karras 2020, appendix B).",
        json_schema_extra=hints(unit="steps"),
    ),
]

EveryAdvanced = Annotated[Every, Field(json_schema_extra=hints(advanced=True))]
"""Of a penalty that its paper has in every update."""
