"""A preset's data, opened, where they meet the system that is to learn from them."""

import torch

from ganstudio.core.errors import InputError
from ganstudio.data.reading import listed
from ganstudio.data.source import Dataset, Report, Share
from ganstudio.engine.preset import Preset


def open_data(preset: Preset, device: torch.device, share: Share, report: Report) -> Dataset:
    """Only now is it known which classes have samples: names and folders promise, files may lack.

    Raises DataError, Cancelled; InputError where the system learns a class that has no sample.
    """
    dataset = preset.data.open(preset.seed, device, share, report)
    if preset.system.learns_classes() and dataset.vacant:
        raise InputError(_refusal(preset, dataset.vacant))
    return dataset


def _refusal(preset: Preset, vacant: tuple[str, ...]) -> str:
    where = getattr(preset.data, "path", "") or f"the data ({preset.data.label})"
    is_one = len(vacant) == 1
    classes, have, them = ("class", "has", "it") if is_one else ("classes", "have", "them")
    return (
        f"The {classes} {listed(vacant)} {have} no sample in {where}, and this system "
        f"learns every class from samples: add some, or leave {them} out of the classes."
    )
