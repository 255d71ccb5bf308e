"""Objects of a picture edited one by one: their looks, their class, their place.

Wang 2018, arXiv:1711.11585, sections 3.3 and 3.4. Every edit is a new request; ids of new objects
were never used before.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field, model_validator
from scipy.ndimage import distance_transform_edt
from torch import Tensor

from ganstudio.core.capabilities import PaintsInstances, PaintsRegions, capability
from ganstudio.core.config import Config
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Picture, picture
from ganstudio.edit.features import (
    Box,
    ClassStyles,
    Ids,
    box_of,
    class_styles,
    features_by_instance,
    is_constant,
    outline,
    spread,
)
from ganstudio.edit.packed import Packed
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

Values = tuple[float, ...]
LEAST_MARGIN = 2  # px around an object on its crop; a sixteenth of a large picture


class Look(Config):
    """Features of an object, and what gave it them."""

    instance: int
    values: Values
    title: str = "As encoded"


class EditInstances(Request):
    """A label map with its objects and their looks.

    Attributes:
        regions: (h, w) int32 class ids.
        instances: (h, w) int32 ids of objects, and of regions that come in none.
        looks: of every object.
        past: looks that objects had before, the oldest first.
        styles: the usual looks of each class.
        name: of the picture.
    """

    kind: Literal["instances"] = "instances"
    regions: Packed | None = None
    instances: Packed | None = None
    looks: tuple[Look, ...] = ()
    past: tuple[Look, ...] = ()
    styles: tuple[ClassStyles, ...] = ()
    name: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.regions is None) != (self.instances is None):
            raise ValueError("an instance map needs its label map, and a label map its instances")
        if self.regions is None or self.instances is None:
            return self
        if self.regions.shape != self.instances.shape or len(self.regions.shape) != 2:
            raise ValueError(
                f"the label map is {self.regions.shape} and the instance map is "
                f"{self.instances.shape}: both are (h, w)"
            )
        return self

    @property
    def is_empty(self) -> bool:
        return self.regions is None

    @property
    def region_map(self) -> Ids:
        """(h, w) int64."""
        assert self.regions is not None
        return self.regions.array().astype(np.int64)

    @property
    def instance_map(self) -> Ids:
        """(h, w) int64."""
        assert self.instances is not None
        return self.instances.array().astype(np.int64)

    def look_of(self, instance: int) -> Look:
        return next(
            (one for one in self.looks if one.instance == instance),
            Look(instance=instance, values=()),
        )

    def history_of(self, instance: int) -> tuple[Look, ...]:
        """The looks of an object, the present one last."""
        return (*(one for one in self.past if one.instance == instance), self.look_of(instance))

    def styles_of(self, region: int) -> ClassStyles | None:
        return next((one for one in self.styles if one.region == region), None)

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Readings: "constant", whether each mask has one feature; "outline" (h, w) of all ids."""
        shown = picture(painted(system, self))
        told(0, shown)
        features = feature_map(self, painters(system)[1].feature_size)
        ids = self.instance_map
        return rendered([shown], constant=is_constant(features, ids), outline=outline(ids))


class InstanceStyles(Request):
    """An object in several looks, cropped, to choose from.

    Attributes:
        scene: with the object.
        instance: its id.
        choices: features of each look.
    """

    kind: Literal["instance_styles"] = "instance_styles"
    scene: EditInstances
    instance: int
    choices: tuple[Values, ...] = Field(min_length=1)

    def run(self, system: System, told: Told = untold) -> Rendering:
        box = crop_of(self.scene.instance_map == self.instance)
        crops: list[Picture] = []
        for values in self.choices:
            changed = with_looks(self.scene, (self.instance,), values, "Preview")
            whole = picture(painted(system, changed))
            crops.append(np.ascontiguousarray(whole[box[0] : box[2], box[1] : box[3]]))
            told(len(crops) - 1, crops[-1])
        return rendered(crops, 2)


@torch.no_grad()
def painted(system: System, scene: EditInstances) -> Tensor:
    """(1, c, h, w) the picture of a scene. Raises InputError: the model or the maps do not fit."""
    regions_painter, features_painter = painters(system)
    if scene.is_empty:
        raise InputError("There is no label map yet: take a picture of the run's data.")
    regions = scene.region_map
    highest = int(regions.max(initial=0))
    if highest >= len(regions_painter.regions):
        raise InputError(
            f"The label map has the class {highest} and the model's go to "
            f"{len(regions_painter.regions) - 1}: it belongs to another model."
        )
    features = feature_map(scene, features_painter.feature_size)
    device = next(next(iter(system.players.values())).parameters()).device
    return regions_painter.paint(
        torch.from_numpy(regions)[None].to(device),
        torch.from_numpy(scene.instance_map)[None].to(device),
        features=torch.from_numpy(features)[None].to(device),
    )


