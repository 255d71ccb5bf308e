"""StyleGAN2 as a preset of the game of generator and critic: its lazy penalties and its state."""

import math
from typing import Any

import pytest
import torch

from ganstudio.core.capabilities import Augments, NoiseInputs, Styles, Truncates, capability
from ganstudio.core.system import Phase
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.systems.latent import Latent

R1, PATH = {"kind": "r1", "every": 4}, {"kind": "path_length", "every": 2}


def preset(**system: Any) -> Preset:
    parts = {
        "system": "latent",
        "generator": {"kind": "style", "channels": 4, "style": 8, "mapping_layers": 2},
        "critic": {"kind": "style", "channels": 4},
        "penalties": [R1],
        "generator_penalties": [PATH],
        "views": [{"kind": "adaptive_augment", "start": 0.3, "speed": 200}],
        "prior": {"size": 4},
    }
    document = {
        "data": {"kind": "digits", "size": 8},
        "system": parts | system,
        "schedule": {"batch": 8, "steps": 20},
    }
    return from_document(document, "stylegan")


def setup(**system: Any) -> Setup:
    return Setup(preset(**system), torch.device("cpu"))


def advanced(steps: int, **system: Any) -> tuple[Setup, list[dict[str, float]]]:
    built = setup(**system)
    return built, [{k: float(v) for k, v in built.advance().items()} for _ in range(steps)]


def phases(built: Setup, step: int) -> list[Phase]:
    return list(built.system.phases(built.draw, step))


def moved(phase: Phase, built: Setup) -> set[str]:
    """Which players a phase's loss has a gradient for, term by term."""
    loss = phase.loss()
    reached = set()
    for term in loss.terms.values():
        for name, player in built.system.players.items():
            weights = [w for w in player.parameters() if w.requires_grad]
            found = torch.autograd.grad(term.value, weights, retain_graph=True, allow_unused=True)
            if any(g is not None and bool(g.any()) for g in found):
                reached.add(name)
    return reached


@pytest.mark.parametrize("norm", ["demodulation", "instance"])
def test_every_player_gets_a_finite_gradient_in_step_2(norm):
    generator = {"kind": "style", "norm": norm, "channels": 4, "style": 8, "mapping_layers": 2}
    built, scalars = advanced(3, generator=generator)
    assert all(math.isfinite(value) for step in scalars for value in step.values())
    for player in ("generator", "critic"):
        assert scalars[1][f"{player}/gradient_norm"] > 0
    assert {"generator/path_length", "generator/length", "critic/r1"} <= scalars[0].keys()
    assert "generator/path_length" not in scalars[1]
    assert "generator/path_length" in scalars[2]
    assert built.preset.system.equation().lines[1].player == "generator"


def test_lazy_penalties_are_updates_of_their_own_player():
    built, _ = advanced(1)
    assert dict(built.system.lazy) == {"critic": 4, "generator": 2}
    found = [(phase.player, phase.is_extra) for phase in phases(built, 4)]
    assert found == [("critic", False), ("critic", True), ("generator", False), ("generator", True)]
    assert [phase.player for phase in phases(built, 3)] == ["critic", "generator"]


def test_a_term_moves_its_own_player_and_fakes_carry_nothing_to_the_generator():
    built, _ = advanced(1)
    critic, r1, generator, path = phases(built, 4)
    assert moved(critic, built) == {"critic"}
    assert moved(r1, built) == {"critic"}
    assert "generator" in moved(generator, built)
    assert moved(path, built) == {"generator"}


def test_a_penalty_of_every_step_joins_the_generators_loss():
    built, scalars = advanced(2, generator_penalties=[PATH | {"every": 1}])
    assert "generator" not in built.system.lazy
    total = scalars[1]["generator/adversarial"] + 2 * scalars[1]["generator/path_length"]
    assert scalars[1]["generator/loss"] == pytest.approx(total, rel=1e-5)


def test_a_lazy_penalty_weighs_as_much_more_as_it_comes_less_often():
    built, _ = advanced(1)
    *_, path = phases(built, 4)
    (term,) = path.loss().terms.values()
    assert term.weight == pytest.approx(2.0 * 2)


def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit():
    straight, _ = advanced(6)
    first, _ = advanced(3)
    second = setup()
    second.restore(first.capture())
    for _ in range(3):
        second.advance()
    one, other = straight.capture().weights, second.capture().weights
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert one["player/generator/memories.path_length.mean"] > 0
    assert one["player/generator/mapping.average"].any()
    assert one["player/critic/views.0.p"] != 0.3


def test_the_averaged_generator_knows_the_mean_style():
    built, _ = advanced(4)
    shadow = built.average.catch_up()
    styles = capability(shadow, Styles)
    assert capability(shadow, Truncates) is styles is capability(shadow, NoiseInputs)
    trained = built.system
    assert isinstance(trained, Latent)
    assert torch.equal(shadow.players["generator"].mean_style(), trained.generator.mean_style())


def test_the_strength_of_augmentation_follows_the_scores_of_real_data():
    _, scalars = advanced(5)
    assert scalars[0]["critic/augment"] == pytest.approx(0.3)
    assert scalars[4]["critic/augment"] in (
        pytest.approx(0.3 + 32 / 200),
        pytest.approx(0.3 - 32 / 200),
    )


def test_an_adaptive_view_is_offered_and_tells_its_strength_and_what_steers_it():
    built, told = advanced(4)
    view = capability(built.system, Augments)
    assert told[-1]["critic/augment"] == pytest.approx(float(view.p))
    assert -1 <= told[-1]["critic/certainty"] <= 1
    assert float(view.p) != pytest.approx(0.3)  # where it began
    assert capability(setup(views=[]).system, Augments) is None
