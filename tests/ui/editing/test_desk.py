"""A session that keeps itself: on disk after every edit, found again, never lost to a bad file."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch

from ganstudio.edit.board import BOARD
from ganstudio.edit.documents import Session, dumps, read
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.plane import Plane
from ganstudio.edit.request import untold
from ganstudio.edit.sweep import Sweep
from ganstudio.ui.editing.autosave import Autosave
from ganstudio.ui.editing.desk import Desk, autosave_path
from tests.tiny import STYLED, train


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    return train(STYLED, tmp_path_factory.mktemp("runs") / "styled")


@pytest.fixture
def styled(trained, own_home) -> Path:
    return Path(shutil.copytree(trained, own_home / "runs/styled"))


@pytest.fixture
def open_desk(qtbot, context):
    opened = []

    def make(path) -> Desk:
        desk = Desk(context, "explore")
        opened.append(desk)
        desk.open_model(path)
        qtbot.waitUntil(lambda: desk.chosen is not None, timeout=30_000)
        return desk

    yield make
    for desk in opened:
        assert desk.shut_down()
        desk.deleteLater()


def test_an_edit_is_on_disk_soon_and_found_again(qtbot, styled, open_desk):
    desk = open_desk(styled)
    desk.edit("plane", Plane(x=1.5), "Wander")
    path = autosave_path("explore", "styled")
    qtbot.waitUntil(path.exists, timeout=30_000)
    kept = read(path, Session)
    assert kept.tools["plane"] == Plane(x=1.5)
    assert kept.model.run == "styled"
    again = open_desk(styled)
    assert again.session == kept
    assert not again.history.undo_title


def test_a_studio_that_was_killed_leaves_its_session(qtbot, styled, open_desk, own_home):
    killed = textwrap.dedent(
        """
        import os, signal, sys, time
        from pathlib import Path
        from PySide6.QtCore import QCoreApplication
        from ganstudio.edit.plane import Plane
        from ganstudio.ui.context import StudioContext
        from ganstudio.ui.editing.desk import Desk, autosave_path
        application = QCoreApplication([])
        desk = Desk(StudioContext(), "explore")
        desk.open_model(Path(sys.argv[1]))
        while desk.chosen is None:
            application.processEvents()
        for step in range(5):
            desk.edit("plane", Plane(x=float(step)), "Wander")
        end = time.monotonic() + 20
        while not autosave_path("explore", "styled").exists() and time.monotonic() < end:
            application.processEvents()
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    ended = subprocess.run([sys.executable, "-c", killed, str(styled)], timeout=120, check=False)
    assert ended.returncode == -9
    assert open_desk(styled).session.tools["plane"] == Plane(x=4.0)


def test_a_damaged_session_is_told_and_stays_on_disk(styled, open_desk, context):
    path = autosave_path("explore", "styled")
    path.parent.mkdir(parents=True)
    path.write_text("workspace: explore\ntools: {plane: {kind: plane, x: far}}\n")
    desk = open_desk(styled)
    assert desk.session.tools == {}
    notice = context.log.notices()[-1]
    assert "styled.gansession" in f"{notice.title} {notice.detail}"
    desk.edit("plane", Plane(x=1), "Wander")
    desk.save_now()
    assert read(path, Session).tools["plane"] == Plane(x=1)
    assert "x: far" in path.with_suffix(".damaged").read_text()


def test_every_edit_of_a_desk_is_undone_to_the_same_bytes(styled, open_desk):
    desk = open_desk(styled)
    seen = [dumps(desk.session)]
    for step in range(1, 31):
        if step % 3:
            desk.edit("plane", Plane(x=step / 4), "Wander")
        else:
            desk.put_on_board(Latent(seed=1000 + step), Manner(truncation=0.5))
        seen.append(dumps(desk.session))
    assert len(desk.board.items) == 34
    for document in reversed(seen[:-1]):
        desk.undo()
        assert dumps(desk.session) == document
    for document in seen[1:]:
        desk.redo()
        assert dumps(desk.session) == document


def test_the_board_is_changed_beside_the_tool_that_is_shown(styled, open_desk):
    desk = open_desk(styled)
    desk.note_tool("plane")
    desk.put_on_board(Latent(seed=7))
    assert desk.session.tool == "plane"
    assert desk.session.tools[BOARD].items[-1].latent == Latent(seed=7)


