"""Folders of pictures with label maps, and instance maps if there are any.

pix2pixHD (Wang et al. 2018, arXiv:1711.11585) and SPADE (Park et al. 2019, arXiv:1903.07291) train
on these.
"""

from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import torch
from pydantic import Field

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.data import cache
from ganstudio.data.batches import DataSpec
from ganstudio.data.decode import open_picture, to_pixels
from ganstudio.data.files import ending, fingerprint
from ganstudio.data.fitting import fitted, fitted_ids, have_one_shape, window
from ganstudio.data.jitter import Jitter, JitteredStore
from ganstudio.data.label_images import NumberImage, read_numbers
from ganstudio.data.layers import Layers
from ganstudio.data.layouts.filing import Layout, Matched, Role, Sample
from ganstudio.data.layouts.recognise import Place, look_at, of_folders, phase_files
from ganstudio.data.meaning import object_ids, region_ids
from ganstudio.data.palettes import read_palette
from ganstudio.data.pictures import Flip, Pictures, Pixels, Size
from ganstudio.data.placed import (
    LEAST,
    Backdrop,
    Phase,
    SquareFit,
    need_samples,
    notices,
    subfolder,
)
from ganstudio.data.reading import MisfitError, blaming, read_all
from ganstudio.data.region_count import MOST_REGIONS, counted, first_palette
from ganstudio.data.region_tables import TABLES, UNKNOWN, Names, Table, numbered
from ganstudio.data.source import Report, Share

_CHANNELS: Literal[3] = 3
_NAMED_FOLDERS = Layout("label folders", "Named folders", "label_maps", needs=("picture", "labels"))


class LabelMaps(Config):
    """Pictures of which every place is labelled; what is given is the map, painted in colours."""

    label: ClassVar[str] = "Label maps"
    kind: Literal["label_maps"] = "label_maps"
    path: str = Field(
        "",
        title="Folder",
        description="As Cityscapes, ADE20K, COCO-Stuff, Pascal VOC, CMP facades, pix2pixHD or "
        "SPADE lay it out, or folders named images and labels.",
        json_schema_extra=hints(path="folder"),
    )
    phase: Phase = "train"
    size: Size = 256
    names: Names = Field(
        "auto",
        title="Region names",
        description="What the numbers in the label maps mean; auto: as the layout says.",
    )
    regions: int = Field(
        0,
        ge=0,
        le=MOST_REGIONS,
        title="Regions",
        description="How many there are where no table names them; 0 counts them in all maps.",
    )
    has_unknown: bool = Field(
        False,
        title="Unknown places",
        description="255 in a label map stands for no region; it becomes one more, the last.",
    )
    instances: bool = Field(
        True, title="Instance maps", description="Read them where the folder has any."
    )
    fit: SquareFit = "crop"
    flip: Flip = False
    palette: str = Field(
        "",
        title="Palette",
        description="A text file with one region a line, such as 128 64 128 road; for label maps "
        "that are painted in colours.",
        json_schema_extra=hints(path="file", advanced=True),
    )
    by_colour: bool = Field(
        False,
        title="Read colours",
        description="Where the numbers of palette images differ from file to file.",
        json_schema_extra=hints(advanced=True),
    )
    values: tuple[int, ...] = Field(
        (),
        title="Values",
        description="The numbers in the files that stand for regions 0, 1, 2, ..., such as 0, 255; "
        "empty where they are the regions' own.",
        json_schema_extra=hints(advanced=True),
    )
    pictures: str = subfolder("Folder of pictures", "the pictures")
    maps: str = subfolder("Folder of label maps", "the label maps")
    instance_maps: str = subfolder("Folder of instance maps", "the instance maps")
    jitter: Jitter = 0
    background: Backdrop = "white"

    def spec(self) -> DataSpec:
        """`size` counts all samples; those that turn out unreadable are left out when opened."""
        place = self._place()
        matched = self._matched(place)
        return self._spec(place, matched, len(matched.samples))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> JitteredStore:
        rows = self.rows(report)
        place = self._place()
        spec = self._spec(place, self._matched(place), len(rows.images))
        return JitteredStore(rows, spec, seed, device, share, flip=self.flip)

    def rows(self, report: Report) -> Pictures:
        """All samples as Layers packs them, from the cache where nothing has changed.

        Raises:
            DataError, Cancelled.
        """
        report(f"Looking through {self.path}", 0.0)
        place = self._place()
        matched = self._matched(place)
        spec = self._spec(place, matched, 0)
        origin = self.model_dump_json(exclude={"path", "flip"}) + str(place.folder.resolve())
        # The colours of the regions are painted into what is kept.
        entry = cache.key(f"{origin}{spec.regions}", fingerprint(place.folder, place.found))
        reader = MapReader(self, place.folder, self.table(place, matched), Layers.of(spec))
        side = self.size + self.jitter
        shape = (Layers.of(spec).depth, side, side)
        return cache.open_or_make(entry, shape, lambda writer: reader.read(matched, writer, report))

    def table(self, place: Place, matched: Matched) -> Table:
        """What the numbers in the maps mean. Raises DataError."""
        if self.palette:
            return self._with_unknown(Table(read_palette(Path(self.palette).expanduser())))
        chosen = place.layout.names if self.names == "auto" else self.names
        if chosen in TABLES:
            return self._with_unknown(TABLES[chosen])
        names = tuple(sample.files["labels"] for sample in matched.samples)
        if self.values or self.regions:
            count = len(self.values) or self.regions
            colours = first_palette(place.folder, names) if not self.values else ()
            return numbered(count, colours, with_unknown=self.has_unknown)
        return counted(place.folder, names, place.found, by_colour=self.by_colour)

    def _with_unknown(self, table: Table) -> Table:
        if not self.has_unknown or table.unknown is not None:
            return table
        return Table((*table.regions, UNKNOWN), len(table.regions))

    def _spec(self, place: Place, matched: Matched, count: int) -> DataSpec:
        shape = (_CHANNELS, self.size, self.size)
        return DataSpec(
            shape,
            size=count,
            source=shape,
            is_paired=True,
            regions=self.table(place, matched).regions,
            has_instances="instances" in matched.samples[0].files,
        )

    def _place(self) -> Place:
        place = look_at(self.path)
        layout = place.layout
        if bool(self.pictures) != bool(self.maps):
            raise DataError(
                "Only one of the folders of pictures and label maps is named; name both, or none."
            )
        if self.pictures:
            folders: dict[Role, str] = {"picture": self.pictures, "labels": self.maps}
            if self.instance_maps:
                folders["instances"] = self.instance_maps
            names = [file.name for file in place.found]
            layout = of_folders(names, folders, _NAMED_FOLDERS)
        elif layout.kind != "label_maps":
            raise DataError(
                f"{self.path} does not look like pictures with label maps ({layout.title}); name "
                "the folders of pictures and of label maps, or choose another kind of data."
            )
        return place._replace(layout=layout if self.instances else layout.without("instances"))

    def _matched(self, place: Place) -> Matched:
        matched = phase_files(place, self.phase)
        need_samples(self.path, matched)
        return matched


