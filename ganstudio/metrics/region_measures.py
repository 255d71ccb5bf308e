"""What is measured of pictures that are made of label maps: whether their regions are seen."""

from ganstudio.metrics.figures import Figure, Measure
from ganstudio.metrics.region_maps import Maps
from ganstudio.metrics.regions import region_reader


def _overlap(maps: Maps) -> tuple[Figure, ...]:
    reader = region_reader(maps.real, maps.wanted, maps.count)
    made = reader.overlap(maps.made, maps.wanted)
    return Figure(made.mean), Figure(reader.held_out.mean)


REGION_MEASURES: tuple[Measure[Maps], ...] = (
    Measure({"miou": "mIoU of regions", "miou_real": "mIoU of real images, held out"}, _overlap),
)
