"""What the layers of a generator read: found by asking, so that no kind of network is known here.

Forward hooks listen while the generator draws; which layer reads a style is told by what it is
given.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist

AFFINE = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.ConvTranspose1d, nn.ConvTranspose2d)


class Heard(NamedTuple):
    """A layer as it was called."""

    layer: nn.Module
    given: Tensor
    made: Tensor


def heard(system: System, draw: Callable[[], object]) -> list[Heard]:
    """The affine layers that `draw` calls, in the order of their calls."""
    calls: list[Heard] = []
    own = threading.get_ident()

    def listen(layer: nn.Module, given: tuple[Tensor, ...], made: Tensor) -> None:
        if threading.get_ident() == own:  # another thread may draw with the same model
            calls.append(Heard(layer, given[0].detach(), made.detach()))

    layers = {
        id(layer): layer
        for player in system.players.values()
        for layer in player.modules()
        if isinstance(layer, AFFINE)
    }
    with ExitStack() as stack, torch.no_grad():
        for layer in layers.values():
            handle = layer.register_forward_hook(listen)
            stack.callback(handle.remove)
        draw()
    return calls


def style_weights(system: System, artist: Artist) -> list[list[Tensor]]:
    """For each style: the weights (out, d) of the layers that read it.

    Raises InputError: the model has no styles, or none of its layers reads one directly.
    """
    styled = artist.has_styles
    if styled is None:
        raise InputError("This model has no styles: choose a run of a StyleGAN.")
    count, width = len(artist.style_sides), len(styled.mean_style())
    source = torch.Generator().manual_seed(0)
    styles = torch.randn(1, count, width, generator=source).to(artist.device)
    calls = heard(system, lambda: styled.synthesise(styles))
    found: list[list[Tensor]] = [[] for _ in range(count)]
    for call in calls:
        if call.given.shape != (1, width) or not isinstance(call.layer, nn.Linear):
            continue
        reads = [at for at in range(count) if torch.equal(call.given[0], styles[0, at])]
        if reads:
            found[reads[0]].append(call.layer.weight.detach())
    if not any(found):
        raise InputError(
            "No layer of this model reads a style directly, so its weights tell no directions: "
            "use PCA."
        )
    return found


def first_features(
    system: System, artist: Artist, z: Tensor, label: Tensor | None = None
) -> Tensor:
    """(n, f) what the first layer that reads z makes of latents (n, d).

    Raises InputError: no layer of the generator reads z.
    """
    labels = None if label is None else label.expand(len(z))
    calls = heard(system, lambda: artist.generates.generate(z, labels))
    for call in calls:
        made = call.made.flatten(1)
        if len(made) == len(z) and bool((made[1:] != made[:1]).any()):
            return made
    raise InputError("No layer of this model reads its latent: choose another run.")


def first_weight(system: System, artist: Artist, label: Tensor | None, width: int) -> Tensor:
    """(f, d) the matrix of the first layer that reads z, by what it makes of unit vectors."""
    basis = torch.cat([torch.zeros(1, width), torch.eye(width)]).to(artist.device)
    made = first_features(system, artist, basis, label)
    return (made[1:] - made[:1]).t()
