"""Remedies are edits that the preset takes, and that change something."""

import pytest

from ganstudio.engine import preset as presets
from ganstudio.engine.cards import find_preset
from ganstudio.engine.diagnosis import remedies
from ganstudio.engine.diagnosis.remedies import first_possible
from ganstudio.engine.diagnosis.rules import NOT_A_NUMBER, RULES, Found
from ganstudio.engine.preset import from_document

NAMES = ("gan-ring", "wgan-ring", "wgan-gp-ring", "sngan-ring", "gan-1d", "pix2pix-streets",
         "stylegan2-digits", "veegan-ring", "cyclegan-stripes")  # fmt: skip


def found(place):
    return Found("", "", "", 0, place)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_offered_is_valid_and_changes_the_preset(name):
    preset = presets.load(find_preset(name))
    for rule in (*RULES, NOT_A_NUMBER):
        for player in preset.system.optimizers():
            remedy = first_possible(preset, rule.remedies(found(player)))
            if remedy is not None:
                edited = preset.edited(remedy.path, remedy.value)
                assert edited != preset
                assert not [one for one in edited.findings() if one.severity == "error"]


def test_a_saturating_game_is_offered_the_loss_that_does_not():
    remedy = first_possible(presets.load(find_preset("gan-ring")), remedies.revive_gradient)
    assert (remedy.path, remedy.value) == ("system.objective", {"kind": "non_saturating"})


def test_a_clipped_critic_is_offered_a_wider_box():
    narrow = presets.load(find_preset("wgan-ring")).edited("system.constraints.0.limit", 0.001)
    remedy = first_possible(narrow, remedies.revive_gradient)
    assert (remedy.path, remedy.value) == ("system.constraints.0.limit", 0.01)


def test_a_weak_penalty_is_made_ten_times_as_strong():
    remedy = first_possible(presets.load(find_preset("wgan-gp-ring")), remedies.hold_slope)
    assert (remedy.path, remedy.value) == ("system.penalties.0.weight", 1.0)


def test_an_unbounded_critic_is_offered_a_penalty():
    bare = from_document(
        {"system": {"system": "latent", "objective": {"kind": "wasserstein"}}}, "test"
    )
    remedy = first_possible(bare, remedies.bound_gradient)
    assert remedy.path == "system.penalties"
    assert bare.edited(remedy.path, remedy.value).system.penalties[0].kind == "gradient_penalty"


def test_a_number_that_was_lost_asks_for_smaller_steps_of_its_player():
    preset = presets.load(find_preset("gan-ring"))
    remedy = first_possible(preset, NOT_A_NUMBER.remedies(found("critic")))
    assert remedy.path == "system.critic_optimizer.lr"
    assert remedy.value == pytest.approx(preset.system.critic_optimizer.lr / 10)
