"""Settings that several networks share, each described once."""

from typing import Annotated

from pydantic import Field

from ganstudio.core.config import hints
from ganstudio.nn.activation import Activation
from ganstudio.nn.init import Init
from ganstudio.nn.norms import Norm

Depth = Annotated[
    int,
    Field(
        ge=1,
        le=16,
        title="Hidden layers",
        description="How many fully connected layers stand between the input and the last one.",
        json_schema_extra=hints(slider=(1, 8)),
    ),
]

Width = Annotated[
    int,
    Field(
        ge=1,
        le=4096,
        title="Units a layer",
        description="Toy worlds learn well with 128; the papers use 128 to 512. The cost of a step "
        "grows with the square.",
        json_schema_extra=hints(log=True, slider=(16, 1024)),
    ),
]

HiddenActivation = Annotated[
    Activation,
    Field(
        title="Activation",
        description="What follows each hidden layer. The leaky ReLU keeps a slope of 0.2 below "
        "zero, so that no unit stops learning.",
    ),
]

HiddenNorm = Annotated[
    Norm,
    Field(
        title="Normalisation",
        description="Batch normalisation ties the samples of a batch together, layer "
        "normalisation treats each alone. Programs that write BatchNorm1d(n, 0.8) set ε to 0.8, "
        "which flattens it, and not the momentum.",
    ),
]

CriticNorm = Annotated[
    Norm,
    Field(
        title="Normalisation",
        description="Batch normalisation ties the samples of a batch together, so a gradient "
        "penalty, which is meant for each sample alone, wants layer normalisation or none "
        "(Gulrajani 2017, sec. 4).",
    ),
]

InitialWeights = Annotated[
    Init,
    Field(
        title="Initial weights",
        description="He keeps the variance from layer to layer (He 2015), Glorot half that of the "
        "values and half that of the slopes (Glorot 2010), orthogonal keeps lengths, normal is "
        "N(0, 0.02²) (Radford 2015, sec. 4).",
        json_schema_extra=hints(advanced=True),
    ),
]

InitialGain = Annotated[
    float,
    Field(
        gt=0,
        le=10,
        title="Gain",
        description="Multiplies the initial weights; Unrolled GAN starts from orthogonal weights "
        "times 0.8 (Metz 2017).",
        json_schema_extra=hints(advanced=True, slider=(0.1, 2.0)),
    ),
]

Attention = Annotated[
    bool,
    Field(
        title="Self-attention",
        description="On maps of half the image's side: 64 px for 128 px in Brock 2019, table 4.",
    ),
]

Widen = Annotated[
    bool,
    Field(
        title="More channels at small sizes",
        description="Twice the feature maps at each half of the size, as the papers do from 64 px "
        "on (Miyato 2018, appendix B.4).",
    ),
]
