"""What pix2pixHD and SPADE give their networks, of a case's label and instance maps."""

import re
from typing import Any

import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.nn.regions import outlines, planes

UNKNOWN = 255  # the label that nobody knows, in datasets that have one


def ids(case: Case, name: str) -> Tensor:
    """(n, h, w) int64 of a map (n, 1, h, w)."""
    return case.given(name)[:, 0].long()


def semantics(case: Case) -> Tensor:
    """(n, maps, h, w): a plane for each class, then the outlines of the instances."""
    return torch.cat(_maps(case), 1)


def has_outlines(case: Case) -> bool:
    return not case.option("no_instance", False) and "inst" in case.inputs


def _maps(case: Case) -> list[Tensor]:
    outline = [outlines(ids(case, "inst"))] if has_outlines(case) else []
    if case.given("label").is_floating_point():  # a picture that stands for a label map
        return [case.given("label"), *outline]
    classes = class_count(case, len(outline))
    found = planes_of(case, classes) if classes else []
    return [*found, *outline]


def planes_of(case: Case, classes: int) -> list[Tensor]:
    regions = ids(case, "label")
    if case.option("contain_dontcare_label", False):
        regions = torch.where(regions == UNKNOWN, classes - 1, regions)
    if int(regions.max()) >= classes:
        raise InputError(
            f"{case.folder / 'inputs.safetensors'} has the label {int(regions.max())} where "
            f"{classes} classes are known: correct label_nc."
        )
    return [planes(regions, classes)]


def class_count(case: Case, others: int) -> int:
    """Planes of the label map: as the options say, or what the input channels leave."""
    if "label_nc" in case.options:
        unknown = bool(case.option("contain_dontcare_label", False))
        return int(case.option("label_nc")) + unknown
    colours = case.inputs["image"].shape[1] if _sees_image(case) else 0
    return int(case.option("input_nc")) - others - colours


def _sees_image(case: Case) -> bool:
    return "Discriminator" in case.network and "image" in case.inputs


def layer_of(name: str, layers: tuple[tuple[Tensor, ...], ...]) -> Tensor | None:
    """The output called pred_<scale>_<layer>; None for another name."""
    match = re.fullmatch(r"pred_(\d+)(?:_(\d+))?", name)
    if match is None:
        return None
    scale, layer = int(match[1]), match[2]
    return layers[scale][-1 if layer is None else int(layer)]


def norm_of(words: Any, default: str = "instance") -> Any:
    """Our word for a normalisation in an option such as spectralsyncbatch or spadeinstance3x3."""
    text = str(words)
    for word in ("batch", "instance"):
        if word in text:
            return word
    return "none" if "none" in text else default
