"""Features of instances as numbers of objects: read, spread over masks, gathered into styles.

Wang 2018, arXiv:1711.11585, section 3.4: an object's features are the same all over its mask, and
the usual ones of a class are the centres of its clusters.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from sklearn.cluster import KMeans
from torch import Tensor

from ganstudio.core.config import Config

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Box = tuple[int, int, int, int]
"""Top, left, bottom, right; the last two are outside."""

MOST_STYLES = 10


class ClassStyles(Config):
    """The usual looks of a class.

    Attributes:
        region: id of the class.
        centres: of its clusters, each as long as an object's features.
        low: the least value of each feature among the class's objects.
        high: the largest one.
    """

    region: int = Field(ge=0)
    centres: tuple[tuple[float, ...], ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def features_by_instance(features: Tensor, instances: Ids) -> dict[int, tuple[float, ...]]:
    """Mean features (f, h, w) of each object of a map (h, w), by its id."""
    values = features.detach().cpu().to(torch.float64).numpy()
    return {
        int(one): tuple(float(number) for number in values[:, instances == one].mean(1))
        for one in np.unique(instances)
    }


def spread(looks: Mapping[int, Sequence[float]], instances: Ids, size: int) -> NDArray[np.float32]:
    """(size, h, w): each object's features all over its mask; 0 where none are known."""
    ids, places = np.unique(instances, return_inverse=True)
    nothing = (0.0,) * size
    table = np.array([looks.get(int(one), nothing) for one in ids], np.float32)
    found: NDArray[np.float32] = table[places.reshape(instances.shape)].transpose(2, 0, 1)
    return np.ascontiguousarray(found)


def class_styles(
    found: Mapping[int, Sequence[Sequence[float]]], most: int = MOST_STYLES, seed: int = 0
) -> tuple[ClassStyles, ...]:
    """Clusters of the features of objects by class, the largest cluster first."""
    return tuple(_clustered(region, found[region], most, seed) for region in sorted(found))


def styles_from_rows(rows: Mapping[int, Floats]) -> tuple[ClassStyles, ...]:
    """Styles of a feature file: its rows are the centres, and what lies between them the range.

    The last column of pix2pixHD's unclustered files is the area; files of clusters have none.
    """
    return tuple(
        ClassStyles(
            region=region,
            centres=tuple(tuple(map(float, row)) for row in table),
            low=tuple(map(float, table.min(0))),
            high=tuple(map(float, table.max(0))),
        )
        for region, table in sorted(rows.items())
        if len(table)
    )


def style_at(styles: ClassStyles | None, values: Sequence[float]) -> int:
    """Which of the styles these features are; -1 for none."""
    centres = () if styles is None else styles.centres
    return next((at for at, centre in enumerate(centres) if np.allclose(centre, values)), -1)


def outline(instances: Ids) -> NDArray[np.bool_]:
    """(h, w): whether a neighbour beside, above or below has another id."""
    marked = np.zeros(instances.shape, bool)
    across = instances[:, 1:] != instances[:, :-1]
    down = instances[1:] != instances[:-1]
    marked[:, 1:] |= across
    marked[:, :-1] |= across
    marked[1:] |= down
    marked[:-1] |= down
    return marked


def mended_outline(before: NDArray[np.bool_], instances: Ids, box: Box) -> NDArray[np.bool_]:
    """The outline after ids changed inside a box: only the box and a place around it is looked at.

    Args:
        before: (h, w) of the map before.
        instances: (h, w) ids now.
        box: outside of which nothing has changed.
    """
    height, width = instances.shape
    top, left, bottom, right = box
    near = _clipped((top - 1, left - 1, bottom + 1, right + 1), height, width)
    far = _clipped((top - 2, left - 2, bottom + 2, right + 2), height, width)
    inside = outline(instances[far[0] : far[2], far[1] : far[3]])
    after = before.copy()
    after[near[0] : near[2], near[1] : near[3]] = inside[
        near[0] - far[0] : near[2] - far[0], near[1] - far[1] : near[3] - far[1]
    ]
    return after


def box_of(mask: NDArray[np.bool_]) -> Box:
    """The smallest box around what is true; an empty one where nothing is."""
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    if not len(rows):
        return (0, 0, 0, 0)
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def _clipped(box: Box, height: int, width: int) -> Box:
    top, left, bottom, right = box
    return max(top, 0), max(left, 0), min(bottom, height), min(right, width)


def _clustered(region: int, rows: Sequence[Sequence[float]], most: int, seed: int) -> ClassStyles:
    table = np.asarray(rows, np.float64)
    count = min(most, len(np.unique(table.round(6), axis=0)))
    fitted = KMeans(count, n_init=4, random_state=seed).fit(table)
    order = np.argsort(-np.bincount(fitted.labels_, minlength=count), kind="stable")
    centres = fitted.cluster_centers_[order]
    return ClassStyles(
        region=region,
        centres=tuple(tuple(map(float, row)) for row in centres),
        low=tuple(map(float, table.min(0))),
        high=tuple(map(float, table.max(0))),
    )


def is_constant(features: NDArray[np.float32], ids: Ids) -> bool:
    """Whether every object of (h, w) has the same features (n, h, w) at all of its places."""
    _, first, place = np.unique(ids, return_index=True, return_inverse=True)
    flat = features.reshape(len(features), -1)
    return bool((flat == flat[:, first][:, place.reshape(-1)]).all())
