"""Initial weights, drawn from torch's global generator: seed it before a network is built."""

from typing import Literal

from torch import nn

from ganstudio.nn.activation import Activation, variance_gain

Init = Literal["he", "glorot", "orthogonal", "normal"]

NORMAL_STD = 0.02  # Radford 2015 sec. 4

Weighted = nn.Linear | nn.Conv2d | nn.ConvTranspose2d


def initialise(
    layer: Weighted,
    init: Init,
    gain: float = 1.0,
    followed_by: Activation | Literal["linear"] = "linear",
) -> None:
    """Draw a layer's weights and set its bias to zero; `gain` multiplies the weights.

    "he" is N(0, g^2 / fan in) with the activation's g, He 2015 sec. 2.2; "glorot" is U(-a, a) with
    a = sqrt(6 / (fan in + fan out)), Glorot 2010 eq. 16; "orthogonal" has singular values of 1;
    "normal" is N(0, 0.02^2).
    """
    match init:
        case "he":
            nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")
            gain *= variance_gain(followed_by)
        case "glorot":
            nn.init.xavier_uniform_(layer.weight)
        case "orthogonal":
            nn.init.orthogonal_(layer.weight)
        case "normal":
            nn.init.normal_(layer.weight, std=NORMAL_STD)
    layer.weight.data.mul_(gain)
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)


def initialise_dcgan(network: nn.Module) -> None:
    """Every weight N(0, 0.02^2), every gain of a normalisation N(1, 0.02^2), every bias zero."""
    for layer in network.modules():
        if isinstance(layer, Weighted):
            initialise(layer, "normal")
        elif isinstance(layer, nn.BatchNorm2d | nn.GroupNorm) and layer.affine:
            nn.init.normal_(layer.weight, 1.0, NORMAL_STD)
            nn.init.zeros_(layer.bias)


def initialise_orthogonal(network: nn.Module) -> None:
    """Every weight with singular values of 1, every bias zero, Brock 2019 sec. 3."""
    for layer in network.modules():
        if isinstance(layer, Weighted):
            initialise(layer, "orthogonal")
