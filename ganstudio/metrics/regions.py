"""How well pictures show their label maps: a reader fitted to real pictures names every place.

Mean intersection over union, as for cityscapes (Cordts et al. 2016, arXiv:1604.01685, sec. 4.2;
Isola et al. 2017, arXiv:1611.07004, sec. 3.2). The reader is small, looks at the next places alone
and is fitted within seconds: its figures compare pictures of one dataset, not papers.
"""

import hashlib
import warnings
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from ganstudio.core.errors import InputError

Pixels = NDArray[np.uint8]
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]

WIDE = 7  # places beside and below each other that are looked at
MOST = 200_000  # places that a reader is fitted to
_INNER = 0.12  # how often a place far from all borders is taken, compared with one beside a border
_HIDDEN = 96
_PASSES = 12
_HELD_OUT = 0.15
_AT_ONCE = 1 << 16  # places that are read together
KEPT = 2  # readers kept in memory

_fitted: "OrderedDict[str, RegionReader]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How found maps agree with wanted ones.

    Attributes:
        regions: (k,) intersection over union of each region, in [0, 1]; nan for one in no map.
        mean: over all regions that are in any map.
        places: share of places that are named rightly.
    """

    regions: Floats
    mean: float
    places: float


def overlap(found: Ids, wanted: Ids, count: int) -> Overlap:
    """Of maps of `count` regions, of any equal shape; where none is wanted, none is counted.

    The counts of all maps are added before they are divided, so that small things in few pictures
    do not decide.
    """
    counted = (wanted >= 0) & (wanted < count)
    pairs = wanted[counted] * count + found[counted]
    table = np.bincount(pairs, minlength=count * count).reshape(count, count)
    right = np.diag(table).astype(np.float64)
    union = table.sum(0) + table.sum(1) - right
    shares = np.where(union > 0, right / np.maximum(union, 1), np.nan)
    mean = float(np.nanmean(shares)) if (union > 0).any() else float("nan")
    return Overlap(shares, mean, float(right.sum() / max(1, table.sum())))


@dataclass(frozen=True, slots=True)
class RegionReader:
    """Fitted to 85 % of the real pictures; `held_out` is how it agrees with the maps of the rest.

    No generated picture can be asked to be read better than real ones are.
    """

    network: MLPClassifier
    count: int  # of regions
    held_out: Overlap

    def read(self, pictures: Pixels) -> Ids:
        """(n, h, w) region of every place of (n, h, w, 3) pictures."""
        return _read(self.network, pictures)

    def overlap(self, pictures: Pixels, wanted: Ids) -> Overlap:
        """How pictures (n, h, w, 3) agree with the maps (n, h, w) they were made from."""
        return overlap(self.read(pictures), wanted, self.count)


def region_reader(pictures: Pixels, maps: Ids, count: int) -> RegionReader:
    """Fit to real pictures (n, h, w, 3) and maps (n, h, w); the same data are fitted only once.

    Raises:
        InputError: too few pictures, or all of one region.
    """
    digest = hashlib.blake2b(np.ascontiguousarray(pictures).data, digest_size=16)
    digest.update(np.ascontiguousarray(maps).data)
    name = f"{digest.hexdigest()} {count}"
    if name not in _fitted:
        _fitted[name] = _fit(pictures, maps, count)
        while len(_fitted) > KEPT:
            _fitted.popitem(last=False)
    _fitted.move_to_end(name)
    return _fitted[name]


def _fit(pictures: Pixels, maps: Ids, count: int) -> RegionReader:
    held_out = max(1, round(len(pictures) * _HELD_OUT))
    known = slice(0, len(pictures) - held_out)
    if len(pictures) - held_out < 2 or len(np.unique(maps[known])) < 2:
        raise InputError(
            "Regions can only be read where at least three pictures show two regions: "
            "use more pictures."
        )
    places = _picked(maps[known], count)
    network = MLPClassifier(
        (_HIDDEN,), batch_size=512, learning_rate_init=2e-3, max_iter=_PASSES, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a fixed number of passes is meant
        network.fit(_surroundings(pictures[known], places), maps[known][places])
    rest = slice(len(pictures) - held_out, None)
    found = _read(network, pictures[rest])
    return RegionReader(network, count, overlap(found, maps[rest], count))


def _picked(maps: Ids, count: int) -> tuple[Ids, ...]:
    """Numbers of places to fit to: mostly those at borders, where readers err."""
    chances = np.where(_is_border(maps), 1.0, _INNER)
    chances[(maps < 0) | (maps >= count)] = 0
    random = np.random.default_rng(0)
    wanted = min(1.0, MOST / max(1.0, float(chances.sum())))
    return np.nonzero(random.random(maps.shape) < chances * wanted)


def _is_border(maps: Ids) -> NDArray[np.bool_]:
    """Where a neighbour beside, above or below is of another region."""
    result = np.zeros(maps.shape, np.bool_)
    for axis in (1, 2):
        one, other = [slice(None)] * 3, [slice(None)] * 3
        one[axis], other[axis] = slice(1, None), slice(None, -1)
        differs = maps[tuple(one)] != maps[tuple(other)]
        result[tuple(one)] |= differs
        result[tuple(other)] |= differs
    return result


def _surroundings(pictures: Pixels, places: tuple[Ids, ...]) -> NDArray[np.float32]:
    """(places, WIDE * WIDE * 3 + 2) colours around each and where it is, in [-1, 1]."""
    number, row, column = places
    margin = WIDE // 2
    wide = np.pad(pictures, ((0, 0), (margin, margin), (margin, margin), (0, 0)), mode="edge")
    around = [wide[number, row + i, column + j] for i in range(WIDE) for j in range(WIDE)]
    colours = np.concatenate(around, axis=1).astype(np.float32) / 127.5 - 1
    height, width = pictures.shape[1:3]
    where = np.stack([(row + 0.5) / height, (column + 0.5) / width], axis=1) * 2 - 1
    return np.concatenate([colours, where.astype(np.float32)], axis=1)


def _read(network: MLPClassifier, pictures: Pixels) -> Ids:
    shape = pictures.shape[:3]
    total = int(np.prod(shape))
    found = np.empty(total, np.int64)
    for start in range(0, total, _AT_ONCE):
        numbers = np.arange(start, min(start + _AT_ONCE, total))
        places = np.unravel_index(numbers, shape)
        found[numbers] = network.predict(_surroundings(pictures, places))
    return found.reshape(shape)
