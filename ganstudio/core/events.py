"""What a training run tells the world: a closed union of frozen facts, free of torch and Qt.

Arrays are numpy, made for the event and never changed afterwards. Pictures are uint8.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ganstudio.core.instruments import Reading

Floats = NDArray[np.float64]
Steps = NDArray[np.int64]
Pixels = NDArray[np.uint8]

Reason = Literal["finished", "stopped"]
Tone = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The networks are built and the first step is about to be done."""

    run: str
    device: str
    first_step: int
    total_steps: int
    parameters: dict[str, int]  # by player
    resumed: bool = False
    offers: tuple[str, ...] = ()  # names of the capabilities that panels may need


@dataclass(frozen=True, slots=True)
class Curve:
    """New points of one scalar, such as `critic/gradient_penalty` or `metric/exact_w1`."""

    name: str
    steps: Steps
    values: Floats


@dataclass(frozen=True, slots=True)
class ScalarsRecorded:
    """A block of recorded scalars. `seconds` is training time at the end of the block."""

    step: int
    seconds: float
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class ProgressMade:
    """How far the run is and what it costs."""

    step: int
    seen: int
    total_steps: int
    steps_per_second: float
    memory: int  # bytes in use: the device's on a GPU, the process's on a CPU


@dataclass(frozen=True, slots=True)
class LineView:
    """A world of single numbers over its axis: figure 1 of Goodfellow 2014, arXiv:1406.2661."""

    axis: NDArray[np.float32]  # (g,) evenly rising over the view
    data: NDArray[np.float32]  # (g,) true density; empty where it is not known
    made: NDArray[np.float32]  # (g,) density of many of the averaged generator's samples
    critic: NDArray[np.float32]  # (g,) scores; empty where no single samples are judged
    latents: NDArray[np.float32]  # (k,) a regular grid of the first latent number, or empty
    images: NDArray[np.float32]  # (k,) where the averaged generator takes it
    latent_size: int = 0  # numbers of a latent; those behind the first rest at their means
    are_logits: bool = False  # the sigmoid of a score is D(x)


@dataclass(frozen=True, slots=True)
class WorldView:
    """A 2-D world at one step: points and the critic's values on a square grid."""

    extent: float  # the view spans [-extent, extent] in x and y
    real: NDArray[np.float32]  # (n, 2)
    fake: NDArray[np.float32]  # (n, 2), from the fixed latents, averaged weights
    raw: NDArray[np.float32]  # (n, 2), the same latents, raw weights
    surface: NDArray[np.float32]  # (g, g) critic values, row 0 at the lowest y
    arrows: NDArray[np.float32]  # (m, 4) x, y, dx, dy: the direction the critic pushes raw fakes
    # (a, b, 2): where a regular grid of latents goes; empty where a model has no latents
    manifold: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0, 2), np.float32))
    line: LineView | None = None  # where samples are single numbers
    undecided: float = math.nan  # critic value of samples as likely real as fake; NaN if none is


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """Previews at a step; the fixed latents never change within a run."""

    step: int
    pictures: dict[str, Pixels] = field(default_factory=dict)  # row name -> (n, h, w, c)
    world: WorldView | None = None
    kept: bool = True  # written to the run folder, so that the strip shows it


@dataclass(frozen=True, slots=True)
class ScoresMeasured:
    """Critic values of fresh reals and fakes."""

    step: int
    real: NDArray[np.float32]
    fake: NDArray[np.float32]
    are_logits: bool = False  # the sigmoid of a score is D(x)


@dataclass(frozen=True, slots=True)
class ModesCounted:
    """Coverage of a world with known modes: high-quality samples nearest to each mode."""

    step: int
    counts: tuple[int, ...]
    samples: int


@dataclass(frozen=True, slots=True)
class InstrumentsRead:
    """The newest reading of every instrument that could be read by this step."""

    step: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class CheckpointWritten:
    step: int
    path: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A live edit was applied before `step`. A refused one says why and changes nothing."""

    step: int
    path: str
    old: Any
    new: Any
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The run entered a new stage with this step: a network grew, a fade began or ended."""

    step: int
    stage: str


@dataclass(frozen=True, slots=True)
class DiagnosisMade:
    """A finding in words, with the reading that shows it.

    Attributes:
        remedy: what may be tried, in words that follow "Try"; `path` and `value` are its edit.
        key: the same for all findings of a kind.
        is_new: it is told for the first time since it was last absent.
    """

    step: int
    finding: str
    evidence: str
    remedy: str = ""
    key: str = ""
    reading: str = ""  # as it stands in the evidence
    expected: str = ""  # of the reading
    since: int = 0  # the first step at which it was seen
    consequence: str = ""
    theory: str = ""
    path: str = ""
    value: Any = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class HealthChecked:
    """A run was examined: what is well, in words, and the keys of the findings that last."""

    step: int
    passed: tuple[str, ...]
    present: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """Something the user should know and need not answer: a skipped file, a retry."""

    step: int
    text: str
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class RunPaused:
    step: int


@dataclass(frozen=True, slots=True)
class RunContinued:
    step: int


@dataclass(frozen=True, slots=True)
class RunFinished:
    step: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class RunFailed:
    """The run ended by itself: what happened, where, and what to do; `details` for the curious."""

    step: int
    message: str
    term: str = ""
    layer: str = ""
    details: str = ""


Event = (
    RunStarted
    | ScalarsRecorded
    | ProgressMade
    | SnapshotTaken
    | ScoresMeasured
    | ModesCounted
    | InstrumentsRead
    | CheckpointWritten
    | SettingChanged
    | PhaseChanged
    | DiagnosisMade
    | HealthChecked
    | NoticeGiven
    | RunPaused
    | RunContinued
    | RunFinished
    | RunFailed
)
