import pytest

from ganstudio.core.errors import RunError
from ganstudio.engine.evaluations import (
    DAMAGED,
    MOST,
    NAME,
    Asked,
    keep_evaluation,
    kept_evaluations,
)
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.metrics.figures import Reading

FID = Reading("fid", "FID", 12.5, None, "digits classifier", 1000, 0.5, real=0.25)
NOT = Reading("kid", "KID", None, None, "pixels at 8 px", 10, 0.0, "Too few samples.")


@pytest.fixture
def run(tmp_path):
    path = tmp_path / "run"
    return RunFolder.create(path, new_info(path, "Ring", "ring", 100))


def asked(step, rows=(FID, NOT)):
    return Asked(step, 1_800_000_000.0, 0, rows)


def test_evaluations_are_found_again_newest_first(run):
    assert kept_evaluations(run) == ()
    for step in (100, 200):
        keep_evaluation(run, asked(step))
    assert kept_evaluations(run) == (asked(200), asked(100))


def test_the_oldest_go(run):
    for step in range(MOST + 3):
        keep_evaluation(run, asked(step, ()))
    found = kept_evaluations(run)
    assert (len(found), found[0].step, found[-1].step) == (MOST, MOST + 2, 3)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"evaluations": [{"step": "one"}]}', '{"evaluations": 3}']
)
def test_a_damaged_file_is_said_and_put_aside(run, text):
    (run.path / NAME).write_text(text)
    with pytest.raises(RunError, match=r"evaluations\.json cannot be read"):
        kept_evaluations(run)
    keep_evaluation(run, asked(5))
    assert kept_evaluations(run) == (asked(5),)
    assert (run.path / (NAME + DAMAGED)).read_text() == text
