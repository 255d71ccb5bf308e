"""Other programs' weights in the window: dropped, imported, opened; runs taken out into files."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ganstudio.engine.export import ENDINGS
from ganstudio.engine.run import RunFolder
from ganstudio.ui.drops import Opened, classify_all
from ganstudio.ui.library.files import EXPORTS, ask_export_target
from ganstudio.ui.workspaces.runs import RunsWorkspace
from tests.interop import theirs


@pytest.fixture
def workspace(qtbot, context):
    """Runs, as the window makes it; what it opens is kept in `context.opened`."""
    context.opened, context.told = [], []
    context.run_opened.connect(context.opened.append)
    context.notice.connect(context.told.append)
    context.workspace_created("train")
    made = RunsWorkspace(context)
    qtbot.addWidget(made)
    context.workspace_created("runs")
    wait(qtbot, context)
    return made


def wait(qtbot, context):
    qtbot.waitUntil(lambda: not context.tasks.tasks(), timeout=20_000)


def drop(context, paths):
    context.open(classify_all(paths))


def imported(qtbot, context, tmp_path) -> Path:
    drop(context, theirs.write_all(tmp_path, [("G_ema.pth", theirs.style_generator())]))
    wait(qtbot, context)
    (path,) = context.opened
    return path


def test_dropped_weights_become_a_run_that_is_opened(qtbot, context, workspace, tmp_path):
    path = imported(qtbot, context, tmp_path)
    assert path == context.runs_folder() / "StyleGAN2 01"
    assert RunFolder.open(path).info().has_weights_alone
    assert context.told[-1].title == "StyleGAN2 01 is in your runs"
    assert "Nothing was executed" in context.told[-1].detail


def test_both_files_of_a_pair_are_dropped_together(qtbot, context, workspace, tmp_path):
    states = [(f"model_gen_{side}-1.pth", theirs.disco()) for side in "AB"]
    files = theirs.write_all(tmp_path, states)
    drop(context, files[:1])
    wait(qtbot, context)
    assert context.opened == []
    drop(context, files)
    wait(qtbot, context)
    assert [path.name for path in context.opened] == ["DiscoGAN 01"]


def test_what_cannot_be_imported_is_a_notice_and_leaves_nothing(
    qtbot, context, workspace, tmp_path
):
    path = tmp_path / "latest_net_G.pth"
    path.write_bytes(b"cos\nmkdir\n(S'made'\ntR.")
    context.open(Opened("weights", path))
    wait(qtbot, context)
    qtbot.waitUntil(lambda: bool(context.told))
    assert "holds more than tensors" in f"{context.told[-1].title} {context.told[-1].detail}"
    assert context.opened == []
    assert not context.runs_folder().exists() or not any(context.runs_folder().iterdir())


def test_a_cancelled_import_leaves_nothing(qtbot, context, workspace, tmp_path):
    drop(context, theirs.write_all(tmp_path, [("G_ema.pth", theirs.style_generator())]))
    (task,) = context.tasks.tasks()
    assert task.title == "Import G_ema.pth"
    task.cancel()
    wait(qtbot, context)
    assert context.opened == []
    assert not context.runs_folder().exists() or not any(context.runs_folder().iterdir())


@pytest.mark.parametrize(("kind", "ending"), EXPORTS.items())
def test_the_chosen_kind_gives_the_file_its_ending(qtbot, tmp_path, monkeypatch, kind, ending):
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "ring 01"), kind)
    )
    assert ask_export_target(None, "ring 01") == tmp_path / f"ring 01{ending}"
    assert ending in (*ENDINGS, ".pdf")


@pytest.mark.parametrize(
    ("typed", "kind", "wanted"),
    [
        ("ring.csv", ".nodes.csv", "ring.nodes.csv"),
        ("ring.nodes.csv", ".nodes.csv", "ring.nodes.csv"),
        ("ring.csv", ".csv", "ring.csv"),
        ("ring.pt", ".nodes.csv", "ring.pt"),
        ("ring.v2", ".nodes.csv", "ring.v2.nodes.csv"),
    ],
)
def test_an_ending_that_was_typed_stays_unless_it_is_the_end_of_the_chosen_one(
    qtbot, tmp_path, monkeypatch, typed, kind, wanted
):
    (words,) = [words for words, ending in EXPORTS.items() if ending == kind]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), words))
    assert ask_export_target(None, "ring 01") == tmp_path / wanted


def test_a_generator_is_taken_out_through_the_menu(
    qtbot, context, workspace, tmp_path, monkeypatch
):
    path = imported(qtbot, context, tmp_path)
    workspace.reload()
    wait(qtbot, context)
    workspace.select([path])
    target = tmp_path / "generator.pt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    (action,) = [one for one in workspace.actions_offered() if one.id == "runs.export"]
    action.run()
    wait(qtbot, context)
    assert "latents to samples" in context.told[-1].detail
    assert target.is_file()


def test_weights_are_chosen_in_a_dialog(qtbot, context, workspace, tmp_path, monkeypatch):
    files = theirs.write_all(tmp_path, [("G_ema.pth", theirs.style_generator())])
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in files], "")
    )
    workspace.desk.ask_weights()
    wait(qtbot, context)
    assert len(context.opened) == 1