def test_of_sessions_for_one_place_the_newest_is_written_and_a_bad_place_is_told(
    qtbot, tmp_path, context
):
    keeper, told = Autosave(context), []
    keeper.failed.connect(told.append)
    for step in range(50):
        session = Session(workspace="explore").with_tool("plane", Plane(x=step / 10))
        keeper.keep(tmp_path / "a.gansession", session)
    (tmp_path / "file").write_text("no folder")
    keeper.keep(tmp_path / "file/b.gansession", session)
    assert keeper.settle()
    assert read(tmp_path / "a.gansession", Session) == session
    qtbot.waitUntil(lambda: len(told) == 1, timeout=30_000)
    assert str(told[0].filename).endswith("b.gansession")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gansession", "file"]
    assert keeper.shut_down()


class _Counted(Sweep):
    """A sweep that tells how many threads torch has where it is drawn."""

    def run(self, system, told=untold):
        SEEN.append(torch.get_num_threads())
        return super().run(system, told)


SEEN: list[int] = []


def test_a_small_model_is_drawn_by_one_thread_whatever_others_use(qtbot, styled, open_desk):
    torch.set_num_threads(2)
    try:
        desk, done = open_desk(styled), []
        desk.renderer.done.connect(done.append)
        desk.ask("plane/sheet", _Counted(latents=(Latent(seed=1),)))
        qtbot.waitUntil(lambda: len(done) == 1, timeout=30_000)
        assert SEEN == [1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


def test_of_requests_in_a_row_the_newest_is_drawn(qtbot, styled, open_desk):
    desk, done = open_desk(styled), []
    desk.renderer.done.connect(lambda told: done.append(told.request))
    asked = [
        Sweep(latents=(Latent(seed=1),), manner=Manner(noise="random", noise_seed=seed))
        for seed in range(40)
    ]
    for request in asked:
        desk.ask("truncation/sheet", request)
    qtbot.waitUntil(lambda: asked[-1] in done, timeout=30_000)
    assert len(done) < len(asked)
    assert done[-1] == asked[-1]


def test_pictures_are_drawn_once(qtbot, styled, open_desk):
    desk, arrived = open_desk(styled), []
    desk.pictures.arrived.connect(arrived.append)
    places = [(Latent(seed=seed), Manner()) for seed in (1, 2, 1)]
    desk.pictures.wish("test", places)
    qtbot.waitUntil(lambda: len(arrived) == 2, timeout=30_000)
    desk.pictures.wish("test", places)
    qtbot.wait(100)
    assert arrived == places[:2]
    assert desk.pictures.image(*places[0]).width() == 16


def test_a_desk_that_was_about_to_close_draws_again(qtbot, styled, open_desk):
    desk, done = open_desk(styled), []
    desk.renderer.done.connect(done.append)
    assert desk.shut_down()
    assert desk.ask("plane/sheet", Plane(columns=1, rows=1))
    qtbot.waitUntil(lambda: len(done) == 1, timeout=30_000)


def test_a_picture_follows_a_slider_that_never_rests(qtbot, styled, open_desk):
    desk, drawn = open_desk(styled), []
    desk.renderer.picture_done.connect(lambda told: drawn.append(told.request))
    for step in range(30):
        manner = Manner(truncation=round(step / 30, 3))
        item = Drawn(latent=Latent(seed=1), manner=manner)
        desk.ask("truncation/large", Draw(items=(item,)), follows=True)
        before = len(drawn)
        qtbot.waitUntil(lambda: len(drawn) > before or not desk.renderer.is_busy, timeout=30_000)  # noqa: B023
    qtbot.waitUntil(lambda: bool(drawn) and drawn[-1].items == (item,), timeout=30_000)
    assert len(drawn) > 5


def test_what_a_tool_begins_with_is_kept_but_is_no_step(qtbot, styled, open_desk):
    desk = open_desk(styled)
    desk.note_tool("plane")
    desk.begin("plane", Plane(x=0.5))
    assert desk.state_of("plane") == Plane(x=0.5)
    assert not desk.history.undo_title
    desk.edit("plane", Plane(x=2.0), "Wander")
    desk.undo()
    assert desk.state_of("plane") == Plane(x=0.5)
    desk.redo()
    assert desk.state_of("plane") == Plane(x=2.0)
