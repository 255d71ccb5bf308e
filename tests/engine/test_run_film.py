import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.core.events import SnapshotTaken
from ganstudio.engine import snapshots
from ganstudio.engine.run_film import chosen_steps, frames


def grey(step, size=8, level=None):
    pictures = np.full((4, size, size, 1), step if level is None else level, np.uint8)
    return SnapshotTaken(step, {"averaged": pictures, "raw": 255 - pictures})


def test_a_film_has_a_frame_a_snapshot_with_its_step_below(tmp_path):
    for step in (0, 50, 100):
        snapshots.save(tmp_path, grey(step))
    made = list(frames(tmp_path, (0, 50, 100)))
    assert len({frame.shape for frame in made}) == 1
    assert [int(frame[0, 0, 0]) for frame in made] == [0, 50, 100]
    captions = [frame[-28:] for frame in made]
    assert not np.array_equal(captions[1], captions[2])
    raw = next(frames(tmp_path, (50,), "raw"))
    assert int(raw[0, 0, 0]) == 205


def test_networks_that_grew_are_shown_at_their_last_size(tmp_path):
    snapshots.save(tmp_path, grey(0, size=4))
    snapshots.save(tmp_path, grey(10, size=16))
    small, large = frames(tmp_path, (0, 10))
    assert small.shape == large.shape


def test_a_long_run_gives_its_first_and_last_snapshot_and_some_between():
    steps = chosen_steps(range(0, 100_000, 10), 50)
    assert len(steps) == 50
    assert (steps[0], steps[-1]) == (0, 99_990)
    assert chosen_steps([3, 5]) == [3, 5]


def test_a_run_without_snapshots_is_refused_in_words(tmp_path):
    with pytest.raises(InputError, match="no snapshot yet"):
        next(frames(tmp_path, ()))
