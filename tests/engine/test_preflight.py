"""Preflight does real steps of a real game."""

import pytest

from ganstudio.core.errors import Cancelled
from ganstudio.engine.preflight import preflight
from ganstudio.engine.preset import loads

SMALL = "generator: {kind: mlp, depth: 1, width: 8}, critic: {kind: mlp, depth: 1, width: 8}"


def silent(text, share):
    pass


def test_parameters_are_those_of_the_built_networks():
    preset = loads(f"system: {{system: latent, {SMALL}, prior: {{size: 2}}}}")
    found = preflight(preset, "cpu", silent)
    assert found.parameters == {"generator": 2 * 8 + 8 + 8 * 2 + 2, "critic": 2 * 8 + 8 + 8 + 1}


def test_time_of_a_step_is_shared_between_the_players_and_scaled_to_the_run():
    preset = loads(f"system: {{system: latent, {SMALL}, critic_steps: 3}}\nschedule: {{steps: 50}}")
    found = preflight(preset, "cpu", silent)
    assert found.updates == {"critic": 3, "generator": 1}
    assert found.seconds > 0
    assert found.run_seconds == pytest.approx(50 * found.seconds)
    assert set(found.seconds_by_player) == {"critic", "generator"}


def test_all_checks_pass_for_a_sound_game():
    found = preflight(loads(f"system: {{system: latent, {SMALL}}}"), "cpu", silent)
    assert [(check.name, check.passed) for check in found.checks] == [
        ("Losses finite", True),
        ("Gradient reaches every player", True),
        ("Shapes agree", True),
    ]


def test_a_learning_rate_that_explodes_is_found_by_the_trial_steps():
    text = (
        f"system: {{system: latent, objective: {{kind: least_squares}}, {SMALL},"
        " critic_optimizer: {kind: sgd, lr: 10.0}, penalties: [{kind: gradient_penalty,"
        " weight: 1000.0}]}\ndata: {kind: ring, radius: 100.0, scale: 0.01}"
    )
    checks = {check.name: check for check in preflight(loads(text), "cpu", silent).checks}
    assert not checks["Losses finite"].passed
    assert "critic" in checks["Losses finite"].detail


def test_memory_grows_with_the_batch():
    small = preflight(loads("schedule: {batch: 16}"), "cpu", silent)
    large = preflight(loads("schedule: {batch: 512}"), "cpu", silent)
    assert large.memory > small.memory + 496 * 128 * 4


def test_start_point_of_a_world_has_points_and_of_pictures_uint8():
    world = preflight(loads("{}"), "cpu", silent).start_point
    assert world.real.shape == world.fake.shape == (256, 2)
    assert world.extent > abs(world.real).max()
    text = (
        "data: {kind: digits, size: 8}\nsystem: {system: latent, "
        "generator: {kind: mlp, depth: 1}, critic: {kind: mlp, depth: 1}}"
    )
    pictures = preflight(loads(text), "cpu", silent).start_point
    assert pictures.fake.shape == (8, 8, 8, 1)
    assert pictures.fake.dtype == "uint8"


def test_a_game_that_cannot_be_built_says_why():
    preset = loads("system: {system: latent, critic: {kind: dcgan}}")
    found = preflight(preset, "cpu", silent)
    assert found.problem
    assert found.seconds == 0
    assert any(finding.severity == "error" for finding in found.findings)


def test_a_cancelled_report_ends_it():
    def cancel(text, share):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        preflight(loads("{}"), "cpu", cancel)
