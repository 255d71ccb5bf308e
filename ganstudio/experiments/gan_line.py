"""The first GAN in one dimension, Goodfellow et al. 2014, arXiv:1406.2661, section 3 and Fig. 1."""

from functools import partial

import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.rng import derive
from ganstudio.data.worlds import Mixture1D
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.nn.random import Random
from ganstudio.parts.objectives import Minimax, NonSaturating
from ganstudio.systems.latent import Latent

SAMPLES = 5000
ERROR = 0.2  # of mean and standard deviation
UNSURE = (0.45, 0.55)  # the critic's probabilities where the data are
AHEAD = 20  # critic's steps for one of the generator
STRONGER = 10  # times the gradient


def fitted(name: str, seed: int, report: Report) -> Outcome:
    """Mean and spread of the fakes are those of the data, and the critic cannot decide."""
    setup, seconds = trained(shipped(name, seed), report)
    data = setup.preset.data
    assert isinstance(data, Mixture1D)
    fakes = _fakes(setup, seed)
    of_mean = abs(float(fakes.mean()) - data.means[0])
    of_spread = abs(float(fakes.std()) - data.sigma)
    support = torch.linspace(-1, 1, 101)[:, None] * 2 * data.sigma + data.means[0]
    with torch.no_grad(), evaluating(setup.system):
        belief = torch.sigmoid(_latent(setup).judge(support))
    low, high = float(belief.min()), float(belief.max())
    words = f"mean off by {of_mean:.2f}, spread by {of_spread:.2f}, D in {low:.2f} to {high:.2f}"
    report(f"{name}, seed {seed}: {words}, {seconds:.0f} s")
    worst = max(of_mean, of_spread)
    return Outcome(worst, worst < ERROR and UNSURE[0] <= low <= high <= UNSURE[1], words, seconds)


def saturated(name: str, seed: int, report: Report) -> Outcome:
    """Under a critic that is far ahead, the minimax loss gives the generator next to nothing."""
    ahead = shipped(name, seed).edited("system.critic_steps", AHEAD)
    setup, seconds = trained(ahead.edited("schedule.steps", AHEAD), report)
    setup.system.players["generator"].load_state_dict(
        Setup(ahead, CPU).system.players["generator"].state_dict()
    )
    kept, lost = (_slope(setup, objective, seed) for objective in (NonSaturating(), Minimax()))
    words = f"|gradient| {kept:.2g} non-saturating, {lost:.2g} minimax"
    report(f"{name} under a strong critic, seed {seed}: {words}")
    return Outcome(kept / lost, kept / lost > STRONGER, words, seconds)


def _latent(setup: Setup) -> Latent:
    assert isinstance(setup.system, Latent)
    return setup.system


def _fakes(setup: Setup, seed: int) -> Tensor:
    averaged = setup.average.catch_up()
    generates = capability(averaged, Generates)
    assert generates is not None
    with torch.no_grad(), evaluating(averaged):
        return generates.generate(generates.latents(SAMPLES, Random(derive(seed, "line"), CPU)))


def _slope(setup: Setup, objective: Minimax | NonSaturating, seed: int) -> float:
    """Norm of the generator's gradient under this objective."""
    system = _latent(setup)
    latents = system.latents(SAMPLES, Random(derive(seed, "slope"), CPU))
    loss = objective.generator_loss(system.judge(system.generate(latents)))
    weights = list(system.players["generator"].parameters())
    slopes = torch.autograd.grad(loss, weights)
    return float(torch.cat([slope.reshape(-1) for slope in slopes]).norm())


FIT = Experiment(
    "gan-1d",
    "D is 1/2 everywhere at the end (Goodfellow 2014, Fig. 1d)",
    "largest error",
    f"mean and spread off by < {ERROR:g}, D in {UNSURE[0]:g} to {UNSURE[1]:g} on the data",
    partial(fitted, "gan-1d"),
)
SATURATION = Experiment(
    "gan-saturation",
    "log(1 - D(G(z))) saturates early in learning (Goodfellow 2014, sec. 3)",
    "times the gradient",
    f"non-saturating > {STRONGER:g} times minimax",
    partial(saturated, "gan-1d"),
)
