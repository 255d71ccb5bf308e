"""Where the panels stand at first, by what a run learns and how wide the window is. Free of Qt.

Layouts name every panel that some run fills; those a run can show nothing in are taken out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Family = Literal["points", "images"]
Width = Literal["compact", "normal", "large"]
Cell = tuple[str, ...]  # keys of panels in one place: more than one are tabs, the first in front

STRIP = "panel-snapshots"
LARGE_FROM = 1900  # px of window at 100 %


@dataclass(frozen=True, slots=True)
class Column:
    """Cells from top to bottom, with their shares of the height; `width` in px at 100 %."""

    cells: tuple[Cell, ...]
    width: int
    heights: tuple[int, ...] = ()

    def without(self, keys: Collection[str]) -> "Column":
        """The same column of the other panels, which share its height as before."""
        left = [tuple(key for key in cell if key not in keys) for cell in self.cells]
        heights = tuple(share for cell, share in zip(left, self.heights, strict=False) if cell)
        return Column(tuple(cell for cell in left if cell), self.width, heights)


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns from left to right over the snapshot strip; the other panels are closed."""

    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for column in self.columns for cell in column.cells for key in cell)

    def without(self, keys: Collection[str]) -> "Layout":
        """What is left for a run that has nothing to show in some panels."""
        left = [column.without(keys) for column in self.columns]
        return Layout(tuple(column for column in left if column.cells))


LIVE, LOG, WORLD, SAMPLES = "panel-live", "panel-log", "panel-world", "panel-samples"
HEALTH = "panel-diagnosis"
LOSSES, DISTANCE, NORMS = "panel-losses", "panel-wasserstein", "panel-gradients"
METRICS, SCORES, SPEED = "panel-metrics", "panel-scores", "panel-throughput"
SLOPES, WEIGHTS, SPECTRA = "panel-slopes", "panel-weights", "panel-spectra"
LAYERS, STRIPS, FILTERS = "panel-layer-gradients", "panel-strips", "panel-filters"
ACCURACY, CONFUSION, FIT = "panel-accuracy", "panel-confusion", "panel-fit"
LATENTS, FEATURES, GRAPH = "panel-latents", "panel-features", "panel-graph"
APART, DENSITIES = "panel-pair-distances", "panel-densities"
AUGMENTATION = "panel-augmentation"

# Few systems name classes, weigh captions or adapt their views: theirs in front.
NAMED = (ACCURACY, CONFUSION, FIT, AUGMENTATION)
SPACES = (LATENTS, FEATURES)  # few encode data or name classes; pictures, with room for one
RARE = (*NAMED, *SPACES, GRAPH)
_CURVES = ((LOSSES,), (DISTANCE, METRICS, APART, DENSITIES), (*NAMED, NORMS, WEIGHTS, SPECTRA))
LAYOUTS: dict[tuple[Family, Width], Layout] = {
    ("points", "compact"): Layout(
        (
            Column(((LIVE, HEALTH, LOG),), 252),
            Column(((GRAPH, WORLD, *SPACES),), 456),
            Column(((LOSSES, DISTANCE, METRICS), (*NAMED, NORMS, SCORES, WEIGHTS)), 380),
        )
    ),
    ("points", "normal"): Layout(
        (
            Column(((LIVE,), (HEALTH, LOG)), 264, (50, 50)),
            Column(((GRAPH, WORLD, *SPACES),), 536),
            Column(_CURVES, 544),
        )
    ),
    ("points", "large"): Layout(
        (
            Column(((LIVE,), (HEALTH, LOG)), 300, (45, 55)),
            Column(((GRAPH, WORLD),), 1044),
            Column(
                ((LOSSES,), (DISTANCE, METRICS, APART, DENSITIES), (*SPACES, NORMS, LAYERS)), 556
            ),
            Column(((*NAMED, SCORES, SLOPES), (SPEED, WEIGHTS, SPECTRA)), 556),
        )
    ),
    ("images", "compact"): Layout(
        (
            Column(((LIVE, HEALTH, LOG),), 252),
            Column(((SAMPLES, STRIPS, FILTERS, *SPACES),), 484),
            Column(((LOSSES, METRICS, DISTANCE), (*NAMED, SCORES, NORMS, SPEED)), 348),
        )
    ),
    ("images", "normal"): Layout(
        (
            Column(((SAMPLES, STRIPS, FILTERS, *SPACES),), 628),
            Column(((LIVE,), (HEALTH, LOG)), 300, (55, 45)),
            Column(
                (
                    (LOSSES, DISTANCE, APART),
                    (NORMS, METRICS, SPECTRA),
                    (*NAMED, SCORES, WEIGHTS, SPEED),
                ),
                416,
                (38, 31, 31),
            ),
        )
    ),
    ("images", "large"): Layout(
        (
            Column(((LIVE,), (HEALTH, LOG)), 300, (45, 55)),
            Column(((SAMPLES, STRIPS, FILTERS),), 1044),
            Column(((LOSSES, DISTANCE, APART), (*SPACES, METRICS, NORMS, LAYERS)), 556),
            Column(((*NAMED, SCORES, SLOPES), (SPEED, WEIGHTS, SPECTRA)), 556),
        )
    ),
}
STRIP_HEIGHT = 138
