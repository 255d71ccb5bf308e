"""Which shipped presets play on a folder of data, and a preset with these data in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ganstudio.core.config import explain
from ganstudio.core.errors import InputError, PresetError
from ganstudio.data.batches import DataSpec
from ganstudio.data.catalog import Source
from ganstudio.engine.cards import find_preset
from ganstudio.engine.preset import Preset, load
from ganstudio.parts.compatibility import check
from ganstudio.systems.labels2image import LabelsToImageConfig

_SOURCES: TypeAdapter[Any] = TypeAdapter(Source)
LARGE = "graphics card"  # the tag of presets that ask for one
BY_CONTENT: dict[str, tuple[str, ...]] = {
    "regions": (
        "spade-streets", "pix2pix-streets", "pix2pixhd-streets", "spade-streets-large",
        "pix2pixhd-streets-large",
    ),
    "films": ("vid2vid-traffic", "vid2vid-traffic-large"),
    "pairs": ("pix2pix-streets",),
    "domains": ("cyclegan-stripes", "discogan-stripes", "dualgan-stripes", "alignflow-stripes"),
    "groups": ("stargan-tokens", "stargan2-tokens", "stargan-tokens-large"),
    "classes": (
        "acgan-digits", "cgan-digits", "biggan-digits", "stylegan2-flowers", "acgan-flowers-large",
        "cgan-flowers-large",
    ),
    "pictures": (
        "dcgan-digits", "wgan-gp-digits", "progan-flowers", "stylegan2-flowers",
        "dcgan-flowers-large", "wgan-gp-flowers-large", "stylegan2-flowers-large",
    ),
}  # fmt: skip
"""Presets by what their data must carry, the one to begin with first."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A shipped preset that plays on the data."""

    name: str
    path: Path
    title: str  # the method's name: "pix2pix"
    is_large: bool


def source_of(entry: Mapping[str, Any]) -> Any:
    """The dataset of a preset's `data:`. Raises PresetError."""
    try:
        return _SOURCES.validate_python(dict(entry))
    except ValidationError as error:
        raise PresetError(explain(error, Preset, "the data")) from error


def content_of(spec: DataSpec) -> str:
    """Which presets come into question."""
    if spec.is_film:
        return "films"
    if spec.regions:
        return "regions"
    if spec.source:
        return "pairs" if spec.is_paired else "domains"
    if spec.groups:
        return "groups"
    return "classes" if spec.classes else "pictures"


def fitting(spec: DataSpec) -> tuple[Fitting, ...]:
    """The presets that play on data of this kind without an error, the first to begin with."""
    found: list[Fitting] = []
    for name in BY_CONTENT[content_of(spec)]:
        try:
            path = find_preset(name)
            preset = suited(load(path), spec)
            facts = preset.system.facts(spec, preset.schedule.batch)
        except InputError:
            continue
        if all(one.severity != "error" for one in check(facts)):
            found.append(Fitting(name, path, method(preset), LARGE in preset.tags))
    return tuple(found)


def suited(preset: Preset, spec: DataSpec) -> Preset:
    """The preset without what needs instance maps, where the data have none."""
    if spec.has_instances or not isinstance(preset.system, LabelsToImageConfig):
        return preset
    plain = preset.edited("system.outlines", False)
    return plain.edited("system.instance_encoder", {"kind": "none"})


def method(preset: Preset) -> str:
    """The part of a title that names the method: "SPADE" of "SPADE, streets from label maps"."""
    return preset.title.partition(",")[0].strip()


def with_data(preset: Preset, entry: Mapping[str, Any]) -> Preset:
    """The preset on other data; nothing of the old data stays. Raises PresetError."""
    return preset.edited("data", source_of(entry).model_dump(mode="json"))


def designed(path: Path, entry: Mapping[str, Any], spec: DataSpec, name: str) -> Preset:
    """A new design: a shipped preset's system and schedule on the data of a folder.

    Args:
        path: of the preset.
        entry: the `data:` of the new one.
        spec: of these data.
        name: of the folder.

    Raises:
        PresetError.
    """
    preset = suited(load(path), spec)
    document = preset.model_dump(mode="json") | {
        "title": f"{method(preset)} {name}"[:80],
        "shows": "",
        "tags": [],
    }
    return with_data(Preset.model_validate(document), entry)
