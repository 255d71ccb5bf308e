"""Activations by name, so that a configuration can choose one."""

from typing import Literal

from torch import nn

Activation = Literal["relu", "leaky_relu", "tanh"]

SLOPE = 0.2  # of the leaky ReLU below zero, Radford 2015 sec. 3


def activation(kind: Activation) -> nn.Module:
    match kind:
        case "relu":
            return nn.ReLU()
        case "leaky_relu":
            return nn.LeakyReLU(SLOPE)
        case "tanh":
            return nn.Tanh()


def variance_gain(kind: Activation | Literal["linear"]) -> float:
    """What weights are multiplied with to keep the variance behind this activation."""
    return nn.init.calculate_gain(kind, SLOPE if kind == "leaky_relu" else None)
