"""Checkpoints of pix2pixHD, by Wang et al., and of SPADE, by Park et al.

Assumed where the weights do not tell: no_instance false (an outline plane is the last of the maps),
label_nc as the other planes leave, crop_size as the programs train by default (loadSize 1024 and
crop_size 256, or 512 with a doubling more), aspect_ratio 1, num_upsampling_layers "normal".
"""

import math
from dataclasses import replace
from typing import Any, NamedTuple

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec, Region
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.region_tables import TABLES, UNKNOWN, Names, numbered
from ganstudio.interop.case import Case
from ganstudio.interop.families import pix2pixhd, spade
from ganstudio.interop.formats.fields import data_size
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.parts.encoders import NoEncoder
from ganstudio.parts.multiscale import MultiscaleCritic
from ganstudio.parts.objectives import LeastSquares
from ganstudio.parts.schedule import Adam
from ganstudio.systems.labels2image import LabelsToImageConfig

HD_SIDE, SPADE_SIDE, SPADE_LARGE = 512, 256, 512
COLOURS = 3
LEAST = 2  # regions of a label map


class Known(NamedTuple):
    """A dataset that the programs' published weights were trained on."""

    names: Names
    regions: tuple[Region, ...]
    has_instances: bool


_ADE = TABLES["ade20k"].regions
KNOWN = {
    36: Known("cityscapes", TABLES["cityscapes"].regions, True),
    151: Known("ade20k", (*_ADE[1:], UNKNOWN), False),  # theirs has the unknown last
    184: Known("coco-stuff", TABLES["coco-stuff"].regions, True),
}
"""By the planes of its maps: a plane for each region, and that of the outlines."""


class Maps(NamedTuple):
    """What the painter is given."""

    regions: tuple[Region, ...]
    has_outlines: bool
    names: Names


def maps_of(planes: int, case: Case, assumed: Assumed) -> Maps:
    """Of so many planes: those of a known dataset, or unnamed ones."""
    known = KNOWN.get(planes)
    if known and "no_instance" not in case.options and "label_nc" not in case.options:
        return Maps(known.regions, known.has_instances, known.names)
    has_outlines = not assumed.option(case, "no_instance", False)
    count = planes - has_outlines
    if count < LEAST:
        raise InputError(f"{case.folder} is given {planes} planes: no label map has so few.")
    has_unknown = _has_unknown(count, case)
    return Maps(
        numbered(count - has_unknown, with_unknown=has_unknown).regions, has_outlines, "none"
    )


def _has_unknown(count: int, case: Case) -> bool:
    """Whether the last plane is that of places of no label."""
    says_so = bool(case.options.get("contain_dontcare_label", False))
    labels = int(case.options.get("label_nc", count - says_so))
    if count - labels not in (int(says_so), 1):
        raise InputError(
            f"{case.folder} has planes for {count} regions, and label_nc {labels} does not fit "
            "them: leave it out, or correct it."
        )
    return count > labels


def spec_of(shape: tuple[int, ...], maps: Maps) -> DataSpec:
    return DataSpec(
        shape,
        source=(COLOURS, *shape[1:]),
        is_paired=True,
        regions=maps.regions,
        has_instances=maps.has_outlines,
    )


def data_of(spec: DataSpec, maps: Maps) -> LabelMaps:
    return LabelMaps(size=data_size(spec), names=maps.names, instances=maps.has_outlines)