def painters(system: System) -> tuple[PaintsRegions, PaintsInstances]:
    """Who paints maps and who reads features. Raises InputError: one is missing."""
    regions, features = capability(system, PaintsRegions), capability(system, PaintsInstances)
    if regions is None or features is None:
        raise InputError(
            "This model gives objects no features: choose a run of pix2pixHD with an instance "
            "encoder."
        )
    return regions, features


def feature_map(scene: EditInstances, size: int) -> NDArray[np.float32]:
    """(size, h, w). Raises InputError: looks of another length than the model's."""
    looks = {one.instance: one.values for one in scene.looks if one.values}
    wrong = next((len(one) for one in looks.values() if len(one) != size), size)
    if wrong != size:
        raise InputError(
            f"These objects have {wrong} features and the model's have {size}: the edit belongs "
            "to another model."
        )
    return spread(looks, scene.instance_map, size)


@torch.no_grad()
def read_looks(system: System, images: Tensor, instances: Tensor) -> list[tuple[Look, ...]]:
    """Looks of all objects of images (n, c, h, w) with instances (n, h, w)."""
    _, painter = painters(system)
    features = painter.features_of(images, instances)
    return [
        tuple(
            Look(instance=one, values=values)
            for one, values in features_by_instance(each, ids).items()
        )
        for each, ids in zip(features, instances.cpu().numpy(), strict=True)
    ]


def usual_looks(
    regions: Sequence[Ids], instances: Sequence[Ids], looks: Sequence[Sequence[Look]]
) -> tuple[ClassStyles, ...]:
    """Clusters of the looks of all objects of some pictures, by class."""
    found: dict[int, list[Values]] = {}
    for labels, ids, known in zip(regions, instances, looks, strict=True):
        for one in known:
            found.setdefault(region_of(labels, ids == one.instance), []).append(one.values)
    return class_styles(found)


# what is done to objects


def with_looks(
    scene: EditInstances, chosen: Sequence[int], values: Values, title: str
) -> EditInstances:
    """Other features for some objects; what they had before is kept in their history."""
    past = [one for one in scene.looks if one.instance in chosen]
    others = [one for one in scene.looks if one.instance not in chosen]
    new = [Look(instance=one, values=values, title=title) for one in chosen]
    return scene.model_copy(update={"looks": (*others, *new), "past": (*scene.past, *past)})


def between(first: Values, second: Values, share: float) -> Values:
    """Features on the way from one look to another."""
    return tuple(a + share * (b - a) for a, b in zip(first, second, strict=True))


def with_class(scene: EditInstances, chosen: Sequence[int], region: int) -> EditInstances:
    """Objects of another class; their features stay."""
    regions = scene.region_map
    regions[np.isin(scene.instance_map, chosen)] = region
    return _with_maps(scene, regions, scene.instance_map)


def removed(scene: EditInstances, chosen: Sequence[int]) -> EditInstances:
    """Without some objects; each of their places becomes what the nearest other place is."""
    return erased(scene, np.isin(scene.instance_map, chosen))


def erased(scene: EditInstances, mask: NDArray[np.bool_]) -> EditInstances:
    """What is around takes the place of all that the mask covers. Raises InputError: of all."""
    return _with_maps(scene, *_filled(scene, mask))


def moved(scene: EditInstances, instance: int, right: int, down: int) -> EditInstances:
    """An object elsewhere; what it leaves is filled from around, what it covers is hidden."""
    mask = scene.instance_map == instance
    regions, instances = _filled(scene, mask)
    target = shifted(mask, right, down)
    if not target.any():
        raise InputError("The object would lie outside of the picture: move it less far.")
    regions[target] = region_of(scene.region_map, mask)
    instances[target] = instance
    return _with_maps(scene, regions, instances)


def duplicated(
    scene: EditInstances, instance: int, right: int, down: int
) -> tuple[EditInstances, int]:
    """A second object of the same look beside it, and its id, which no object ever had."""
    mask = scene.instance_map == instance
    target = shifted(mask, right, down)
    if not target.any():
        raise InputError("The copy would lie outside of the picture: place it nearer.")
    region = region_of(scene.region_map, mask)
    fresh = fresh_id(scene)
    regions, instances = scene.region_map, scene.instance_map
    regions[target], instances[target] = region, fresh
    look = scene.look_of(instance).model_copy(
        update={"instance": fresh, "title": f"Copy of #{instance}"}
    )
    changed = _with_maps(scene, regions, instances)
    return changed.model_copy(update={"looks": (*changed.looks, look)}), fresh