class MapReader:
    """Reads the samples of a folder."""

    def __init__(self, source: LabelMaps, folder: Path, table: Table, layers: Layers) -> None:
        self._source = source
        self._folder = folder
        self._side = source.size + source.jitter
        self._table = table
        self._layers = layers
        self._colours = np.array([region.colour for region in table.regions], np.uint8)

    def read(self, matched: Matched, writer: cache.Writer, report: Report) -> None:
        left_out = read_all(
            matched.samples,
            self.row,
            lambda _, rows: writer.add(rows),
            lambda sample: sample.key,
            report,
        )
        kept = len(matched.samples) - len(left_out)
        if kept < LEAST:
            raise DataError(
                f"Of {len(matched.samples)} samples in {self._source.path}, {kept} could be read "
                f"({left_out[0]}); at least {LEAST} are needed."
            )
        writer.notices = notices(matched, left_out)

    def row(self, sample: Sample) -> Pixels:
        """(depth, h, w) bytes of a sample. Raises MisfitError, DataError."""
        source = self._source
        enough = (2 * self._side, 2 * self._side)
        name = sample.files["picture"]
        with blaming(name):
            image = open_picture(self._folder / name, _CHANNELS, source.background, enough)
        shown = window(image.size, self._side, source.fit)
        real = to_pixels(fitted(image, shown, self._side, source.background))
        maps = self._maps(sample, image.size)
        painted = self._colours[maps.regions].transpose(2, 0, 1)
        objects = None if maps.objects is None else maps.objects[None]
        row: Pixels = self._layers.pack(real[None], painted[None], maps.regions[None], objects)[0]
        return row

    def _maps(self, sample: Sample, extent: tuple[int, int]) -> "_Maps":
        source, table = self._source, self._table
        labels = self._numbers(sample, "labels", extent)
        ids = region_ids(labels, table, source.values, sample.files["labels"])
        shown = window(labels.extent, self._side, source.fit)
        outside = table.unknown or 0
        regions = fitted_ids(ids, shown, self._side, outside)
        if "instances" not in sample.files:
            return _Maps(regions, None)
        instances = self._numbers(sample, "instances", labels.extent)
        name = sample.files["instances"]
        if instances.extent != labels.extent:
            raise MisfitError(name, "has another size than its label map")
        objects = object_ids(instances, labels, ids, table.regions, name)
        return _Maps(regions, fitted_ids(objects, shown, self._side, outside))

    def _numbers(self, sample: Sample, role: Role, extent: tuple[int, int]) -> NumberImage:
        name = sample.files[role]
        if ending(name) in (".jpg", ".jpeg"):
            raise DataError(
                f"{name} is a JPEG, which blurs the numbers of a map; save the maps as PNG."
            )
        is_coloured = self._source.by_colour and role == "labels"
        with blaming(name):
            image = read_numbers(self._folder / name, by_colour=is_coloured)
        if self._source.fit != "stretch" and not have_one_shape(extent, image.extent):
            width, height = image.extent
            raise MisfitError(
                name, f"is {width} × {height} px beside {extent[0]} × {extent[1]} px, another shape"
            )
        return image


class _Maps(NamedTuple):
    regions: np.ndarray
    objects: np.ndarray | None