def design_pix2pixhd(cases: Cases, assumed: Assumed) -> Design:
    case, encoder = cases["G"], cases.get("E")
    part = pix2pixhd.painter_part(case)
    features = encoder.option("output_nc") if encoder else 0
    planes = case.option("input_nc") - features
    if planes <= COLOURS and "label_nc" not in case.options:
        raise InputError(
            f"{case.folder} translates pictures, not label maps (label_nc 0), which the studio's "
            "pix2pixHD does not: import a generator of label maps."
        )
    maps = maps_of(planes, case, assumed)
    step = 1 << (part.halvings + part.enhancers)
    side = assumed.option(case, "crop_size", HD_SIDE)
    rounded = max(step, side // step * step)
    spec = spec_of((case.option("output_nc"), rounded, rounded), maps)
    critic = cases.get("D")
    system = LabelsToImageConfig(
        objective=LeastSquares(),
        generator=part,
        critic=pix2pixhd.critic_part(critic)
        if critic
        else MultiscaleCritic(channels=part.channels),
        outlines=maps.has_outlines,
        instance_encoder=pix2pixhd.encoder_part(encoder) if encoder else NoEncoder(),
        manner="pix2pixhd",
        verdict_weight=2.0,
        generator_optimizer=Adam(),
        critic_optimizer=Adam(),
    )
    return Design(system, data_of(spec, maps), spec)


def design_spade(cases: Cases, assumed: Assumed) -> Design:
    case, encoder = cases["G"], cases.get("E")
    case = sized(case, assumed)
    part = spade.painter_part(case)
    maps = maps_of(case.option("semantic_nc"), case, assumed)
    spec = spec_of(spade.shape_of(case), maps)
    critic = cases.get("D")
    system = LabelsToImageConfig(
        generator=part,
        critic=spade.critic_part(critic)
        if critic
        else MultiscaleCritic(channels=part.channels, spectral_norm=True, bias=False),
        outlines=maps.has_outlines,
        style_encoder=spade.encoder_part(encoder) if encoder else NoEncoder(),
    )
    if encoder and part.style != spade.STYLE:
        raise InputError(
            f"{encoder.folder} makes styles of {spade.STYLE} numbers, and {case.folder} is given "
            f"{part.style}: they are not of one training."
        )
    return Design(system, data_of(spec, maps), spec)


def sized(case: Case, assumed: Assumed) -> Case:
    """The case with the image size: told by the first layer where it makes the start of a style."""
    sizes = _start_sizes(case)
    if "num_upsampling_layers" not in case.options:
        sizes["num_upsampling_layers"] = assumed.option(case, "num_upsampling_layers", "normal")
    doublings = spade.doublings_of(replace(case, options={**case.options, **sizes}))
    if "start_side" in sizes:
        sizes["crop_size"] = sizes.pop("start_side") << doublings
    else:
        default = SPADE_LARGE if doublings > spade.DOUBLINGS["normal"] else SPADE_SIDE
        sizes["crop_size"] = assumed.option(case, "crop_size", default)
        sizes["aspect_ratio"] = assumed.option(case, "aspect_ratio", 1.0)
    return replace(case, options={**case.options, **sizes})


def _start_sizes(case: Case) -> dict[str, Any]:
    """Width of the start, and width over height, where a style makes it: square, or twice as wide
    as high, as Cityscapes is.
    """
    weight = case.state("G")["fc.weight"]
    if weight.dim() != 2:
        return {}
    places = weight.shape[0] // (16 * case.option("ngf"))
    for aspect in (1, 2):
        high = math.isqrt(places // aspect)
        if high * high * aspect == places:
            return {"start_side": high * aspect, "aspect_ratio": float(aspect)}
    return {}


FORMATS = (
    Format(
        "pix2pixhd",
        "pix2pixHD",
        pix2pixhd.PROGRAM,
        "Wang et al. 2018, arXiv:1711.11585, sec. 3",
        (
            Role("G", "the generator", pix2pixhd.recognise_painter, lambda s: s.painting.painter,
                 pix2pixhd.fill_painter, is_needed=True),
            Role("E", "the encoder of instances", pix2pixhd.recognise_encoder,
                 lambda s: s.painting.instance_encoder, pix2pixhd.fill_encoder,
                 may_lack=True),
            Role("D", "the critic", pix2pixhd.recognise_critic, lambda s: s.critic,
                 pix2pixhd.fill_critic),
        ),
        design_pix2pixhd,
    ),
    Format(
        "spade",
        "SPADE",
        spade.PROGRAM,
        "Park et al. 2019, arXiv:1903.07291, sec. 3",
        (
            Role("G", "the generator", spade.recognise_painter, lambda s: s.painting.painter,
                 spade.fill_painter, is_needed=True),
            Role("E", "the encoder of styles", spade.recognise_encoder,
                 lambda s: s.painting.style_encoder, spade.fill_encoder,
                 may_lack=True),
            Role("D", "the critic", spade.recognise_critic, lambda s: s.critic,
                 spade.fill_critic),
        ),
        design_spade,
    ),
)  # fmt: skip
