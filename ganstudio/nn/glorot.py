"""The initial weights of SPADE's program."""

from torch import nn

GAIN = 0.02
BATCH_NORM_STD = 0.02


def initialise_spade(network: nn.Module) -> None:
    """Every weight N(0, 2 g^2 / (fan in + fan out)) with g = 0.02, every bias zero."""
    for layer in network.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            nn.init.xavier_normal_(layer.weight, GAIN)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
        elif isinstance(layer, nn.BatchNorm2d) and layer.affine:
            nn.init.normal_(layer.weight, 1.0, BATCH_NORM_STD)
            nn.init.zeros_(layer.bias)
