"""A trained generator as one function of tensors, for programs that know nothing of the studio."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganstudio.core.capabilities import (
    Captioned,
    Generates,
    MovesDomains,
    MovesInStyle,
    PaintsDefects,
    PaintsRegions,
    PaintsStyles,
    Translates,
    capability,
)
from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.engine.sampling import TrainedModel
from ganstudio.nn.random import Random

Inputs = Mapping[str, Tensor]
Drawn = Callable[[int, Random], Inputs]
"""Inputs by name for so many samples, other ones every time."""


class Asked(nn.Module):
    """What a system is asked, as a module without parameters of its own: those are constants."""

    def __init__(self, ask: Callable[..., Tensor]) -> None:
        super().__init__()
        self._ask = ask

    def forward(self, *inputs: Tensor) -> Tensor:
        return self._ask(*inputs)


@dataclass(frozen=True)
class Portable:
    """A generator to take away.

    Attributes:
        network: inputs in their order to images (n, c, h, w) in [-1, 1].
        drawn: inputs to try it with.
        output: the name of what it gives.
        words: what it is, for people.
    """

    network: nn.Module
    drawn: Drawn
    output: str
    words: str


def portable(model: TrainedModel, direction: int = 0) -> Portable:
    """The averaged generator of a run; its weights learn no more.

    Args:
        model: of the run.
        direction: which translation, where there are several.

    Raises:
        InputError: the system has no generator of single samples, or no such direction.
    """
    system = model.averaged
    for player in system.players.values():
        player.requires_grad_(False)
    for find in (_captioned, _generating, _painting, _in_style, _moving, _with_defects):
        found = find(system, model)
        if found is not None:
            return found
    return _translating(system, model, direction)


def _captioned(system: System, model: TrainedModel) -> Portable | None:  # noqa: ARG001
    captioned, generates = capability(system, Captioned), capability(system, Generates)
    if captioned is None or generates is None:
        return None
    words = captioned.words

    def drawn(count: int, random: Random) -> Inputs:
        said = [words[int(at)] for at in random.integers(len(words), count)]
        return {
            "latents": generates.latents(count, random),
            "conditions": captioned.conditions(said),
        }

    network = Asked(captioned.depict)
    return Portable(network, drawn, "images", "latents and conditions of captions to images")


def _generating(system: System, model: TrainedModel) -> Portable | None:  # noqa: ARG001
    generates = capability(system, Generates)
    if generates is None:
        return None

    def drawn(count: int, random: Random) -> Inputs:
        found = {"latents": generates.latents(count, random)}
        if generates.classes:
            found["labels"] = random.integers(generates.classes, count)
        return found

    words = "latents and labels" if generates.classes else "latents"
    return Portable(Asked(generates.generate), drawn, "samples", f"{words} to samples")


def _painting(system: System, model: TrainedModel) -> Portable | None:
    paints, styled = capability(system, PaintsRegions), capability(system, PaintsStyles)
    if paints is None:
        return None
    sides, count_of_regions = model.spec.shape[1:], len(paints.regions)
    has_instances = model.spec.has_instances

    def ask(regions: Tensor, *others: Tensor) -> Tensor:
        instances = others[0] if has_instances else None
        return paints.paint(regions, instances, others[-1] if styled else None)

    def drawn(count: int, random: Random) -> Inputs:
        size = (count, *sides)
        ids = (random.uniform(*size) * count_of_regions).long()
        found = {"regions": ids}
        if has_instances:
            found["instances"] = (random.uniform(*size) * 4).long()
        if styled is not None:
            found["style"] = styled.styles(count, random)
        return found

    return Portable(Asked(ask), drawn, "images", "label maps to images")


def _in_style(system: System, model: TrainedModel) -> Portable | None:
    moves = capability(system, MovesInStyle)
    if moves is None:
        return None

    def drawn(count: int, random: Random) -> Inputs:
        domain = random.integers(len(moves.groups[0][1]), count)
        styles = moves.styles_from(moves.style_latents(count, random), domain)
        return {"images": _images(count, model.spec.shape, random), "styles": styles}

    return Portable(Asked(moves.move_in_style), drawn, "moved", "images and styles to images")


def _moving(system: System, model: TrainedModel) -> Portable | None:
    moves = capability(system, MovesDomains)
    if moves is None:
        return None
    classes = sum(len(names) for _, names in moves.groups)

    def drawn(count: int, random: Random) -> Inputs:
        wanted = (random.uniform(count, classes) > 0.5).float()
        return {"images": _images(count, model.spec.shape, random), "wanted": wanted}

    return Portable(Asked(moves.move), drawn, "moved", "images and wanted classes to images")


def _with_defects(system: System, model: TrainedModel) -> Portable | None:
    paints = capability(system, PaintsDefects)
    if paints is None:
        return None

    def ask(images: Tensor, control: Tensor) -> Tensor:
        return paints.paint(images, control)[0]

    def drawn(count: int, random: Random) -> Inputs:
        control = random.uniform(count, len(paints.kinds), *model.spec.shape[1:])
        return {"images": _images(count, model.spec.shape, random), "control": control}

    return Portable(Asked(ask), drawn, "painted", "images and control maps to images")


def _translating(system: System, model: TrainedModel, direction: int) -> Portable:
    translates = capability(system, Translates)
    if translates is None:
        raise InputError(
            "This run's system has no generator of single images or points to take away: export "
            "its weights as .safetensors."
        )
    if not 0 <= direction < len(translates.directions):
        raise InputError(
            f"The run translates in {len(translates.directions)} directions, numbered from 0; "
            f"{direction} is none of them."
        )
    shape = model.spec.shape if direction else model.spec.source

    def ask(images: Tensor) -> Tensor:
        return translates.translate(images, direction)

    def drawn(count: int, random: Random) -> Inputs:
        return {"images": _images(count, shape, random)}

    return Portable(Asked(ask), drawn, "translations", translates.directions[direction])


def _images(count: int, shape: tuple[int, ...], random: Random) -> Tensor:
    return torch.tanh(random.normal(count, *shape))
