"""What painting costs and gives: a brush on large maps, the way from a stroke to its picture, and
whether the picture shows what was painted.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from ganstudio.edit import raster
from ganstudio.edit.packed import Packed
from ganstudio.engine.measurement import Measurement
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.engine.shipped import as_run, shipped_models
from ganstudio.experiments.painted_maps import LEAST_OVERLAP, MAPS, STROKES, painted_overlap
from ganstudio.ui.editing_probe import MODEL
from ganstudio.ui.probes import run_probe

Report = Callable[[str], None]
SEGMENTS = 40
LARGEST, PACKED_WITHIN = 2048, 8.0
"""Side of a map, and the ms that keeping it may take at the end of a stroke."""
BRUSHES = ((512, 256, 8.0), (2048, 1024, 30.0))
"""Side of the map and diameter in pixels, and the ceiling in ms."""


def editing(report: Report) -> list[Measurement]:
    """Segments on large maps, then strokes on the shipped SPADE model in the real window; last,
    whether its pictures of painted maps are read as what was painted.
    """
    found = []
    for side, diameter, ceiling in BRUSHES:
        spent = segment_time(side, diameter)
        name = f"segment at {side} px, brush {diameter} px, median"
        report(f"{name}: {spent:.2f} ms")
        found.append(Measurement(name, spent, "ms", ceiling, is_ceiling=True))
    spent = packing_time(LARGEST)
    name = f"map of {LARGEST:,} px a side packed for undo and autosave, median"
    report(f"{name}: {spent:.2f} ms")
    found.append(Measurement(name, spent, "ms", PACKED_WITHIN, is_ceiling=True))
    figures = run_probe("editing_probe")
    strokes, gaps = sorted(figures["strokes"]), sorted(figures["gaps"])
    size = figures["size"]
    report(f"{len(strokes)} strokes at {size} px, median {statistics.median(strokes):.0f} ms")
    p95, p99 = strokes[int(0.95 * len(strokes))], gaps[int(0.99 * len(gaps))]
    return [
        *found,
        Measurement(f"stroke to picture at {size} px, p95", p95, "ms", 150, is_ceiling=True),
        Measurement("timer gaps while painting, p99", p99, "ms", 50, is_ceiling=True),
        shown_as_painted(report),
    ]


def shown_as_painted(report: Report) -> Measurement:
    """MIoU of what a reader sees in the shipped model's pictures of painted maps."""
    bundle = next(path for path in shipped_models() if path.stem == MODEL)
    found = painted_overlap(load_model(RunFolder.open(as_run(bundle))), report)
    report(
        f"{MAPS} maps of streets never shown: mIoU {found.before:.3f}, with {STROKES} strokes on "
        f"each {found.overlap:.3f}; {found.strokes:.0%} under the strokes is read as painted"
    )
    name = "pictures of painted maps read again, mIoU"
    return Measurement(name, found.overlap, "", LEAST_OVERLAP)


def segment_time(side: int, diameter: float) -> float:
    """Median milliseconds of a segment across a square map, from points to written ids."""
    random = np.random.default_rng(0)
    ids = np.zeros((side, side), np.uint8)
    spent = []
    for number in range(SEGMENTS):
        (x0, y0), (x1, y1) = random.uniform(0, side, (2, 2)).tolist()
        begin = time.perf_counter()
        patch = raster.segment((x0, y0), (x1, y1), diameter, ids.shape)
        raster.paint(ids, patch, 1 + number % 9)
        spent.append(1e3 * (time.perf_counter() - begin))
    return statistics.median(spent)


def packing_time(side: int) -> float:
    """Median milliseconds in which a map of painted areas becomes part of a request."""
    random = np.random.default_rng(0)
    ids = np.zeros((side, side), np.uint8)
    spent = []
    for number in range(SEGMENTS):
        (x, y), diameter = random.uniform(0, side, 2).tolist(), random.uniform(side / 40, side / 4)
        raster.paint(ids, raster.dab((x, y), diameter, ids.shape), 1 + number % 9)
        begin = time.perf_counter()
        Packed.of(ids)
        spent.append(1e3 * (time.perf_counter() - begin))
    return statistics.median(spent)
