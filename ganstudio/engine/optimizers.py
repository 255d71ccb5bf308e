"""torch optimizers from their configurations, fused where the device has it."""

from collections.abc import Iterable

import torch
from torch import nn

from ganstudio.parts.schedule import Adam, Optimizer, RmsProp, Sgd


def build(
    config: Optimizer, parameters: Iterable[nn.Parameter], interval: int, device: torch.device
) -> torch.optim.Optimizer:
    """The optimizer of one player.

    Args:
        config: kind and numbers.
        parameters: of the player.
        interval: n where the player has one extra update every n for lazy penalties, else 0: then
            the learning rate is scaled by c = n / (n + 1) and each beta becomes beta ** c (Karras
            2020, StyleGAN2, appendix B).
        device: the parameters'.
    """
    share = interval / (interval + 1) if interval else 1.0
    fused = device.type in ("cpu", "cuda")
    rate = config.lr * share
    match config:
        case Adam():
            betas = (config.beta1**share, config.beta2**share)
            return torch.optim.Adam(
                parameters, rate, betas, config.eps, config.weight_decay, fused=fused
            )
        case RmsProp():
            return torch.optim.RMSprop(parameters, rate, config.alpha**share, foreach=True)
        case Sgd():
            return torch.optim.SGD(parameters, rate, config.momentum**share, fused=fused)


def rescale(optimizer: torch.optim.Optimizer, config: Optimizer, interval: int) -> None:
    """Follow a live edit that changes how often the player has its extra update."""
    share = interval / (interval + 1) if interval else 1.0
    for group in optimizer.param_groups:
        match config:
            case Adam():
                group["betas"] = (config.beta1**share, config.beta2**share)
            case RmsProp():
                group["alpha"] = config.alpha**share
            case Sgd():
                group["momentum"] = config.momentum**share


def set_rate(
    optimizer: torch.optim.Optimizer, config: Optimizer, interval: int, step: int, total: int
) -> None:
    """Apply the schedule's learning rate before `step`; costs nothing while it stays the same."""
    share = interval / (interval + 1) if interval else 1.0
    rate = config.lr * share * config.decay.factor(step, total)
    for group in optimizer.param_groups:
        if group["lr"] != rate:
            group["lr"] = rate
