"""How long and how fast a game is played: optimizers, and how often things happen."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.parts.decay import Constant, Decay

_LR_HELP = "Size of an update. Too large and the players chase each other."

LearningRate = Annotated[
    float,
    Field(
        gt=0,
        title="Learning rate",
        json_schema_extra=hints(symbol="η", live=True, log=True, slider=(1e-6, 1e-1)),
    ),
]

Memory = Annotated[float, Field(ge=0, lt=1)]
"""Share of the past in a moving average."""

Decaying = Annotated[
    Decay,
    Field(
        title="Decay",
        description="How the learning rate changes over the run.",
        json_schema_extra=hints(advanced=True),
    ),
]

Interval = Annotated[int, Field(ge=0, le=1_000_000, json_schema_extra=hints(unit="steps"))]


class Adam(Config):
    """Steps of even size in every weight (Kingma 2015); the usual choice for GANs."""

    label: ClassVar[str] = "Adam"
    kind: Literal["adam"] = "adam"
    lr: LearningRate = Field(
        2e-4, le=1, description=f"{_LR_HELP} 0.0002 in DCGAN, 0.0001 in WGAN-GP."
    )
    beta1: Memory = Field(
        0.5,
        title="Momentum",
        description="Memory of past gradients: 0.5 in DCGAN (sec. 4), 0 in WGAN-GP and StyleGAN.",
        json_schema_extra=hints(symbol="β₁"),
    )
    beta2: Memory = Field(
        0.999,
        title="Memory of squares",
        description="Memory of past squared gradients: 0.999 in DCGAN, 0.9 in WGAN-GP.",
        json_schema_extra=hints(symbol="β₂"),
    )
    eps: float = Field(
        1e-8,
        gt=0,
        le=1,
        title="Epsilon",
        description="Added to the root of the squares, so that no step is divided by 0.",
        json_schema_extra=hints(symbol="ε", advanced=True, log=True),
    )
    weight_decay: float = Field(
        0.0,
        ge=0,
        le=1,
        title="Weight decay",
        description="Share of each weight added to its gradient.",
        json_schema_extra=hints(advanced=True),
    )
    decay: Decaying = Constant()


class RmsProp(Config):
    """Steps scaled by recent gradients, without momentum; the choice of WGAN with clipping."""

    label: ClassVar[str] = "RMSProp"
    kind: Literal["rmsprop"] = "rmsprop"
    lr: LearningRate = Field(
        5e-5, le=1, description=f"{_LR_HELP} 0.00005 in WGAN (Arjovsky 2017, Algorithm 1)."
    )
    alpha: Memory = Field(
        0.99,
        title="Memory of squares",
        description="Memory of past squared gradients.",
        json_schema_extra=hints(symbol="α", advanced=True),
    )
    decay: Decaying = Constant()


class Sgd(Config):
    """Plain gradient descent with momentum, as in the first GAN."""

    label: ClassVar[str] = "SGD"
    kind: Literal["sgd"] = "sgd"
    lr: LearningRate = Field(
        0.01, le=10, description=f"{_LR_HELP} 0.1 in the code of Goodfellow 2014."
    )
    momentum: Memory = Field(
        0.0,
        title="Momentum",
        description="Share of the last update that is kept: 0.5, later 0.7, in Goodfellow 2014.",
        json_schema_extra=hints(symbol="μ"),
    )
    decay: Decaying = Constant()


Optimizer = Annotated[Adam | RmsProp | Sgd, Field(discriminator="kind")]
OPTIMIZERS = (Adam, RmsProp, Sgd)


class Schedule(Config):
    """How long a run is and how often it shows, keeps and measures what it does."""

    steps: int = Field(
        2000,
        ge=1,
        le=100_000_000,
        title="Steps",
        description="Length of the run; one step updates every player as its paper says.",
        json_schema_extra=hints(unit="steps", log=True, slider=(100, 1_000_000)),
    )
    batch: int = Field(
        64,
        ge=1,
        le=65_536,
        title="Batch",
        description="Real samples that the critic sees in one update.",
        json_schema_extra=hints(unit="samples", log=True, slider=(8, 1024)),
    )
    average: Memory = Field(
        0.999,
        title="Weight averaging",
        description="Decay of the moving average of the generator's weights, which is what is "
        "shown and sampled (Karras 2018, app. A.1); 0 turns it off.",
        json_schema_extra=hints(slider=(0.9, 0.9999)),
    )
    clip: float | None = Field(
        None,
        gt=0,
        le=1e6,
        title="Gradient limit",
        description="A longer gradient of a player is shortened to this norm; empty means never.",
        json_schema_extra=hints(advanced=True),
    )
    record_every: int = Field(
        1,
        ge=1,
        le=10_000,
        title="Record every",
        description="Steps between two points of every curve.",
        json_schema_extra=hints(unit="steps", advanced=True),
    )
    snapshot_every: Interval = Field(
        100,
        title="Snapshot every",
        description="Steps between two kept previews; 0 keeps none but the last.",
    )
    checkpoint_every: Interval = Field(
        1000,
        title="Checkpoint every",
        description="Steps between two checkpoints, from which a run can be resumed or forked; "
        "0 keeps none but the last.",
    )
    evaluate_every: Interval = Field(
        200,
        title="Measure every",
        description="Steps between two measurements of the fakes; 0 measures only at the end.",
    )
    retries: int = Field(
        0,
        ge=0,
        le=20,
        title="Retries",
        description="How often a run that became not-a-number is taken back to its last "
        "checkpoint, each time with half the learning rates; 0 lets it fail.",
        json_schema_extra=hints(advanced=True),
    )
    threads: Literal["auto"] | Annotated[int, Field(ge=1, le=256)] = Field(
        "auto",
        title="Threads",
        description="Processor threads of one operation. Small networks are fastest with 1; auto "
        "leaves one core to the interface.",
        json_schema_extra=hints(advanced=True),
    )
