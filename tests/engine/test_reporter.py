"""How fast a run is said to be."""

import pytest

from ganstudio.engine.reporter import Speedometer


def test_the_speed_is_that_of_the_last_seconds() -> None:
    speed = Speedometer(0, 0.0)
    for tenth in range(1, 31):
        assert speed.read(tenth * 2, tenth / 10) == pytest.approx(20)
    for tenth in range(1, 31):
        told = speed.read(60 + tenth, 3 + tenth / 10)
    assert told == pytest.approx(10)


def test_a_report_without_a_further_step_tells_the_same_speed() -> None:
    """As at the end of a run, which measures and writes after its last step."""
    speed = Speedometer(0, 0.0)
    assert speed.read(80, 1.6) == pytest.approx(50)
    assert speed.read(80, 1.61) == pytest.approx(50)
    assert speed.read(80, 9.0) == pytest.approx(50)


def test_what_was_no_training_does_not_count() -> None:
    speed = Speedometer(0, 0.0)
    speed.read(10, 1.0)
    speed.restart(10, 60.0)
    assert speed.read(20, 61.0) == pytest.approx(10)
