"""What presets cost here: one small file that may be missing or damaged."""

import numpy as np
import pytest

from ganstudio.core.events import Curve, ScalarsRecorded
from ganstudio.engine.cards import shipped_cards
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.engine.timings import (
    about,
    read_timings,
    remember,
    remember_run,
    timings_path,
    usual_timings,
)


def test_a_measurement_is_read_back():
    remember("ring", 0.02, 3 << 20)
    timing = read_timings()["ring"]
    assert timing.run_seconds(6000) == pytest.approx(120)
    assert timing.memory == 3 << 20


def test_a_known_memory_survives_a_measurement_without_one():
    remember("ring", 0.02, 1000)
    remember("ring", 0.03)
    assert read_timings()["ring"].memory == 1000
    assert read_timings()["ring"].step_seconds == 0.03


def test_another_file_is_kept_apart(tmp_path):
    remember("ring", 0.02, path=tmp_path / "elsewhere.json")
    assert read_timings() == {}
    assert read_timings(tmp_path / "elsewhere.json")["ring"].step_seconds == 0.02


def test_every_shipped_preset_for_any_machine_has_its_usual_time():
    """Written by `ganstudio presets time -o assets/timings.json`."""
    usual = usual_timings()
    assert set(usual) == {card.name for card in shipped_cards() if not card.is_large}
    assert all(0 < timing.step_seconds < 2 for timing in usual.values())


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 9, "presets": {}}', '{"format": 1, "presets": {"a": 1}}']
)
def test_a_damaged_file_knows_nothing_and_is_replaced(text):
    timings_path().parent.mkdir(parents=True, exist_ok=True)
    timings_path().write_text(text)
    assert read_timings() == {}
    remember("ring", 0.5)
    assert list(read_timings()) == ["ring"]


def test_a_run_measures_its_preset(tmp_path):
    path = tmp_path / "one"
    run = RunFolder.create(path, new_info(path, "Ring", "ring", 100, step=100))
    history = History(run.history_path)
    steps = np.arange(1, 101)
    curve = Curve("critic/loss", steps, np.zeros(100))
    history.receive(ScalarsRecorded(100, 4.0, (curve,)))
    history.flush()
    history.close()
    remember_run(run, run.info())
    assert read_timings()["ring"].step_seconds == pytest.approx(0.04)


def test_a_few_steps_measure_nothing(tmp_path):
    path = tmp_path / "one"
    run = RunFolder.create(path, new_info(path, "Ring", "ring", 100, step=3))
    remember_run(run, run.info())
    assert read_timings() == {}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "5 s"), (41, "40 s"), (58, "1 min"), (125, "2 min"), (3600, "1 h"), (4800, "1 h 20 min")],
)
def test_durations_are_rounded_to_what_is_known(seconds, words):
    assert about(seconds) == words
