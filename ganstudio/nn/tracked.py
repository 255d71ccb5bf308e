"""Normalisation of each image by its own statistics, with gains, and a memory that can be used.

Ulyanov et al. 2016, arXiv:1607.08022.
"""

from torch import nn


def affine_instance_norm(channels: int, *, tracks: bool) -> nn.InstanceNorm2d:
    """Instance normalisation with a gain and a bias a map.

    `tracks`: keep running statistics in training and use them in evaluation, in place of each
    image's own; StarGAN's program keeps them and never uses them.
    """
    return nn.InstanceNorm2d(channels, affine=True, track_running_stats=tracks)
