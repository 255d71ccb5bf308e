"""Names and colours of the regions of well-known datasets, in the order of their ids.

Cityscapes: Cordts et al. 2016, arXiv:1604.01685. ADE20K: Zhou et al. 2017, arXiv:1608.05442.
COCO-Stuff: Caesar et al. 2018, arXiv:1612.03716. VOC: Everingham et al. 2010. CMP facades:
Tylecek 2013.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ganstudio.data.batches import Region
from ganstudio.data.palettes import Colour, bit_colour

Names = Literal[
    "auto", "none", "cityscapes", "cityscapes train ids", "ade20k", "coco-stuff", "voc", "facades"
]
DONT_CARE = 255
"""The value that marks places of no known region in the label maps of many datasets."""

_CITYSCAPES = """
unlabeled 0 0 0, ego vehicle 0 0 0, rectification border 0 0 0, out of roi 0 0 0, static 0 0 0,
dynamic 111 74 0, ground 81 0 81, road 128 64 128, sidewalk 244 35 232, parking 250 170 160,
rail track 230 150 140, building 70 70 70, wall 102 102 156, fence 190 153 153,
guard rail 180 165 180, bridge 150 100 100, tunnel 150 120 90, pole 153 153 153,
polegroup 153 153 153, traffic light 250 170 30, traffic sign 220 220 0, vegetation 107 142 35,
terrain 152 251 152, sky 70 130 180, person 220 20 60, rider 255 0 0, car 0 0 142, truck 0 0 70,
bus 0 60 100, caravan 0 0 90, trailer 0 0 110, train 0 80 100, motorcycle 0 0 230,
bicycle 119 11 32, license plate 0 0 142
"""
_CITYSCAPES_THINGS = frozenset(range(24, 34))
_TRAINED = (7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33)
"""Which labels of Cityscapes its train ids 0 to 18 are."""

_ADE20K = """
wall, building, sky, floor, tree, ceiling, road, bed, windowpane, grass, cabinet, sidewalk, person,
earth, door, table, mountain, plant, curtain, chair, car, water, painting, sofa, shelf, house, sea,
mirror, rug, field, armchair, seat, fence, desk, rock, wardrobe, lamp, bathtub, railing, cushion,
base, box, column, signboard, chest of drawers, counter, sand, sink, skyscraper, fireplace,
refrigerator, grandstand, path, stairs, runway, case, pool table, pillow, screen door, stairway,
river, bridge, bookcase, blind, coffee table, toilet, flower, book, hill, bench, countertop, stove,
palm, kitchen island, computer, swivel chair, boat, bar, arcade machine, hovel, bus, towel, light,
truck, tower, chandelier, awning, streetlight, booth, television, airplane, dirt track, apparel,
pole, land, bannister, escalator, ottoman, bottle, buffet, poster, stage, van, ship, fountain,
conveyer belt, canopy, washer, plaything, swimming pool, stool, barrel, basket, waterfall, tent,
bag, minibike, cradle, oven, ball, food, step, tank, trade name, microwave, pot, animal, bicycle,
lake, dishwasher, screen, blanket, sculpture, hood, sconce, vase, traffic light, tray, ashcan, fan,
pier, crt screen, plate, monitor, bulletin board, shower, radiator, glass, clock, flag
"""
_COCO = """
person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant,
street sign, stop sign, parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear,
zebra, giraffe, hat, backpack, umbrella, shoe, eye glasses, handbag, tie, suitcase, frisbee, skis,
snowboard, sports ball, kite, baseball bat, baseball glove, skateboard, surfboard, tennis racket,
bottle, plate, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange,
broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, mirror,
dining table, window, desk, toilet, door, tv, laptop, mouse, remote, keyboard, cell phone,
microwave, oven, toaster, sink, refrigerator, blender, book, clock, vase, scissors, teddy bear,
hair drier, toothbrush, hair brush, banner, blanket, branch, bridge, building-other, bush, cabinet,
cage, cardboard, carpet, ceiling-other, ceiling-tile, cloth, clothes, clouds, counter, cupboard,
curtain, desk-stuff, dirt, door-stuff, fence, floor-marble, floor-other, floor-stone, floor-tile,
floor-wood, flower, fog, food-other, fruit, furniture-other, grass, gravel, ground-other, hill,
house, leaves, light, mat, metal, mirror-stuff, moss, mountain, mud, napkin, net, paper, pavement,
pillow, plant-other, plastic, platform, playingfield, railing, railroad, river, road, rock, roof,
rug, salad, sand, sea, shelf, sky-other, skyscraper, snow, solid-other, stairs, stone, straw,
structural-other, table, tent, textile-other, towel, tree, vegetable, wall-brick, wall-concrete,
wall-other, wall-panel, wall-stone, wall-tile, wall-wood, water-other, waterdrops, window-blind,
window-other, wood
"""
_COCO_THINGS = 91
_VOC = """
background, aeroplane, bicycle, bird, boat, bottle, bus, car, cat, chair, cow, diningtable, dog,
horse, motorbike, person, pottedplant, sheep, sofa, train, tvmonitor
"""
_BORDER = (224, 224, 192)
_FACADES = """
background, facade, window, door, cornice, sill, balcony, blind, deco, molding, pillar, shop
"""


@dataclass(frozen=True, slots=True)
class Table:
    """What the ids of a dataset mean.

    Attributes:
        regions: by id.
        unknown: the region that 255 stands for, or None where 255 does not occur.
    """

    regions: tuple[Region, ...]
    unknown: int | None = None


def _words(text: str) -> list[str]:
    return [" ".join(word.split()) for word in text.split(",")]


UNKNOWN = Region("unknown", (0, 0, 0))
"""What lies where nobody has labelled anything."""


def _plain(text: str, things: int = 0, first: int = 0) -> tuple[Region, ...]:
    """Regions in the colours of SPADE; the ids begin at `first`, those below `things` count."""
    numbered = enumerate(_words(text), first)
    return tuple(Region(name, bit_colour(id_ + 1), id_ < things) for id_, name in numbered)


def _cityscapes() -> tuple[Region, ...]:
    regions = []
    for id_, line in enumerate(_words(_CITYSCAPES)):
        *name, red, green, blue = line.split()
        colour = (int(red), int(green), int(blue))
        regions.append(Region(" ".join(name), colour, id_ in _CITYSCAPES_THINGS))
    return tuple(regions)


def _train_ids() -> tuple[Region, ...]:
    labels = _cityscapes()
    return (*(labels[id_] for id_ in _TRAINED), UNKNOWN)


def _voc() -> tuple[Region, ...]:
    names = _words(_VOC)
    known = (Region(name, bit_colour(id_), id_ > 0) for id_, name in enumerate(names))
    return (*known, Region("border", _BORDER))


TABLES: dict[str, Table] = {
    "cityscapes": Table(_cityscapes()),
    "cityscapes train ids": Table(_train_ids(), len(_TRAINED)),
    "ade20k": Table((UNKNOWN, *_plain(_ADE20K, first=1))),
    "coco-stuff": Table(
        (*_plain(_COCO, things=_COCO_THINGS), UNKNOWN),
        len(_words(_COCO)),
    ),
    "voc": Table(_voc(), len(_words(_VOC))),
    "facades": Table((UNKNOWN, *_plain(_FACADES, first=1))),
}


def numbered(count: int, colours: Sequence[Colour] = (), *, with_unknown: bool) -> Table:
    """A table of `count` regions without names, and of an unknown one behind them.

    The colours are the given ones, and those of VOC behind them.
    """
    known = [
        Region(f"class {id_}", colours[id_] if id_ < len(colours) else bit_colour(id_))
        for id_ in range(count)
    ]
    if not with_unknown:
        return Table(tuple(known))
    return Table((*known, Region("unknown", _BORDER)), count)
