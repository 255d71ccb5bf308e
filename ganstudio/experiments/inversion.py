"""A generator's own samples found again, Zhu et al. 2016, arXiv:1609.03552."""

import time

import torch

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.edit.invert import Encoder, fit_encoder
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.latent_search import Inversion, Search, Targets, invert
from ganstudio.nn.random import Random
from ganstudio.parts.critics import DcganCritic

TARGETS = 10
ENOUGH = 8
SHARE = 0.1  # of the mean error between two samples
STEPS = 200


def run(seed: int, report: Report) -> Outcome:
    """8 of 10 samples below 10 % of the mean pairwise error; the hybrid in half the steps."""
    chosen = shipped("dcgan-digits", seed)
    setup, seconds = trained(chosen, report)
    began = time.process_time()
    system = setup.average.catch_up()
    for player in system.players.values():
        player.eval()
    generator = capability(system, Generates)
    if generator is None:
        raise InputError("This experiment inverts a generator of images from latents.")
    random = Random(derive(seed, "inversion"), CPU)
    with torch.no_grad():
        images = generator.generate(generator.latents(TARGETS, random))
    wanted = SHARE * _pairwise(images)
    cold = invert(generator, Targets(images), random, Search(steps=STEPS))
    size = cold.latents.shape[1]
    encoder = Encoder(DcganCritic(), tuple(images.shape[1:]), size)
    fit_encoder(encoder, generator, random)
    with torch.no_grad():
        guess = encoder(images)
    warm = invert(generator, Targets(images, guess=guess), random, Search(steps=STEPS))
    found = int((cold.residual < wanted).sum())
    slow, fast = _steps(cold, wanted), _steps(warm, wanted)
    words = f"{found} of {TARGETS} found; {slow:.0f} steps, {fast:.0f} from the encoder's guess"
    report(f"inversion, seed {seed}: {words}")
    seconds += time.process_time() - began
    return Outcome(found, found >= ENOUGH and fast <= slow / 2, words, seconds)


def _pairwise(images: torch.Tensor) -> float:
    """Mean squared error between two different images."""
    count = len(images)
    errors = torch.cdist(images.flatten(1), images.flatten(1)).square() / images[0].numel()
    return float(errors.sum() / (count * (count - 1)))


def _steps(found: Inversion, wanted: float) -> float:
    """Mean first step at which a target's error was small enough; all steps where it never was."""
    steps = found.steps_to(torch.full_like(found.residual, wanted))
    return float(torch.where(steps < 0, STEPS, steps).float().mean())


EXPERIMENT = Experiment(
    "inversion",
    "own samples are recovered (Zhu 2016)",
    "of 10 found",
    "8 of 10 below 10 % of the pairwise error in 200 steps; hybrid in half the steps",
    run,
)
