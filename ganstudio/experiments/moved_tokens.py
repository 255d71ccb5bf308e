"""Tokens moved to other colours and sizes: StarGAN (Choi et al. 2018) and StarGAN v2 (2020).

What a token shows afterwards is read by classifiers that were fitted to real tokens alone, and what
should have stayed is known, because tokens can be drawn anew with one factor changed.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import MovesDomains, MovesInStyle, capability
from ganstudio.core.system import System
from ganstudio.data.pixels import to_uint8
from ganstudio.data.token_drawing import HUES, RADII, Factors, draw
from ganstudio.data.tokens import GROUPS, Box, Tokens, told
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.classifier import Classifier, classifier
from ganstudio.nn.random import Random

COLOUR, SIZE = range(2)  # of GROUPS
IMAGES, STYLED, STYLES = 256, 32, 10
LEAST_OWN, LEAST_OTHER, MOST_CHANGE = 0.85, 0.70, 0.1
LEAST_RATIO = 3.0


class Moves(NamedTuple):
    """Of tokens to classes that they are not of: shares that a judge reads there, in [0, 1].

    Attributes:
        own: where the wanted group is what the token's dataset tells. other: where it never is.
        change: mean absolute difference where a token drawn anew has the same pixels.
    """

    own: float
    other: float
    change: float


def run_stargan(seed: int, report: Report) -> Outcome:
    setup, seconds = trained(shipped("stargan-tokens", seed), report)
    judges = judges_for(setup)
    found = moves(setup, setup.average.catch_up(), judges)
    fitted = ", ".join(f"{judge.accuracy:.3f}" for judge in judges)
    words = (
        f"asked domain read on {found.own:.3f}, on {found.other:.3f} where it was never told; "
        f"background L1 {found.change:.3f}; judges on real tokens {fitted}"
    )
    report(f"stargan-tokens, seed {seed}: {words}, {seconds:.0f} s")
    is_met = found.own >= LEAST_OWN and found.other >= LEAST_OTHER and found.change < MOST_CHANGE
    return Outcome(found.own, is_met, words, seconds)


def judges_for(setup: Setup) -> tuple[Classifier, ...]:
    """One for each group, fitted to the run's tokens and to all that is true of them."""
    box, data = _opened(setup)
    real = to_uint8(box.reference(data.count, 0).real)
    truth = told(box.reference_factors(data.count, 0))
    return tuple(
        classifier(real, truth[:, at], len(group.classes)) for at, group in enumerate(GROUPS)
    )


def moves(setup: Setup, system: System, judges: tuple[Classifier, ...]) -> Moves:
    """Every token of some asked for every class that it is not of."""
    box, _ = _opened(setup)
    batch, factors = box.reference(IMAGES, 1), box.reference_factors(IMAGES, 1)
    assert batch.attributes is not None
    tells, truth = batch.attributes.numpy() >= 0, told(factors)
    mover = capability(system, MovesDomains)
    assert mover is not None
    own, other, changes = [], [], []
    for at, group in enumerate(GROUPS):
        for number in range(len(group.classes)):
            wanted = torch.full((IMAGES, len(GROUPS)), -1)
            wanted[:, at] = number
            with torch.no_grad(), evaluating(system):
                made = to_uint8(mover.move(batch.real, wanted))
            differs = truth[:, at] != number
            read = judges[at].probabilities(made).argmax(1) == number
            own.append(read[differs & tells[:, at]])
            other.append(read[differs & ~tells[:, at]])
            changes.append(changed(factors, at, number, made)[differs])
    own_share, other_share, change = (
        float(np.concatenate(found).mean()) for found in (own, other, changes)
    )
    return Moves(own_share, other_share, change)


