"""A player's layers as its instruments name them, and the weights that they hold."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ganstudio.core.instruments import LayerWeights

BINS = 64
MOST = 1_000_000  # weights of a layer that are counted; of larger layers every second, third ...
NEAR = 0.9  # of the limit: from here on a weight counts as held by it
_HELD = ".parametrizations."


class Weight(NamedTuple):
    """A trained tensor of a layer."""

    layer: str
    held: Tensor  # before any normalisation, without a graph
    outputs_second: bool  # it is (in, out, ...), as a transposed convolution's is

    def matrix(self) -> Tensor | None:
        """(out, in * k * k); None for biases, gains and single rows."""
        if self.held.dim() < 2:
            return None
        matrix = (self.held.transpose(0, 1) if self.outputs_second else self.held).flatten(1)
        return matrix if min(matrix.shape) > 1 else None


def weights_of(player: nn.Module) -> list[Weight]:
    """Every trained tensor, from the input on, by the shortest names that tell layers apart."""
    named = [(name, p) for name, p in player.named_parameters() if p.requires_grad]
    layers = short_names([_layer(name) for name, _ in named])
    modules = dict(player.named_modules())
    return [
        Weight(layer, p.detach(), _outputs_second(modules, name))
        for layer, (name, p) in zip(layers, named, strict=True)
    ]


def parameters_by_layer(player: nn.Module) -> dict[int, str]:
    """The layer of every trained tensor, by the tensor's `id`."""
    trained = [p for p in player.parameters() if p.requires_grad]
    return {id(p): w.layer for p, w in zip(trained, weights_of(player), strict=True)}


def short_names(names: Sequence[str]) -> list[str]:
    """The names without the dotted words that all of them begin with."""
    split = [name.split(".") for name in names]
    common = 0
    while split and all(len(words) > common + 1 for words in split):
        if len({words[common] for words in split}) > 1:
            break
        common += 1
    return [".".join(words[common:]) for words in split]


def histograms(
    player: nn.Module, limit: float | None = None, *, affine: bool = True
) -> tuple[LayerWeights, ...]:
    """The weights of all layers together, then of each.

    Args:
        player: whose weights.
        limit: c where the weights are clipped to [-c, c].
        affine: whether biases and gains are clipped too.
    """
    held = weights_of(player)
    made = []
    for layer in ["", *dict.fromkeys(weight.layer for weight in held)] if held else []:
        own = [weight.held for weight in held if layer in ("", weight.layer)]
        near = None
        if limit is not None:
            clipped = _joined([values for values in own if affine or values.dim() > 1])
            near = _near(clipped, limit)
        edges, shares = _histogram(_joined(own), limit)
        made.append(LayerWeights(layer, edges, shares, near))
    return tuple(made)


def _near(values: Tensor, limit: float) -> float | None:
    """Share within 10 % of the limit; None where nothing is clipped."""
    return float((values.abs() >= NEAR * limit).double().mean()) if len(values) else None


def _joined(tensors: Sequence[Tensor]) -> Tensor:
    """(n,) their finite numbers; of more than enough, every second, third ..."""
    flat = [tensor.reshape(-1).float() for tensor in tensors]
    every = max(1, -(-sum(map(len, flat)) // MOST))
    joined = torch.cat([part[::every] for part in flat]) if flat else torch.empty(0)
    return joined[joined.isfinite()]


def _histogram(
    values: Tensor, limit: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges (BINS + 1,) around zero, and the share of the weights in each bin."""
    reach = float(values.abs().max()) if len(values) else 0.0
    reach = max(reach, limit or 0.0) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    counts = torch.histc(values, BINS, -reach, reach).double().cpu().numpy()
    return edges, counts / max(len(values), 1)


def _layer(name: str) -> str:
    """`body.0` of `body.0.weight` and of `body.0.parametrizations.weight.original`."""
    before, held, _ = name.partition(_HELD)
    if held:
        return before
    owner, _, own = name.rpartition(".")
    return owner or own


def _outputs_second(modules: dict[str, nn.Module], name: str) -> bool:
    return isinstance(modules.get(_layer(name)), nn.ConvTranspose2d)
