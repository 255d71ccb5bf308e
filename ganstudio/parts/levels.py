"""Settings of critics that halve an image level by level, each described once."""

from typing import Annotated

from pydantic import Field

from ganstudio.core.config import hints

BaseChannels = Annotated[
    int,
    Field(
        ge=1,
        le=512,
        title="Base channels",
        json_schema_extra=hints(log=True, slider=(4, 256)),
    ),
]

MostChannels = Annotated[
    int,
    Field(
        ge=1,
        le=1024,
        title="Most channels",
        json_schema_extra=hints(log=True, slider=(16, 512)),
    ),
]

Group = Annotated[
    int,
    Field(
        ge=1,
        le=64,
        title="Group",
        description="Samples whose spread the critic is told, to punish fakes that are all alike "
        "(Karras 2018, sec. 3); 1 tells it nothing.",
        json_schema_extra=hints(unit="samples", advanced=True, slider=(1, 16)),
    ),
]
