"""Experiments of the papers, small enough for a processor, one a module."""

from ganstudio.engine.experiments import (
    dcgan_digits,
    f_divergences,
    pacgan_ring,
    wgan_estimate,
    wgan_gp_ring,
    wgan_gp_worlds,
)
from ganstudio.engine.experiments.contract import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    f_divergences.EXPERIMENT,
    wgan_estimate.EXPERIMENT,
    wgan_gp_ring.EXPERIMENT,
    wgan_gp_worlds.GRID,
    wgan_gp_worlds.SWISS_ROLL,
    pacgan_ring.EXPERIMENT,
    dcgan_digits.EXPERIMENT,
)