def fresh_id(scene: EditInstances) -> int:
    """An id that no object has or had."""
    used = [one.instance for one in (*scene.looks, *scene.past)]
    return max(int(scene.instance_map.max()), *used, 0) + 1


def with_object(
    scene: EditInstances, mask: NDArray[np.bool_], region: int
) -> tuple[EditInstances, int]:
    """A new object where the mask is true, in the commonest look of its class, and its id."""
    fresh = fresh_id(scene)
    regions, instances = scene.region_map, scene.instance_map
    regions[mask], instances[mask] = region, fresh
    styles = scene.styles_of(region)
    known = next((len(one.values) for one in scene.looks), 0)
    values = styles.centres[0] if styles is not None else (0.0,) * known
    look = Look(instance=fresh, values=values, title="Drawn")
    changed = _with_maps(scene, regions, instances)
    return changed.model_copy(update={"looks": (*changed.looks, look)}), fresh


def with_region(scene: EditInstances, mask: NDArray[np.bool_], region: int) -> EditInstances:
    """A class that comes in no objects where the mask is true: one with what there is of it."""
    regions, instances = scene.region_map, scene.instance_map
    before = instances[(regions == region) & ~mask]
    if not len(before):
        return with_object(scene, mask, region)[0]
    instances[mask] = int(np.unique(before)[np.unique(before, return_counts=True)[1].argmax()])
    regions[mask] = region
    return _with_maps(scene, regions, instances)


# what is asked of a scene


def region_of(regions: Ids, mask: NDArray[np.bool_]) -> int:
    """The commonest class of an object's places."""
    return int(np.bincount(regions[mask]).argmax()) if mask.any() else 0


def names_of(scene: EditInstances, classes: Sequence[str]) -> dict[int, str]:
    """What each object is called: by its class, and its number where the class has several."""
    ids, place = np.unique(scene.instance_map, return_inverse=True)
    counts = np.zeros((len(ids), int(scene.region_map.max(initial=0)) + 1), np.int64)
    np.add.at(counts, (place.reshape(-1), scene.region_map.reshape(-1)), 1)
    regions = counts.argmax(1).tolist()
    names, numbers = {}, Counter[int]()
    for one, region in zip(ids.tolist(), regions, strict=True):
        numbers[region] += 1
        name = classes[region] if region < len(classes) else f"class {region}"
        several = regions.count(region) > 1
        names[one] = f"{name} #{numbers[region]}" if several else name
    return names


def objects_by_area(scene: EditInstances) -> tuple[int, ...]:
    """Ids, the largest first."""
    ids, counts = np.unique(scene.instance_map, return_counts=True)
    return tuple(ids[np.lexsort((ids, -counts))].tolist())


def crop_of(mask: NDArray[np.bool_]) -> Box:
    """A box around an object with some of what surrounds it; the whole where there is none."""
    height, width = mask.shape
    margin = max(LEAST_MARGIN, height // 16)
    top, left, bottom, right = box_of(mask)
    if bottom <= top:
        return 0, 0, height, width
    return (
        max(top - margin, 0), max(left - margin, 0),
        min(bottom + margin, height), min(right + margin, width),
    )  # fmt: skip


def shifted(mask: NDArray[np.bool_], right: int, down: int) -> NDArray[np.bool_]:
    """A mask (h, w) moved by px; what leaves the picture is lost."""
    height, width = mask.shape
    rows, columns = np.nonzero(mask)
    rows, columns = rows + down, columns + right
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    target = np.zeros_like(mask)
    target[rows[inside], columns[inside]] = True
    return target


def _filled(scene: EditInstances, mask: NDArray[np.bool_]) -> tuple[Ids, Ids]:
    """Both maps with the nearest other place's ids in place of the masked ones."""
    if mask.all():
        raise InputError("Nothing would be left of the picture: choose fewer objects.")
    rows, columns = distance_transform_edt(mask, return_distances=False, return_indices=True)
    return scene.region_map[rows, columns], scene.instance_map[rows, columns]


def _with_maps(scene: EditInstances, regions: Ids, instances: Ids) -> EditInstances:
    maps = {
        "regions": Packed.of(regions.astype(np.int32)),
        "instances": Packed.of(instances.astype(np.int32)),
    }
    return scene.model_copy(update=maps)
