"""Two flows and one latent: exact ways back, likelihoods, and whose gradient each term is."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from ganstudio.core.capabilities import Illustrates, Translates, capability
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.parts.aligned import bits, squared_gains, surprise
from ganstudio.systems.alignflow import AlignFlow, AlignFlowConfig
from tests.systems.playing import at_rest, play, reaches

SPEC = DataSpec((3, 8, 8), source=(3, 8, 8))
TINY: dict[str, Any] = {
    "generator": {"kind": "real_nvp", "scales": 2, "channels": 4, "blocks": 1},
    "critic": {"kind": "patch", "channels": 4, "halvings": 1, "norm": "instance"},
    "pool": 4,
}


def build(**more: Any) -> AlignFlow:
    torch.manual_seed(0)
    config = AlignFlowConfig.model_validate(TINY | more)
    return config.build(SPEC, Random(1, torch.device("cpu")))


def calm() -> AlignFlow:
    """With flows whose couplings change little, as if they had learned what images are like."""
    system = build()
    system.players["generator"].eval()
    with torch.no_grad():
        for name, weight in system.players["generator"].named_parameters():
            if "last" in name and "original0" in name:
                weight.mul_(0.05)
    return system


def drawing() -> Callable[[], Batch]:
    random = torch.Generator().manual_seed(3)

    def draw() -> Batch:
        real, source = torch.rand((2, 2, 3, 8, 8), generator=random) * 1.6 - 0.8
        return Batch(real, source=source)

    return draw


WHO = {
    "adversarial_target": (True, True),
    "adversarial_source": (True, True),
    "likelihood_target": (False, True),
    "likelihood_source": (True, False),
    "gains": (True, True),
}
"""The flow of sources, that of targets."""


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_reaches_the_flows_it_should_and_no_critic_learns_of_them(step: int) -> None:
    system, draw = build(), drawing()
    flows = system.source.flow, system.target.flow
    play(system, draw, step, rate=1e-5)
    for phase in system.phases(draw, step):
        terms = phase.loss().terms
        if phase.player == "generator":
            reached = {n: tuple(reaches(t.value, f) for f in flows) for n, t in terms.items()}
            assert reached == WHO
            continue
        critics = system.source.critic, system.target.critic
        for name, who in (("source", (True, False)), ("target", (False, True))):
            term = terms[f"adversarial_{name}"]
            assert tuple(reaches(term.value, critic) for critic in critics) == who
            assert not reaches(term.value, system.players["generator"])
            assert term.weight == 1.0  # of least squares, which hold a half


def test_both_translations_undo_each_other_between_pixels() -> None:
    system = calm()
    for way, images in enumerate(drawing()().pair()):
        with torch.no_grad():
            made = system.translate(images, way)
            back = system.translate(made, 1 - way)
        assert not torch.allclose(made, images, atol=0.01)
        assert (back - images).abs().max() < 1e-4


def test_translations_far_from_images_stay_finite() -> None:
    system = build()
    images = torch.full((1, 3, 8, 8), 1.2)
    assert system.source.read(images, torch.zeros_like(images)).z.isfinite().all()


def test_a_source_is_read_by_its_flow_and_drawn_by_that_of_targets() -> None:
    system = calm()
    source, _ = drawing()().pair()
    z = system.source.read(source, torch.zeros_like(source)).z
    torch.testing.assert_close(system.translate(source), system.target.drawn(z))


def test_a_likelihood_counts_the_latent_the_levels_and_the_volume() -> None:
    z, log_det = torch.zeros(1, 1, 1, 2), torch.tensor([3.0])
    wanted = math.log(2 * math.pi) + 2 * math.log(256) - 3
    assert surprise(z, log_det).item() == pytest.approx(wanted)
    assert bits(torch.tensor(4 * math.log(2)), 2).item() == pytest.approx(2)


def test_bits_are_read_and_the_likelihood_weighs_as_it_is_told() -> None:
    system, batch = build(likelihood_weight=0.25), drawing()()
    loss = next(iter(system.phases(lambda: batch, 0))).loss()
    term = loss.terms["likelihood_source"]
    assert term.weight == 0.25
    found = loss.readings["bits_per_dimension_source"]
    torch.testing.assert_close(found, term.value.detach() / (math.log(2) * 192))
    assert not found.requires_grad
    alone = next(iter(build(likelihood_weight=0.0).phases(lambda: batch, 0))).loss()
    assert "likelihood_source" not in alone.terms
    assert "bits_per_dimension_source" in alone.readings


def test_gains_are_the_lengths_of_weights() -> None:
    system = build()
    with torch.no_grad():
        for name, weight in system.source.flow.named_parameters():
            if "original0" in name:
                weight.fill_(2)
    counted = sum(
        w.numel() for name, w in system.source.flow.named_parameters() if "original0" in name
    )
    assert squared_gains(system.source.flow).item() == pytest.approx(2 * counted)


def test_what_is_shown_are_both_cycles_and_nothing_is_drawn() -> None:
    system, batch = calm(), drawing()()
    shown, translates = capability(system, Illustrates), capability(system, Translates)
    assert shown is not None
    assert translates is not None
    before = system.random.state()
    with torch.no_grad():
        rows = shown.illustrate(batch)
        assert torch.equal(rows["translation"], translates.translate(batch.pair()[0]))
        assert (rows["back_again"] - rows["source"]).abs().max() < 1e-4
        assert (rows["and_back_again"] - rows["target"]).abs().max() < 1e-4
    assert torch.equal(system.random.state(), before)


def test_domains_that_are_missing_or_of_another_shape_are_refused() -> None:
    assert "images of two" in AlignFlowConfig().lack(DataSpec((3, 16, 16)))
    assert "alike" in AlignFlowConfig().lack(DataSpec((3, 16, 16), source=(1, 16, 16)))
    assert not AlignFlowConfig().lack(SPEC)


@pytest.mark.parametrize(("objective", "torn"), [("non_saturating", 0.0), ("least_squares", 0.5)])
def test_the_critics_loss_rests_where_both_are_torn(objective: str, torn: float) -> None:
    system = build(objective={"kind": objective})
    losses = at_rest(system, drawing(), torn)
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
