"""What the instruments of a run read at a step: frozen facts, free of torch and Qt.

Arrays are numpy, made for the reading and never changed afterwards.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LayerWeights:
    """A histogram of the weights that one layer of a player holds, or all of its layers."""

    layer: str  # "" for all layers
    edges: NDArray[np.float64]  # (bins + 1,)
    shares: NDArray[np.float64]  # (bins,), summing to 1
    near_limit: float | None = None  # share within 10 % of the limit that clips them, if any


@dataclass(frozen=True, slots=True)
class WeightsRead:
    """The weights of every player, as they are held: before any normalisation."""

    step: int
    players: dict[str, tuple[LayerWeights, ...]]  # all layers first, then from the input on
    limits: dict[str, float]  # by player: c where weights are clipped to [-c, c]


@dataclass(frozen=True, slots=True)
class LayerSpectrum:
    """The largest singular values of a layer's weight as an (out, in * k * k) matrix."""

    layer: str
    values: NDArray[np.float64]  # (k,) falling, before any normalisation
    is_exact: bool  # else estimated by subspace iteration, which is sharp for the first ones
    step: int  # when it was measured: large networks are measured a few layers at a time


@dataclass(frozen=True, slots=True)
class SpectraRead:
    step: int
    players: dict[str, tuple[LayerSpectrum, ...]]


@dataclass(frozen=True, slots=True)
class LayerNorms:
    """The size of every layer's gradient in a player's last update, before any clipping."""

    layers: tuple[str, ...]  # from the input on
    norms: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GradientsRead:
    step: int
    players: dict[str, LayerNorms]


@dataclass(frozen=True, slots=True)
class SlopesRead:
    """Norms of the critic's gradient at samples: at most 1 where it is 1-Lipschitz."""

    step: int
    real: Numbers
    fake: Numbers
    between: Numbers  # at interpolates of a real and a fake one


@dataclass(frozen=True, slots=True)
class PairDistancesRead:
    """How far two fakes are apart, beside two reals: Metz 2017 (arXiv:1611.02163), figure 5.

    Points: Euclidean distances. Pictures: root mean squares over their numbers, in grey levels.
    """

    step: int
    edges: NDArray[np.float64]  # (bins + 1,) from 0 on
    real: NDArray[np.float64]  # (bins,) shares of the pairs of reals, summing to 1
    fake: NDArray[np.float64]  # (bins,) and of the pairs of fakes
    means: tuple[float, float]  # of reals, of fakes
    near: float  # distance within which 1 % of the pairs of reals lie
    near_fakes: float  # share of the pairs of fakes that lie within it
    are_pictures: bool


@dataclass(frozen=True, slots=True)
class ClassesRead:
    """How a system names the classes of data, and of fakes that it made for each class.

    Data of unknown class, and those that a system of few labels was shown with their labels, are
    left out.
    """

    step: int
    names: tuple[str, ...]
    counts: NDArray[np.int64]  # (k, k): a row a true class, a column a named one
    fakes: NDArray[np.int64] | None = None  # (k, k): a row a wanted class; None if none is asked

    @property
    def accuracy(self) -> float:
        """Share of the data that is named right; not a number without samples."""
        return share_named_right(self.counts)


def share_named_right(counts: NDArray[np.int64]) -> float:
    """Of (k, k) counts; not a number without samples."""
    total = int(counts.sum())
    return float(np.trace(counts)) / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class FitRead:
    """How well a critic of captioned pictures thinks that pictures fit: Reed 2016, algorithm 1."""

    step: int
    right: Numbers  # real pictures with their captions
    wrong: Numbers  # real pictures with captions of others
    fake: Numbers  # fakes with the captions that they were made of


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows of pictures that belong together, with words over the columns."""

    key: str
    title: str
    columns: tuple[str, ...]
    pictures: NDArray[np.uint8]  # (rows, columns, h, w, c)
    note: str = ""


@dataclass(frozen=True, slots=True)
class StripsRead:
    step: int
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Scatter:
    """The same real samples and the fakes of the same latents at every step, seen in a plane."""

    real: Numbers  # (n, 2)
    fake: Numbers  # (m, 2)
    names: tuple[str, ...] = ()  # of the classes
    real_classes: NDArray[np.int64] | None = None  # (n,), -1 unknown; None for data without classes
    fake_classes: NDArray[np.int64] | None = None  # (m,); None for fakes that were made for none
    shares: tuple[float, float] | None = None  # of the real variance along principal axes
    nodes: NDArray[np.int64] | None = None  # (n,) which nodes of a graph the real samples are


@dataclass(frozen=True, slots=True)
class LatentsRead:
    """Codes E(x) of data and E(G(z)) of fakes: Srivastava 2017 (arXiv:1705.07761), figure 1.

    A plane of latents of more than two numbers is that in which the real codes vary most.
    """

    step: int
    scatter: Scatter
    size: int  # numbers of a latent
    circles: tuple[float, ...]  # radii of 1, 2 and 3 standard deviations of the prior
    square: float | None  # half the side of a uniform prior that is seen whole


@dataclass(frozen=True, slots=True)
class FeaturesRead:
    """The critic's last hidden features in the plane in which those of real data vary most."""

    step: int
    scatter: Scatter
    size: int  # features of a sample


@dataclass(frozen=True, slots=True)
class LayerFilters:
    """What the first filters of a layer look for in real images: Radford 2015, figure 5.

    For each filter the images that excite it most, cropped to what it sees of them, and the guided
    gradient of its answer there, which is grey where nothing adds to it.
    """

    layer: str
    count: int  # filters of the layer
    is_convolution: bool
    images: NDArray[np.uint8]  # (filters, k, h, w, c), the most exciting first
    guided: NDArray[np.uint8]  # the same shape, each scaled to its own largest number
    weights: NDArray[np.uint8] | None  # (filters, h, w, c), of layers that see pixels themselves
    step: int  # when it was read: large networks are read a few layers at a time


@dataclass(frozen=True, slots=True)
class FiltersRead:
    """By who looks: critic, encoder; layers from the input on."""

    step: int
    trained: dict[str, tuple[LayerFilters, ...]]
    untrained: dict[str, tuple[LayerFilters, ...]]  # of the same networks with fresh weights


@dataclass(frozen=True, slots=True)
class NodesRead:
    """What is named for each node of a graph, and the graph itself: Ding 2018, arXiv:1809.00130."""

    step: int
    nodes: tuple[str, ...]  # their names
    edges: NDArray[np.int32]  # (m, 2) numbers of linked nodes, each pair once
    classes: tuple[str, ...]
    labels: NDArray[np.int64]  # (n,) true classes, -1 unknown
    is_shown: NDArray[np.bool_]  # (n,) given with the label, or like one that was
    chances: Numbers  # (n, k) probabilities of the classes, each row summing to 1

    @property
    def named(self) -> NDArray[np.int64]:
        """(n,) the likeliest classes."""
        return self.chances.argmax(1)

    @property
    def is_asked(self) -> NDArray[np.bool_]:
        """(n,) whose classes are known and were not shown: those that can be right or wrong."""
        return (self.labels >= 0) & ~self.is_shown

    @property
    def is_wrong(self) -> NDArray[np.bool_]:
        """(n,) which of those asked are given another class than theirs."""
        return self.is_asked & (self.named != self.labels)


Reading = (
    WeightsRead
    | SpectraRead
    | GradientsRead
    | SlopesRead
    | PairDistancesRead
    | ClassesRead
    | FitRead
    | StripsRead
    | LatentsRead
    | FeaturesRead
    | FiltersRead
    | NodesRead
)
