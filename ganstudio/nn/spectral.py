"""Spectral normalisation of weights by power iteration, Miyato 2018, arXiv:1802.05957."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import parametrize

Normalised = nn.Linear | nn.Conv2d | nn.ConvTranspose2d | nn.Embedding
WARM_UP = 15  # power iterations at the start: the first step already sees a usable σ


class SpectralWeight(nn.Module):
    """W / σ(W), where σ = uᵀ W v is the largest singular value of W as a matrix.

    u and v follow W by power iteration in every forward pass in training mode, and stand still in
    evaluation mode. No gradient flows through them; one does flow through W in σ, sec. 3.
    """

    u: Tensor  # (rows,)
    v: Tensor  # (columns,)

    def __init__(self, weight: Tensor, iterations: int, *, outputs_second: bool = False) -> None:
        """`outputs_second`: the weight is (in, out, ...), as a transposed convolution's is."""
        super().__init__()
        self.iterations = iterations
        self.outputs_second = outputs_second
        matrix = self.matrix(weight.detach())
        self.register_buffer("u", F.normalize(torch.randn_like(matrix[:, 0]), dim=0))
        self.register_buffer("v", F.normalize(torch.randn_like(matrix[0]), dim=0))
        self._iterate(matrix, WARM_UP)

    def forward(self, weight: Tensor) -> Tensor:
        with torch.autocast(weight.device.type, enabled=False):
            matrix = self.matrix(weight)
            if self.training:
                self._iterate(matrix.detach(), self.iterations)
            return weight / self.sigma(matrix)

    def matrix(self, weight: Tensor) -> Tensor:
        """The weight as (out, in * k * k)."""
        return (weight.transpose(0, 1) if self.outputs_second else weight).flatten(1)

    def sigma(self, matrix: Tensor) -> Tensor:
        """uᵀ W v, a scalar."""
        # Copies, because a second forward pass may move u and v before the first one's backward.
        return torch.dot(self.u.clone(), torch.mv(matrix, self.v.clone()))

    @torch.no_grad()
    def _iterate(self, matrix: Tensor, iterations: int) -> None:
        for _ in range(iterations):
            self.v.copy_(F.normalize(torch.mv(matrix.t(), self.u), dim=0))
            self.u.copy_(F.normalize(torch.mv(matrix, self.v), dim=0))


def normalise_spectra(network: nn.Module, iterations: int = 1) -> None:
    """Give every linear map, convolution and embedding inside `network` a spectral norm of 1."""
    for layer in list(network.modules()):
        if isinstance(layer, Normalised) and not parametrize.is_parametrized(layer, "weight"):
            outputs_second = isinstance(layer, nn.ConvTranspose2d)
            spectral = SpectralWeight(layer.weight, iterations, outputs_second=outputs_second)
            parametrize.register_parametrization(layer, "weight", spectral)


@torch.no_grad()
def singular_values(network: nn.Module) -> dict[str, float]:
    """The largest singular value of the weight that each layer holds, before it is normalised.

    Estimated by the layer's own u and v where it has them (they do not move), exact elsewhere.
    """
    layers = {name: m for name, m in network.named_modules() if isinstance(m, Normalised)}
    if not layers:
        return {}
    largest = torch.stack([_largest(layer) for layer in layers.values()])
    return dict(zip(layers, largest.tolist(), strict=True))


def _largest(layer: Normalised) -> Tensor:
    held = dict(layer.named_modules()).get("parametrizations.weight")
    if isinstance(held, parametrize.ParametrizationList):
        spectral = held[0]
        if isinstance(spectral, SpectralWeight):
            return spectral.sigma(spectral.matrix(held.original))
    outputs_second = isinstance(layer, nn.ConvTranspose2d)
    weight = layer.weight.transpose(0, 1) if outputs_second else layer.weight
    return torch.linalg.matrix_norm(weight.flatten(1), ord=2)
