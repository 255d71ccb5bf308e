"""Experiments of the papers, small enough for a processor, one a module."""

from ganstudio.experiments import (
    bigan_digits,
    dcgan_digits,
    f_divergences,
    gan_cls_shapes,
    inversion,
    pacgan_ring,
    progan_digits,
    semisupervised_digits,
    stylegan2_digits,
    unrolled_ring,
    veegan,
    wgan_estimate,
    wgan_gp_ring,
    wgan_gp_worlds,
)
from ganstudio.experiments.contract import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    f_divergences.EXPERIMENT,
    wgan_estimate.EXPERIMENT,
    wgan_gp_ring.EXPERIMENT,
    wgan_gp_worlds.GRID,
    wgan_gp_worlds.SWISS_ROLL,
    unrolled_ring.EXPERIMENT,
    veegan.RING,
    veegan.GRID,
    pacgan_ring.EXPERIMENT,
    semisupervised_digits.EXPERIMENT,
    bigan_digits.EXPERIMENT,
    dcgan_digits.EXPERIMENT,
    gan_cls_shapes.EXPERIMENT,
    progan_digits.EXPERIMENT,
    stylegan2_digits.EXPERIMENT,
    inversion.EXPERIMENT,
)
