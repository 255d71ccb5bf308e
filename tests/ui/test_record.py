import sqlite3

import numpy as np
import pytest

from ganstudio.core.control import RunControl
from ganstudio.core.events import Curve, ScalarsRecorded
from ganstudio.engine import preset as presets
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.record import read_record
from tests.ui.rings import RING


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "ring 01"
    preset = presets.loads(RING).edited("schedule.steps", 10)
    train(Job(made, preset, device="cpu"), lambda event: None, RunControl())
    return made


def test_a_history_that_cannot_be_read_leaves_the_rest_of_the_run(qapp, path):
    whole = read_record(path)
    assert whole.problem == ""
    assert whole.curves
    assert whole.clock[0][-1] == 10
    history = RunFolder.open(path).history_path
    with sqlite3.connect(history) as connection:
        connection.execute("UPDATE about SET value='99' WHERE key='format'")
    connection.close()
    newer = read_record(path)
    assert "format 99" in newer.problem
    assert newer.problem.endswith("update GAN Studio.")
    history.write_bytes(history.read_bytes()[:3_000])
    cut = read_record(path)
    assert "is damaged" in cut.problem
    run = OpenRun.of_record(cut)
    assert (run.problem, run.curves.names) == (cut.problem, ())
    assert run.snapshots.steps == (0, 10)
    assert run.checkpoints


def test_a_history_is_read_while_another_process_writes_it(qapp, path):
    writer = History(RunFolder.open(path).history_path)
    writer._connection.execute("BEGIN IMMEDIATE")
    writer._connection.execute("INSERT OR REPLACE INTO clock VALUES (11, 5.0)")
    during = read_record(path)
    assert during.problem == ""
    assert during.clock[0][-1] == 10
    writer._connection.commit()
    curve = Curve("critic/loss", np.array([11]), np.array([0.5]))
    writer.receive(ScalarsRecorded(11, 6.0, (curve,)))
    writer.flush()
    after = {curve.name: curve for curve in read_record(path).curves}
    assert after["critic/loss"].steps[-1] == 11
    writer.close()
