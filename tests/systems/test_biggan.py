"""BigGAN as a preset of the game of generator and critic: classes, two spectra, orthogonality."""

import math
from typing import Any

import pytest
import torch

from ganstudio.core.capabilities import Truncates, capability
from ganstudio.core.system import Phase
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.nn.spectral import SpectralWeight
from ganstudio.parts.generators.biggan import BigGanNetwork
from ganstudio.systems.latent import Latent


def preset(**system: Any) -> Preset:
    parts = {
        "system": "latent",
        "objective": {"kind": "hinge"},
        "generator": {"kind": "biggan", "channels": 4, "shared": 8},
        "critic": {"kind": "biggan", "channels": 4},
        "constraints": [{"kind": "spectral_norm"}],
        "generator_penalties": [{"kind": "orthogonal"}],
        "conditioning": {"kind": "projection"},
        "prior": {"size": 6},
    }
    document = {
        "data": {"kind": "digits", "size": 8},
        "system": parts | system,
        "schedule": {"batch": 8, "steps": 20, "average": 0.9},
    }
    return from_document(document, "biggan")


def setup(**system: Any) -> Setup:
    return Setup(preset(**system), torch.device("cpu"))


def advanced(steps: int, **system: Any) -> tuple[Setup, list[dict[str, float]]]:
    built = setup(**system)
    return built, [{k: float(v) for k, v in built.advance().items()} for _ in range(steps)]


def phases(built: Setup, step: int) -> dict[str, Phase]:
    return {phase.player: phase for phase in built.system.phases(built.draw, step)}


def reached(value: torch.Tensor, built: Setup) -> dict[str, set[str]]:
    """Player -> names of the parameters that a term has a gradient for."""
    found: dict[str, set[str]] = {}
    for name, player in built.system.players.items():
        named = dict(player.named_parameters())
        slopes = torch.autograd.grad(
            value, list(named.values()), retain_graph=True, allow_unused=True
        )
        hit = {n for n, g in zip(named, slopes, strict=True) if g is not None and bool(g.any())}
        if hit:
            found[name] = hit
    return found


def test_it_is_a_sound_game():
    assert preset().findings() == []
    lines = preset().system.equation().lines
    written = "".join(segment.latex for segment in lines[1].segments)
    assert r"\odot" in written


def test_in_step_2_each_term_reaches_what_it_should():
    built, _ = advanced(1)
    found = phases(built, 1)
    critic, generator = found["critic"].loss(), found["generator"].loss()
    assert set(critic.terms) == {"adversarial"}
    assert set(generator.terms) == {"adversarial", "orthogonal"}
    on_critic = reached(critic.terms["adversarial"].value, built)
    assert set(on_critic) == {"critic"}
    assert on_critic["critic"] == {n for n, _ in built.system.players["critic"].named_parameters()}
    on_both = reached(generator.terms["adversarial"].value, built)
    names = {n for n, _ in built.system.players["generator"].named_parameters()}
    assert on_both["generator"] == names
    apart = reached(generator.terms["orthogonal"].value, built)
    assert set(apart) == {"generator"}
    assert "embed.weight" not in apart["generator"]
    assert "start.parametrizations.weight.original" in apart["generator"]
    assert all(n.endswith("weight.original") for n in apart["generator"])


def test_the_orthogonal_term_is_weighted_by_the_preset_and_edited_live():
    built, scalars = advanced(2)
    total = scalars[1]["generator/adversarial"] + 1e-4 * scalars[1]["generator/orthogonal"]
    assert scalars[1]["generator/loss"] == pytest.approx(total, rel=1e-4)
    heavier = [{"kind": "orthogonal", "weight": 0.5}]
    built.apply(built.preset.edited("system.generator_penalties", heavier))
    after = {k: float(v) for k, v in built.advance().items()}
    total = after["generator/adversarial"] + 0.5 * after["generator/orthogonal"]
    assert after["generator/loss"] == pytest.approx(total, rel=1e-4)


def test_both_players_have_spectral_norms_and_evaluation_leaves_them_alone():
    built, _ = advanced(2)
    for player in built.system.players.values():
        spectral = [m for m in player.modules() if isinstance(m, SpectralWeight)]
        assert len(spectral) > 8
        player.eval()
        before = [m.u.clone() for m in spectral]
        system = built.system
        assert isinstance(system, Latent)
        system.judge(system.generate(torch.randn(4, 6), torch.arange(4)), torch.arange(4))
        assert all(torch.equal(m.u, u) for m, u in zip(spectral, before, strict=True))


def test_the_critic_compares_the_picture_with_the_class():
    built, _ = advanced(3)
    system = built.system
    assert isinstance(system, Latent)
    built.system.players["critic"].eval()
    images = torch.rand(6, 1, 8, 8) * 2 - 1
    one, other = (system.judge(images, torch.full((6,), label)) for label in (0, 1))
    assert (one - other).abs().min() > 0


def test_the_average_truncates_without_moving_the_run():
    built, _ = advanced(3)
    truncates = capability(built.average.catch_up(), Truncates)
    assert isinstance(truncates, BigGanNetwork)
    before = built.capture().weights
    images = truncates.truncated(torch.randn(5, 6), 0.5, torch.arange(5))
    assert images.shape == (5, 1, 8, 8)
    after = built.capture().weights
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit():
    straight, _ = advanced(4)
    first, scalars = advanced(2)
    assert all(math.isfinite(value) for step in scalars for value in step.values())
    second = setup()
    second.restore(first.capture())
    for _ in range(2):
        second.advance()
    one, other = straight.capture().weights, second.capture().weights
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("kind", ["concat", "auxiliary"])
def test_a_label_beside_a_latent_that_is_cut_is_warned_of(kind):
    found = preset(conditioning={"kind": kind}).findings()
    (finding,) = [f for f in found if "cuts the latent" in f.message]
    assert finding.severity == "warning"
    assert finding.fixes[0].value == {"kind": "projection"}
    whole = {"kind": "biggan", "channels": 4, "hierarchical": False}
    assert preset(conditioning={"kind": kind}, generator=whole).findings() == []
