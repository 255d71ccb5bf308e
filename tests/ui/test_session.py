import json
import os
import subprocess
import sys

import pytest

from ganstudio.ui.session import Session, SessionState, read_state


@pytest.fixture
def sessions(tmp_path, qapp):
    made = []

    def begin():
        session = Session(tmp_path)
        session.begin()
        made.append(session)
        return session

    yield begin
    for session in made:
        session.end()
        session.deleteLater()


def _crash(folder):
    """A studio that dies without a word, its lock and journal left behind."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from ganstudio.ui.session import Session\n"
        "app = QCoreApplication([])\n"
        "session = Session(Path(sys.argv[1]))\n"
        "session.begin()\n"
        "session.note(workspace='train', run='/runs/ring 01')\n"
        "session.remember('design', {'text': 'data: {kind: ring}'})\n"
        "session.write()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", script, str(folder)], env=environment, check=False, timeout=60
    )
    assert ended.returncode == -9


def test_a_clean_end_is_no_crash(sessions, tmp_path):
    first = sessions()
    first.note(workspace="runs")
    first.end()
    second = sessions()
    assert not second.has_crashed
    assert second.previous.workspace == "runs"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_after_a_crash_the_journal_tells_what_was_open(sessions, tmp_path):
    _crash(tmp_path)
    session = sessions()
    assert session.has_crashed
    assert session.is_journalled
    assert session.previous.workspace == "train"
    assert session.previous.run == "/runs/ring 01"
    assert session.previous.parts == {"design": {"text": "data: {kind: ring}"}}
    assert session.previous.is_worth_restoring


def test_a_second_studio_beside_the_first_keeps_no_journal(sessions, tmp_path):
    first = sessions()
    first.note(workspace="train")
    first.write()
    second = sessions()
    assert not second.is_journalled
    assert not second.has_crashed
    second.note(workspace="runs")
    second.write()
    assert read_state(first.path).workspace == "train"


def test_a_change_is_on_disk_within_a_second(sessions, qtbot):
    session = sessions()
    session.note(preset="ring.yaml")
    qtbot.waitUntil(session.path.exists, timeout=30_000)
    assert read_state(session.path).preset == "ring.yaml"


def test_the_journal_asks_what_changed_before_it_is_written(sessions, qtbot):
    session = sessions()
    session.due.connect(lambda: session.note(workspace="design"))
    session.write()
    assert read_state(session.path).workspace == "design"


def test_only_what_changed_is_written(sessions):
    session = sessions()
    session.note(workspace="train")
    session.write()
    session.path.unlink()
    session.write()
    assert not session.path.exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"workspace": 3, "parts": {"design": 4, "runs": {"a": 1}}}']
)
def test_a_damaged_journal_restores_nothing(tmp_path, text):
    path = tmp_path / "session.json"
    path.write_text(text)
    state = read_state(path)
    assert state is None or not state.is_worth_restoring


def test_a_state_of_a_workspace_alone_is_not_worth_a_question():
    assert not SessionState(workspace="train", geometry="x").is_worth_restoring
    assert SessionState(parts={"design": {"text": "x"}}).is_worth_restoring


def test_the_journal_is_json_that_people_can_read(sessions):
    session = sessions()
    session.remember("design", {"text": "data: ring"})
    session.write()
    assert json.loads(session.path.read_text())["parts"]["design"]["text"] == "data: ring"
