"""Settings that networks from images to images share, each described once."""

from typing import Annotated

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.nn.maps import MapNorm

MapChannels = Annotated[
    int,
    Field(
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps at the full size; they double with every halving. 64 in the "
        "papers, 16 learns small scenes on a processor.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    ),
]

TranslatorNorm = Annotated[
    MapNorm,
    Field(
        title="Normalisation",
        description="Instance normalisation treats each image alone, as batch normalisation does "
        "in a batch of 1 (Isola 2017, sec. 6.2); CycleGAN uses instance normalisation.",
    ),
]

TranslatorDropout = Annotated[
    float,
    Field(
        ge=0,
        lt=1,
        title="Dropout",
        description="Chance that a number of an inner layer is silenced while it trains: the only "
        "noise of pix2pix (Isola 2017, sec. 2.1). What is shown and used is made without it.",
        json_schema_extra=hints(slider=(0, 0.9)),
    ),
]
