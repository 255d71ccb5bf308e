"""Reading models: each is opened once, in the order asked, and a bad one holds up no other."""

import shutil
from pathlib import Path

import pytest

from ganstudio.edit.documents import Session
from ganstudio.edit.plane import Plane
from ganstudio.ui.editing.desk import Desk
from ganstudio.ui.editing.models import ModelSource
from tests.tiny import LABELLED, STYLED, train


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    train(STYLED, folder / "styled")
    train(LABELLED, folder / "labelled")
    return folder


@pytest.fixture
def runs(trained, own_home) -> Path:
    return Path(shutil.copytree(trained, own_home / "runs"))


def spoil(run: Path) -> None:
    for weights in run.rglob("*.safetensors"):
        weights.write_bytes(b"no weights")


@pytest.fixture
def source(context):
    made = ModelSource(context)
    yield made
    made.stop()


@pytest.fixture
def changes(source) -> list[str]:
    found: list[str] = []
    source.changed.connect(lambda chosen: found.append(chosen.path.name))
    return found


def settle(qtbot, source):
    qtbot.waitUntil(lambda: not source.is_busy, timeout=30_000)
    qtbot.waitUntil(lambda: not source._context.tasks.tasks(), timeout=30_000)
    qtbot.wait(20)


def test_a_model_that_is_asked_for_twice_changes_once(qtbot, source, changes, runs):
    source.open(runs / "labelled")
    source.open(runs / "labelled")
    settle(qtbot, source)
    assert changes == ["labelled"]


def test_the_model_that_was_asked_for_last_is_the_one_that_opens(qtbot, source, changes, runs):
    source.open(runs / "styled")
    source.open(runs / "labelled")
    source.open(runs / "styled")
    settle(qtbot, source)
    assert changes == ["styled"]


def test_a_model_that_cannot_be_read_holds_up_no_other(qtbot, context, source, changes, runs):
    spoil(runs / "styled")
    told = []
    context.notice.connect(told.append)
    source.open(runs / "styled")
    source.open(runs / "labelled")
    settle(qtbot, source)
    assert changes == ["labelled"]
    source.open(runs / "styled")
    settle(qtbot, source)
    assert source.chosen.path.name == "labelled"
    assert len(told) == 1


def test_a_session_whose_model_cannot_be_read_is_opened_with_no_other(qtbot, context, runs):
    spoil(runs / "styled")
    desk = Desk(context, "explore")
    brought = Session(workspace="explore").with_tool("plane", Plane(x=1.5))
    desk.open_model(runs / "styled", brought)
    qtbot.waitUntil(lambda: not desk.models.is_busy, timeout=30_000)
    desk.models.open(runs / "labelled")
    qtbot.waitUntil(lambda: desk.chosen is not None, timeout=30_000)
    assert desk.session.tools == {}
    assert desk.shut_down()
    desk.deleteLater()
