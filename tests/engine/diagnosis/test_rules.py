"""Rules on vital signs that were made up: what they see, since when, and what they leave alone."""

import numpy as np
import pytest

from ganstudio.engine.diagnosis import rules
from ganstudio.engine.diagnosis.rules import RULES, Fine, Found
from ganstudio.engine.diagnosis.vitals import Case, Dead, Vitals, lasting

CASE = Case(total=1_000, slopes=(0.25, 3.0))
STEPS = range(50, 1_001, 50)


def signs(step, **changed):
    well = {
        "norms": {"critic": 1.0, "generator": 0.5},
        "rank": 0.6,
        "slope": 1.0,
        "spread": 1.0,
        "occupied": 7.5,
        "modes": 8,
        "centre": np.zeros(2),
        "copied": 1.0,
        "dead": {"generator": Dead("layers.2", 0.1)},
        "stretch": {"generator": {"layers.0": 900.0, "layers.2": 3.0 + step / 500}},
    }
    return Vitals(step, **(well | changed))


def history(change, since=500):
    """A run that is well until `since`; `change` maps a step to what differs from then on."""
    return [signs(step, **(change(step) if step >= since else {})) for step in STEPS]


FAULTS = {
    "collapse": lambda step: {"occupied": 2.1},
    "strong critic": lambda step: {"rank": 0.999, "copied": 3.0},
    "faded gradient": lambda step: {"norms": {"critic": 1.0, "generator": 1e-4}, "rank": 0.95},
    "exploded gradient": lambda step: {"norms": {"critic": 500.0, "generator": 0.5}},
    "exploded weights": lambda step: {
        "stretch": {"generator": {"layers.0": 900.0, "layers.2": 4.0 * 2 ** ((step - 450) / 50)}}
    },
    "slope": lambda step: {"slope": 9.0},
    "oscillation": lambda step: {"centre": np.array([(-1.0) ** (step // 50), 0.0])},
    "memorisation": lambda step: {"copied": 0.1},
    "dead units": lambda step: {"dead": {"critic": Dead("layers.5", 0.97)}},
}


def judged(case, made):
    return {rule.key: rule.judge(case, made) for rule in RULES}


def test_a_healthy_run_has_no_finding_and_a_word_for_everything():
    verdicts = judged(CASE, history(lambda step: {}))
    assert all(isinstance(verdict, Fine) for verdict in verdicts.values()), verdicts


@pytest.mark.parametrize("key", FAULTS)
def test_a_lasting_fault_is_found_alone_and_since_its_step(key):
    verdicts = judged(CASE, history(FAULTS[key]))
    found = {name for name, verdict in verdicts.items() if isinstance(verdict, Found)}
    assert found == {key}
    assert verdicts[key].reading in verdicts[key].sentence
    assert verdicts[key].since == 500


@pytest.mark.parametrize("key", FAULTS)
def test_a_fault_of_one_snapshot_is_no_finding(key):
    made = history(lambda step: {})
    made[-1] = signs(1_000, **FAULTS[key](1_000))
    assert not isinstance(judged(CASE, made)[key], Found)


def test_every_rule_is_tested_here():
    assert set(FAULTS) == {rule.key for rule in RULES}


def test_nothing_is_said_of_what_was_not_measured():
    bare = [Vitals(step, {"critic": 1.0}) for step in STEPS]
    said = {key for key, verdict in judged(CASE, bare).items() if verdict is not None}
    assert said == {"exploded gradient"}


def test_a_critic_that_measures_a_distance_may_tell_all_samples_apart():
    case = Case(1_000, is_distance=True)
    assert rules.strong_critic(case, history(FAULTS["strong critic"])) is None


def test_the_beginning_of_a_run_is_no_collapse():
    early = [signs(step, occupied=2.0) for step in (20, 40, 60, 80)]
    assert not isinstance(rules.collapse(CASE, early), Found)


def of_images(change):
    """What was read of digits: the critic tells them apart, and fakes begin alike."""
    return [signs(step, occupied=None, modes=0, **change(step)) for step in STEPS]


def learning(step):
    return {
        "rank": 0.997,
        "spread": 0.1 + 0.9 * step / 1_000,
        "copied": 1.6 + 1.6 * 0.7 ** (step / 100),
        "centre": np.array([0.25 * (-1.0) ** (step // 50), 0.0]) * (step < 500),
    }


def standing(step):
    return {"rank": 1.0, "spread": 0.156, "copied": 3.24}


def found_at_some_step(case, made):
    ends = range(1, len(made) + 1)
    verdicts = [judged(case, made[:end]).items() for end in ends]
    return {key for each in verdicts for key, verdict in each if isinstance(verdict, Found)}


def test_images_that_come_nearer_to_the_data_are_well_though_the_critic_tells_them_apart():
    assert found_at_some_step(CASE, of_images(learning)) == set()


def test_images_that_stay_far_from_the_data_under_a_sure_critic_are_not():
    assert found_at_some_step(CASE, of_images(standing)) == {"collapse", "strong critic"}


def test_fakes_that_move_in_one_direction_do_not_oscillate():
    made = history(lambda step: {"centre": np.array([step / 50.0, 0.0])}, since=0)
    assert isinstance(rules.oscillation(CASE, made), Fine)


def test_a_finding_ends_where_its_fault_does():
    made = [signs(step, slope=9.0 if step < 800 else 1.0) for step in STEPS]
    assert isinstance(rules.wrong_slope(CASE, made[:15]), Found)
    assert isinstance(rules.wrong_slope(CASE, made), Fine)


def test_lasting_gives_the_unbroken_row_at_the_end():
    made = [signs(step, rank=0.99 if step in (50, 100, 950, 1_000) else 0.5) for step in STEPS]
    row = lasting(made, lambda one: one.rank > 0.9)
    assert [one.step for one in row] == [950, 1_000]
