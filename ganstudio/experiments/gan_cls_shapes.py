"""Captions to pictures, Reed et al. 2016, arXiv:1605.05396, with and without wrong pairs."""

import torch

from ganstudio.core.capabilities import Judges, capability
from ganstudio.core.rng import derive
from ganstudio.data.captions import Captions
from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.scenes import agreement
from ganstudio.nn.random import Random
from ganstudio.parts.text.pairs import mismatched

ASKED = 0.8
RANKED = 0.75
SAMPLES = 960


def run(seed: int, report: Report) -> Outcome:
    """What was asked is seen by a reader with fixed rules; the critic knows whose caption it is."""
    chosen = shipped("gan-cls-shapes", seed)
    setup, seconds = trained(chosen, report)
    assert isinstance(chosen.data, Captions)
    scenes = chosen.data.scenes()
    fakes, labels = Evaluator(chosen, setup.dataset, CPU).generate(
        setup.average.catch_up(), SAMPLES, seed
    )
    assert labels is not None  # every picture is asked for by its scene
    found = agreement(fakes, [scenes[number] for number in labels.tolist()])
    control, more = trained(chosen.edited("system.wrong_weight", 0.0), report)
    ranked, without = _ranked(setup, seed), _ranked(control, seed)
    words = (
        f"colour {100 * found.colour:.1f}, shape {100 * found.shape:.1f}, place "
        f"{100 * found.place:.1f}; own caption ranked first {100 * ranked:.1f}, without wrong "
        f"pairs {100 * without:.1f}"
    )
    report(f"gan-cls-shapes, seed {seed}: {100 * found.asked:.1f} % as asked, {words}")
    is_met = found.asked >= ASKED and ranked >= RANKED and without < ranked
    return Outcome(100 * found.asked, is_met, words, seconds + more)


@torch.no_grad()
def _ranked(setup: Setup, seed: int) -> float:
    """Share of real pictures that the critic finds more fitting with their own caption."""
    judges = capability(setup.system, Judges)
    assert judges is not None
    batch = setup.dataset.reference(SAMPLES, derive(seed, "ranked"))
    assert batch.label is not None  # Captions always names the scene
    other = batch.label[mismatched(batch.label, Random(derive(seed, "wrong"), CPU))]
    with evaluating(setup.system):
        right, wrong = judges.judge(batch.real, batch.label), judges.judge(batch.real, other)
    return float((right > wrong).double().mean())


EXPERIMENT = Experiment(
    "gan-cls-shapes",
    "pictures match their captions (Reed 2016, Fig. 3, 4)",
    "% as asked",
    "colour, shape and place ≥ 80 %; own caption first ≥ 75 %, and less without wrong pairs",
    run,
)
