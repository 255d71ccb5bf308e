"""What several seeds say together."""

from ganstudio.experiments.contract import Outcome, every_seed, mean_within


def seeds(*values: float) -> list[Outcome]:
    return [Outcome(value, value >= 3, "", 0.0) for value in values]


def test_every_seed_must_meet_the_floor() -> None:
    assert every_seed(seeds(3, 4))
    assert not every_seed(seeds(2, 9))


def test_a_mean_may_hide_a_bad_seed_but_not_a_bad_mean() -> None:
    holds = mean_within(3, 5)
    assert holds(seeds(2, 4))
    assert not holds(seeds(2, 3))
    assert not holds(seeds(5, 6))
    assert mean_within(3)(seeds(1e9, 0))