def changed(
    factors: Factors, group: int, number: int, made: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """(n,) mean absolute differences in [0, 2] where tokens of that class have the same pixels."""
    before = draw(factors, made.shape[1])
    stays = (before == draw(redrawn(factors, group, number), made.shape[1])).all(-1)
    gaps = np.abs(made.astype(float) - before).mean(-1) / 127.5
    shares: NDArray[np.float64] = (gaps * stays).sum((1, 2)) / np.maximum(stays.sum((1, 2)), 1)
    return shares


def redrawn(factors: Factors, group: int, number: int) -> Factors:
    """The same tokens, all of one colour or size, each as far from its middle as it was."""
    all_so = np.full_like(factors.colour, number)
    if group == COLOUR:
        hue = factors.hue - np.asarray(HUES)[factors.colour] + HUES[number]
        return factors._replace(colour=all_so, hue=hue)
    radius = factors.radius - np.asarray(RADII)[factors.size] + RADII[number]
    return factors._replace(size=all_so, radius=radius)


class Styled(NamedTuple):
    """Of tokens in several styles of each other colour."""

    accuracy: float  # share on which the asked colour is read, in [0, 1]
    spread: float  # mean absolute difference between two styles of a token, in [0, 2]


def run_stargan2(seed: int, report: Report) -> Outcome:
    """The same run with and without the diversity loss."""
    chosen = shipped("stargan2-tokens", seed)
    setup, seconds = trained(chosen, report)
    twin, twin_seconds = trained(chosen.edited("system.diversity_weight", 0.0), report)
    judge = judges_for(setup)[COLOUR]
    found, other = (styled(s, s.average.catch_up(), judge) for s in (setup, twin))
    ratio = found.spread / other.spread
    words = (
        f"asked colour read on {found.accuracy:.3f} (without the loss {other.accuracy:.3f}); "
        f"spread of {STYLES} styles {found.spread:.4f} against {other.spread:.4f}"
    )
    report(f"stargan2-tokens, seed {seed}: {words}, {seconds + twin_seconds:.0f} s")
    is_met = found.accuracy >= LEAST_OWN and ratio >= LEAST_RATIO
    return Outcome(ratio, is_met, words, seconds + twin_seconds)


def styled(setup: Setup, system: System, judge: Classifier) -> Styled:
    """Some tokens in the same styles, of latents, of every colour that they are not of."""
    box, _ = _opened(setup)
    source = box.reference(STYLED, 1).real
    colours = told(box.reference_factors(STYLED, 1))[:, COLOUR]
    mover = capability(system, MovesInStyle)
    assert mover is not None
    latents = mover.style_latents(STYLES, Random(0, CPU))
    right, gaps = [], []
    for number in range(len(GROUPS[COLOUR].classes)):
        differs = torch.from_numpy(colours != number)
        with torch.no_grad(), evaluating(system):
            styles = mover.styles_from(latents, torch.full((STYLES,), number))
            drawn = [_in_style(mover, source[differs], style) for style in styles]
        right += [judge.probabilities(to_uint8(made)).argmax(1) == number for made in drawn]
        gaps += [float((one - two).abs().mean()) for one, two in combinations(drawn, 2)]
    return Styled(float(np.concatenate(right).mean()), float(np.mean(gaps)))


def _in_style(mover: MovesInStyle, images: Tensor, style: Tensor) -> Tensor:
    return mover.move_in_style(images, style.expand(len(images), -1))


def _opened(setup: Setup) -> tuple[Box, Tokens]:
    box, data = setup.dataset, setup.preset.data
    assert isinstance(box, Box)  # as the presets say
    assert isinstance(data, Tokens)
    return box, data


STARGAN = Experiment(
    "stargan-tokens",
    "a classifier of real images reads the asked expression (Choi 2018, Table 3)",
    "share of translations with the asked domain",
    f"≥ {LEAST_OWN:g}, on labels of the other dataset ≥ {LEAST_OTHER:g}, background L1 < "
    f"{MOST_CHANGE:g}",
    run_stargan,
)
STARGAN2 = Experiment(
    "stargan2-tokens",
    "the diversity loss makes styles of a domain differ (Choi 2020, eq. 3)",
    "of the spread of styles without the diversity loss",
    f"≥ {LEAST_RATIO:g}, asked domain on ≥ {LEAST_OWN:g}",
    run_stargan2,
)
