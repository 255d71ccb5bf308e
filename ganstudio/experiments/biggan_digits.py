"""BigGAN on digits, Brock et al. 2019, arXiv:1809.11096: what truncation trades."""

from dataclasses import dataclass
from itertools import pairwise

import torch

from ganstudio.core.capabilities import Generates, Truncates, capability
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.experiments.judged import SAMPLES, Judged, judged
from ganstudio.metrics.classifier import Pixels
from ganstudio.metrics.spread import within_class_spread
from ganstudio.nn.random import Random
from ganstudio.parts.truncation import strength_at

THRESHOLDS = (2.0, 1.5, 1.0, 0.5)
ASKED, SPREAD = 0.9, 0.3


@dataclass(frozen=True, slots=True)
class TruncationFindings:
    """What a classifier and the pixels say of samples by class.

    Attributes:
        agreement: share of samples of the full prior that are taken for the class asked.
        spread: within classes, of the full prior's samples over that of the data.
        spreads: the same for samples of each threshold, from wide to tight.
        confidences: of the classifier in these samples.
    """

    agreement: float
    spread: float
    spreads: tuple[float, ...]
    confidences: tuple[float, ...]

    def is_met(self) -> bool:
        is_traded = _falls(self.spreads) and _falls(self.confidences[::-1])
        return self.agreement >= ASKED and self.spread >= SPREAD and is_traded

    def words(self) -> str:
        curve = ", ".join(
            f"τ {limit:g}: {spread:.3f} and {confidence:.3f}"
            for limit, spread, confidence in zip(
                THRESHOLDS, self.spreads, self.confidences, strict=True
            )
        )
        return (
            f"{100 * self.agreement:.1f} % as asked, spread within classes {self.spread:.2f} of "
            f"the real one; spread and confidence at {curve}"
        )


def find_out(system: System, digits: Judged, seed: int) -> TruncationFindings:
    """Truncate the averaged system. Raises TypeError where it cannot be truncated."""
    assert digits.asked is not None
    real = within_class_spread(digits.real, digits.labels)
    sheets = [truncated(system, limit, digits, seed) for limit in THRESHOLDS]
    return TruncationFindings(
        digits.judge.agreement(digits.fakes, digits.asked),
        within_class_spread(digits.fakes, digits.asked) / real,
        tuple(within_class_spread(sheet, digits.asked) / real for sheet in sheets),
        tuple(digits.judge.class_shares(sheet).confidence for sheet in sheets),
    )


@torch.no_grad()
def truncated(system: System, limit: float, digits: Judged, seed: int) -> Pixels:
    """Samples of the classes asked, with the same latents for every limit."""
    generates, truncates = capability(system, Generates), capability(system, Truncates)
    if generates is None or truncates is None:
        raise TypeError(f"{type(system).__name__} cannot be truncated")
    labels = torch.as_tensor(digits.asked)
    latents = generates.latents(SAMPLES, Random(derive(seed, "truncation"), CPU))
    with evaluating(system):
        return to_uint8(truncates.truncated(latents, strength_at(limit), labels))


def _falls(values: tuple[float, ...]) -> bool:
    return all(after < before for before, after in pairwise(values))


def run(seed: int, report: Report) -> Outcome:
    """Samples are of the class asked, and the tighter the truncation the surer and more alike."""
    setup, seconds = trained(shipped("biggan-digits", seed), report)
    found = find_out(setup.average.catch_up(), judged(setup, seed), seed)
    report(f"biggan-digits, seed {seed}: {found.words()}, {seconds:.0f} s")
    return Outcome(100 * found.agreement, found.is_met(), found.words(), seconds)


EXPERIMENT = Experiment(
    "biggan-digits",
    "inception score 98.8, with truncation 166.5, at 128 px (Brock 2019)",
    "% as asked",
    f"≥ {100 * ASKED:g} % as asked, spread ≥ {100 * SPREAD:g} % of the real one, and a tighter τ "
    "lowers spread and raises confidence",
    run,
)
