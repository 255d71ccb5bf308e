"""Layouts that file names alone give away: as publishers and well-known programs write them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ganstudio.data.decode import SUFFIXES
from ganstudio.data.files import bare, ending
from ganstudio.data.label_images import MAP_SUFFIXES
from ganstudio.data.layouts.filing import Filed, Kind, Layout, Role, match, phase_of
from ganstudio.data.layouts.videos import are_films

_PICTURE_WORDS = "images?|imgs?|photos?|pictures?|originals?|rgb|jpegimages|real"
_LABEL_WORDS = (
    "labels?|label_?maps?|annotations?|masks?|seg|segmentations?|segmentationclass|semantic|gt|"
    "stuffthingmaps[^/]*"
)
_INSTANCE_WORDS = "inst|instances?|instance_?maps?|segmentationobject"
_PART = r"(?:trn|tr|tst|te|train|training|trainval|val|valid|validation|dev|test|testing)\d*"
_ABOVE = r"(?:.*?/)??"  # folders above, as few as can be: a part among them is the phase
_PICTURE = r"\.(?:png|jpe?g|webp|bmp|gif)"
_MAP = r"\.(?:png|jpe?g|tiff?|bmp|gif)"  # .jpg is found, so that it can be refused
_COMPANIONS = re.compile(
    r"(?:_leftImg8bit|_gt(?:Fine|Coarse)_(?:labelIds|labelTrainIds|instanceIds|color))$"
)
_SAID_AGAIN = re.compile(
    r"[_-](?:labels?|labelled|masks?|seg|segmentation|gt|inst|instances?|img|image|photo|L)$"
)
"""What file names repeat of the folder they lie in."""
_MOST = 0.5  # of the pictures that a layout of common words must explain


@dataclass(frozen=True, slots=True)
class Pattern:
    """A layout as regular expressions over names with forward slashes.

    Each may have the groups `phase` or `part` (a folder's word), `key`, and `ab`.
    """

    name: str
    title: str
    kind: Kind
    roles: tuple[tuple[Role, str], ...]
    needs: tuple[Role, ...] = ("picture", "labels")
    names: str = ""
    is_common: bool = False  # made of everyday words, so it must explain most pictures

    def file(self, names: Sequence[str]) -> tuple[Filed, ...]:
        compiled = [(role, re.compile(text, re.IGNORECASE)) for role, text in self.roles]
        found = (self._filed(name, compiled) for name in names)
        return tuple(file for file in found if file is not None)

    def _filed(self, name: str, compiled: Sequence[tuple[Role, re.Pattern[str]]]) -> Filed | None:
        for role, pattern in compiled:
            if found := pattern.fullmatch(name):
                groups = found.groupdict()
                word = groups.get("phase") or groups.get("part") or ""
                key = _COMPANIONS.sub("", groups["key"])
                key = _SAID_AGAIN.sub("", key) if self.is_common else key
                ab: Role = "a" if (groups.get("ab") or "").lower() == "a" else "b"
                return Filed(ab if groups.get("ab") else role, phase_of(word) or word, key, name)
        return None


def _words(words: str, ends: str) -> str:
    """`phase/word/key`, `word/phase/key` or `word/key`."""
    return rf"{_ABOVE}(?:(?P<phase>{_PART})/)?(?:{words})/(?:(?P<part>{_PART})/)?(?P<key>.+){ends}"


_TRIPLE = r"(?:.*/)?(?P<phase>[^/_]+)_{word}/(?P<key>.+){ends}"
_AB = rf"{_ABOVE}(?:(?P<phase>{_PART})/)?(?P<ab>[AB])/(?:(?P<part>{_PART})/)?(?P<key>.+){_PICTURE}"
_CITY = r"(?:.*/)?gt(?:Fine|Coarse)/(?P<phase>[^/]+)/(?P<key>.+)_gt(?:Fine|Coarse)_"

KNOWN: tuple[Pattern, ...] = (
    Pattern(
        "cityscapes", "Cityscapes (leftImg8bit, gtFine)", "label_maps",
        (
            ("picture", rf"(?:.*/)?leftImg8bit/(?P<phase>[^/]+)/(?P<key>.+)_leftImg8bit{_PICTURE}"),
            ("labels", rf"{_CITY}labelIds\.png"),
            ("instances", rf"{_CITY}instanceIds\.png"),
            ("spare", rf"{_CITY}(?:color|labelTrainIds)\.png"),
        ),
        names="cityscapes",
    ),
    Pattern(
        "label pairs", "Label, instance and image folders (train_label, train_inst, train_img)",
        "label_maps",
        (
            ("picture", _TRIPLE.format(word="(?:img|image)", ends=_PICTURE)),
            ("labels", _TRIPLE.format(word="label", ends=_MAP)),
            ("instances", _TRIPLE.format(word="inst", ends=_MAP)),
            ("spare", _TRIPLE.format(word="feat", ends=_PICTURE)),
        ),
    ),
    Pattern(
        "ade20k", "ADE20K scene parsing (images, annotations)", "label_maps",
        (
            ("picture", r"(?:.*/)?images/(?P<phase>[^/]+)/(?P<key>(?:.*/)?ADE_[^/]+)\.jpg"),
            ("labels", r"(?:.*/)?annotations/(?P<phase>[^/]+)/(?P<key>(?:.*/)?ADE_[^/]+)\.png"),
        ),
        names="ade20k",
    ),
    Pattern(
        "ade20k side by side", "ADE20K, images and annotations in one folder", "label_maps",
        (
            ("picture", r"(?P<key>(?:.*/)?ADE_(?P<phase>train|val)_\d+)\.jpg"),
            ("labels", r"(?P<key>(?:.*/)?ADE_(?P<phase>train|val)_\d+)\.png"),
        ),
        names="ade20k",
    ),
    Pattern(
        "coco-stuff", "COCO-Stuff (train2017, stuffthingmaps)", "label_maps",
        (
            ("instances", r"(?:.*/)?inst[^/]*/(?P<phase>train|val|test)\d{4}/(?P<key>\d{12})\.png"),
            ("labels", r"(?:.*/)?(?P<phase>train|val|test)\d{4}/(?P<key>\d{12})\.png"),
            ("picture", r"(?:.*/)?(?P<phase>train|val|test)\d{4}/(?P<key>\d{12})\.jpg"),
        ),
        names="coco-stuff",
    ),
    Pattern(
        "voc", "Pascal VOC (JPEGImages, SegmentationClass)", "label_maps",
        (
            ("picture", r"(?:.*/)?JPEGImages/(?P<key>[^/]+)\.jpg"),
            ("labels", r"(?:.*/)?SegmentationClass/(?P<key>[^/]+)\.png"),
            ("instances", r"(?:.*/)?SegmentationObject/(?P<key>[^/]+)\.png"),
        ),
        names="voc",
    ),
    Pattern(
        "facades", "CMP facades (a .png of labels beside each .jpg)", "label_maps",
        (
            ("picture", r"(?P<key>(?:.*/)?cmp_[bx]\d+)\.jpg"),
            ("labels", r"(?P<key>(?:.*/)?cmp_[bx]\d+)\.png"),
        ),
        names="facades",
    ),
    Pattern(
        "unpaired", "Unpaired domains (trainA, trainB)", "unpaired",
        (("a", rf"(?:.*/)?(?P<phase>{_PART})(?P<ab>[AB])/(?P<key>.+){_PICTURE}"),),
        needs=("a", "b"),
    ),
    Pattern(
        "pair folders", "Paired folders (train_A, train_B)", "pairs",
        (
            ("a", rf"(?:.*/)?(?P<phase>{_PART})_(?P<ab>[AB])/(?P<key>.+){_PICTURE}"),
            ("instances", rf"(?:.*/)?(?P<phase>{_PART})_inst/(?P<key>.+){_MAP}"),
        ),
        needs=("a", "b"),
    ),
    Pattern("A and B", "Folders A and B", "pairs", (("a", _AB),), needs=("a", "b")),
    Pattern(
        "label folders", "Folders of images and of label maps", "label_maps",
        (
            ("instances", _words(_INSTANCE_WORDS, _MAP)),
            ("labels", _words(_LABEL_WORDS, _MAP)),
            ("picture", _words(_PICTURE_WORDS, _PICTURE)),
        ),
        is_common=True,
    ),
)  # fmt: skip


@lru_cache(8)
def by_names(names: tuple[str, ...]) -> Layout | None:
    """The layout that the names of all files give away, or None."""
    pictures = sum(ending(name) in SUFFIXES | MAP_SUFFIXES for name in names)
    for pattern in KNOWN:
        filed = pattern.file(names)
        roles = {file.role for file in filed}
        if not set(pattern.needs) <= roles:
            continue
        if pattern.is_common and len(filed) < _MOST * pictures:
            continue
        return _refined(
            Layout(pattern.name, pattern.title, pattern.kind, filed, pattern.needs, pattern.names)
        )
    return _side_by_side(names, pictures)


def _refined(layout: Layout) -> Layout:
    """What the keys say beyond the folders."""
    keys = [file.key for file in layout.filed]
    if layout.name == "label pairs":
        if all(re.fullmatch(r"\d{12}", key) for key in keys):
            return _named(layout, "COCO-Stuff (train_label, train_inst, train_img)", "coco-stuff")
        if all("_gtFine_" in f.name for f in layout.filed if f.role == "labels"):
            return _named(layout, "Cityscapes (train_label, train_inst, train_img)", "cityscapes")
    if layout.kind == "pairs":
        if are_films(layout.filed):
            title = f"Films in {layout.title[0].lower()}{layout.title[1:]}"
            return replace(layout, name="film folders", title=title, kind="sequences")
        layout = layout.without("instances")
    if layout.name == "A and B":
        found = match(layout.filed, layout.needs)
        if 2 * len(found.samples) < len(found.unpaired) / 2:
            return Layout(
                "unpaired", "Folders A and B whose names differ", "unpaired", layout.filed,
                layout.needs,
            )  # fmt: skip
    return layout


def _named(layout: Layout, title: str, names: str) -> Layout:
    return Layout(layout.name, title, layout.kind, layout.filed, layout.needs, names)


def _side_by_side(names: tuple[str, ...], pictures: int) -> Layout | None:
    """Photos as .jpg with their label maps as .png of the same name beside them."""
    stems = {bare(name) for name in names if ending(name) in (".jpg", ".jpeg")}
    both = [name for name in names if bare(name) in stems]
    filed = tuple(
        Filed("labels" if name.lower().endswith(".png") else "picture", "", bare(name), name)
        for name in both
        if ending(name) in (".jpg", ".jpeg", ".png")
    )
    maps = sum(file.role == "labels" for file in filed)
    if not maps or 2 * maps < _MOST * pictures:
        return None
    title = "A .png of labels beside each .jpg"
    return Layout("side by side", title, "label_maps", filed, ("picture", "labels"))
