"""Experiments of the papers, small enough for a processor, one a module."""

from ganstudio.engine.experiments import dcgan_digits, wgan_gp_ring
from ganstudio.engine.experiments.contract import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    wgan_gp_ring.EXPERIMENT,
    dcgan_digits.EXPERIMENT,
)
