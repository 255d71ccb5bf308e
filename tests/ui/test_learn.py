import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import yaml
from PySide6.QtCore import QPoint, Qt

from ganstudio.core.paths import home
from ganstudio.data.points import read_points
from ganstudio.engine import lone_games
from ganstudio.engine.cards import find_preset
from ganstudio.engine.preset import from_document
from ganstudio.ui.learning import surfaces_demo
from ganstudio.ui.learning.demos import DEMOS
from ganstudio.ui.learning.lessons import read_lesson
from ganstudio.ui.learning.pages import PAGES
from ganstudio.ui.learning.piles import DECK
from ganstudio.ui.learning.piles_board import Block
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.workspaces.learn import FILE, LearnWorkspace


@pytest.fixture
def learn(qtbot, context):
    context.set_engine_ready(EngineFacts("2.13", "CPU, 1 thread", (("cpu", "CPU"),)))
    made = LearnWorkspace(context)
    made.resize(1370, 830)
    qtbot.addWidget(made)
    context.workspace_created("learn")
    made.show()
    qtbot.waitExposed(made)
    return made


def drag(qtbot, board, source, target):
    start = board.top_of(source).center().toPoint()
    end = board.top_of(target).center().toPoint()
    qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(board, (start + end) / 2)
    qtbot.mouseMove(board, end)
    qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=end)


def readings(demo):
    return [figure.text() for figure in demo.readings._figures]


def test_every_page_has_something_to_try_and_a_preset_that_exists():
    assert [page.key for page in PAGES] == list(DEMOS)
    for page in PAGES:
        assert find_preset(page.preset).exists()
        assert not page.question.is_right(page.question.answer + 1)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_page_is_drawn_with_its_formula(learn, page):
    learn.open_page(page.key)
    assert learn.head.text() == page.title
    assert learn.document().endswith(page.title)
    assert learn.pane.symbols.equation.latex().splitlines() == list(page.symbols)
    assert not learn.grab().isNull()


def test_blocks_are_dragged_and_the_cost_follows_and_is_undone(qtbot, learn):
    learn.open_page("earth-mover")
    demo = learn.demo
    assert readings(demo) == ["5", "0.5", "5"]
    assert not learn.reset.isEnabled()
    drag(qtbot, demo.board, Block(False, 0), Block(False, 2))
    assert demo.state().have == (2, 2, 2, 4)
    assert readings(demo)[0] == "3"
    qtbot.mouseClick(learn.undo, Qt.MouseButton.LeftButton)
    assert demo.state() == DECK
    drag(qtbot, demo.board, Block(True, 2), Block(True, 0))
    qtbot.mouseClick(learn.reset, Qt.MouseButton.LeftButton)
    assert demo.state() == DECK
    learn.demo.undo()
    assert demo.state().want == (2, 2, 3, 3)


def test_the_earth_moves_block_by_block_until_both_piles_are_one(qtbot, learn):
    learn.open_page("earth-mover")
    demo = learn.demo
    demo.pace.setInterval(1)
    qtbot.mouseClick(demo.carry, Qt.MouseButton.LeftButton)
    assert demo.carry.text() == "Stop"
    qtbot.waitUntil(lambda: not demo.pace.isActive(), timeout=30_000)
    assert demo.state().have == demo.state().want == DECK.want
    assert readings(demo)[0] == "0"
    assert not demo.carry.isEnabled()
    learn.undo.click()
    assert demo.state() == DECK


def test_blocks_are_carried_with_the_keys(qtbot, learn):
    learn.open_page("earth-mover")
    board = learn.demo.board
    qtbot.keyClick(board, Qt.Key.Key_Right)
    qtbot.keyClick(board, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert learn.demo.state().have == (3, 1, 2, 4)


def test_a_slider_moves_figures_words_and_mark(qtbot, learn):
    learn.open_page("four-distances")
    demo, slider = learn.demo, learn.demo.controls["theta"].slider
    before = demo.words.text()
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(12, slider.height() // 2))
    assert demo.words.text() != before
    assert dict(demo.state())["theta"] < -0.5
    learn.undo.click()
    assert dict(demo.state())["theta"] == 0.5
    assert demo.words.text() == before


def test_a_right_answer_ticks_the_page_and_is_kept(qtbot, learn):
    check = learn.pane.check
    qtbot.keyClicks(check.field, "2")
    qtbot.keyClick(check.field, Qt.Key.Key_Return)
    assert "Not that" in check.verdict.text()
    check.field.clear()
    qtbot.keyClicks(check.field, "three")
    qtbot.mouseClick(check.button, Qt.MouseButton.LeftButton)
    assert "Give a number" in check.verdict.text()
    check.field.clear()
    qtbot.keyClicks(check.field, "3")
    qtbot.mouseClick(check.button, Qt.MouseButton.LeftButton)
    assert check.verdict.text().startswith("Right")
    assert json.loads((home() / FILE).read_text())["answered"] == ["four-distances"]


def test_the_verdict_is_seen_in_a_small_window(qtbot, learn):
    learn.resize(1110, 560)
    check = learn.pane.check
    qtbot.keyClicks(check.field, "2")
    qtbot.keyClick(check.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not check.verdict.visibleRegion().isEmpty(), timeout=30_000)


def test_a_spoilt_record_is_an_empty_one(qtbot, context):
    home().mkdir(parents=True, exist_ok=True)
    (home() / FILE).write_text("{[")
    made = LearnWorkspace(context)
    qtbot.addWidget(made)
    assert made.page is PAGES[0]


def test_pages_are_turned_and_end(qtbot, learn):
    assert not learn.pane.previous.isEnabled()
    for _ in PAGES[1:]:
        qtbot.mouseClick(learn.pane.next, Qt.MouseButton.LeftButton)
    assert learn.page is PAGES[-1]
    assert not learn.pane.next.isEnabled()
    qtbot.mouseClick(learn.pane.previous, Qt.MouseButton.LeftButton)
    assert learn.list.chosen == PAGES[-2].key


def test_a_page_leads_to_a_real_run(qtbot, learn, context):
    asked = []
    context.workspace_created("design")
    context.preset_opened.connect(asked.append)
    qtbot.mouseClick(learn.pane.run, Qt.MouseButton.LeftButton)
    assert [request.path.stem for request in asked] == ["wgan-ring"]


def test_the_page_comes_back_after_a_crash(learn):
    learn.open_page("modes")
    kept = learn.remembered()
    learn.open_page("four-distances")
    learn.bring_back(kept)
    assert learn.page.key == "modes"


def test_a_lesson_is_walked_through_and_its_progress_is_kept(qtbot, learn, context):
    asked = []
    context.workspace_created("train")
    context.preset_opened.connect(asked.append)
    learn.lessons.choose("gan-to-wgan-gp")
    assert learn.where() == "From GAN to WGAN-GP"
    assert learn.page.key == "optimal-discriminator"
    qtbot.mouseClick(learn.pane.next, Qt.MouseButton.LeftButton)
    assert learn.document() == "2 GAN on a ring"
    qtbot.mouseClick(learn.demo.train, Qt.MouseButton.LeftButton)
    assert [(request.path.stem, request.start) for request in asked] == [("gan-ring", True)]
    assert "gan-to-wgan-gp/gan-ring" in json.loads((home() / FILE).read_text())["answered"]
    kept = learn.remembered()
    learn.lessons.choose("")
    assert learn.where() == "Learn"
    learn.bring_back(kept)
    assert learn.document() == "2 GAN on a ring"


def test_a_critic_of_ones_own_meets_the_plan_and_a_steep_one_proves_nothing(learn):
    learn.open_page("primal-and-dual")
    demo = learn.demo
    assert readings(demo) == ["5", "0", "5", "0"]
    demo.best.click()
    assert readings(demo) == ["5", "5", "0", "1"]
    assert "complementary slackness" in demo.words.text()
    demo.sliders[1].set_value(-4.0)
    demo.sliders[1].committed.emit(-4.0)
    assert "too steep" in demo.words.text()
    assert demo.slack.cell(0, 2).fill == "error"
    learn.undo.click()
    assert demo.state().critic == (0, -1, -2, -1)


def test_a_trained_discriminator_lies_over_its_closed_form_until_a_value_is_changed(
    qtbot, learn, monkeypatch
):
    shorter = replace(lone_games._RECIPES["discriminator"], steps=60)
    monkeypatch.setitem(lone_games._RECIPES, "discriminator", shorter)
    learn.open_page("optimal-discriminator")
    demo = learn.demo
    assert readings(demo)[-1] == "–"
    qtbot.mouseClick(demo.trainee.button, Qt.MouseButton.LeftButton)
    assert demo.trainee.button.text() == "Stop"
    qtbot.waitUntil(lambda: not demo.trainee.is_busy, timeout=20_000)
    found = demo.panels[1].plot.values_at(0.0)
    assert 0 < found["Trained D"] < 1
    trained = readings(demo)[-1]
    assert float(trained) < 0.5
    demo.controls["mean_p"].committed.emit(-2.0)
    assert "Trained D" not in demo.panels[1].plot.values_at(0.0)
    learn.undo.click()
    assert readings(demo)[-1] == trained


def test_a_training_is_stopped_and_surfaces_of_two_critics_are_drawn(qtbot, learn, monkeypatch):
    learn.open_page("critic-surfaces")
    demo = learn.demo
    qtbot.mouseClick(demo.trainee.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(demo.trainee.button, Qt.MouseButton.LeftButton)
    assert not demo.trainee.is_busy
    qtbot.waitUntil(lambda: not learn.context.tasks.tasks(), timeout=20_000)
    assert readings(demo) == ["–", "–", "–"]
    monkeypatch.setattr(surfaces_demo, "SurfaceTask", partial(lone_games.SurfaceTask, steps=20))
    qtbot.mouseClick(demo.trainee.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not demo.trainee.is_busy, timeout=20_000)
    assert "–" not in readings(demo)
    assert set(demo.gradients.values_at(1.0)) == {"Clipped", "Penalised"}


def test_a_lesson_is_written_kept_shared_and_read(qtbot, learn, tmp_path):
    qtbot.mouseClick(learn.new_lesson, Qt.MouseButton.LeftButton)
    editor = learn.editor
    editor.title.setText("Mine")
    editor.title.changed.emit("Mine")
    editor.add_preset.changed.emit("wgan-ring")
    editor.add_page.changed.emit("modes")
    qtbot.mouseClick(editor.up, Qt.MouseButton.LeftButton)
    assert [step.page or step.preset for step in editor.lesson.steps] == [
        "four-distances", "modes", "wgan-ring",
    ]  # fmt: skip
    asked = editor.asked
    asked.text.setText("How many modes?")
    asked.text.changed.emit("")
    assert "number" in asked.problem
    asked.answer.setText("2")
    asked.answer.changed.emit("2")
    assert editor.lesson.steps[1].question.answer == 2
    assert learn.pane.check is not None
    editor.remove.click()
    learn.undo.click()
    assert len(editor.lesson.steps) == 3
    qtbot.mouseClick(learn.done, Qt.MouseButton.LeftButton)
    assert learn.editor is None
    assert learn.where() == "Mine"
    written = home() / "lessons" / "new-lesson.ganlesson"
    assert read_lesson(written).title == "Mine"
    learn.open_page("modes")
    assert learn.page.question.text == "How many modes?"
    shared = tmp_path / "shared.ganlesson"
    shared.write_text(written.read_text().replace("wgan-ring", "wgan-rnig"))
    learn.context.open_path(shared)
    assert learn.course.key == "shared"
    assert "wgan-ring" in learn.course.pages[2].problem
    learn.open_page(learn.course.pages[2].key)
    assert not learn.grab().isNull()


def test_a_shipped_lesson_is_edited_as_a_copy_and_a_spoilt_file_is_told(qtbot, learn, context):
    learn.open_course("gan-to-wgan-gp")
    assert learn.edit_lesson.text() == "Edit a copy"
    learn.edit_lesson.click()
    assert learn.editor.lesson.title == "From GAN to WGAN-GP, my copy"
    learn.open_page(learn.course.pages[1].key)
    assert learn.editor is None
    (home() / "lessons" / "bad.ganlesson").write_text("title: [")
    learn.refresh_courses()
    learn.open_course("bad")
    assert "not valid YAML" in learn.page.problem
    told = []
    context.notice.connect(told.append)
    learn.open_lesson(home() / "nowhere.ganlesson")
    assert "cannot be read" in told[0].title + told[0].detail


def test_a_world_is_drawn_by_hand_undone_and_trained_on(qtbot, learn, context):
    asked = []
    context.workspace_created("train")
    context.preset_opened.connect(asked.append)
    learn.open_page("own-world")
    demo, board = learn.demo, learn.demo.board
    assert not demo.run.isEnabled()
    for x in (-1.0, 1.0):
        place = board.place(x, 0.5).toPoint()
        qtbot.mousePress(board, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseMove(board, place + QPoint(0, 20))
        qtbot.mouseRelease(board, Qt.MouseButton.LeftButton, pos=place + QPoint(0, 20))
    drawn = board.points.copy()
    assert len(drawn) > 6
    assert (np.sign(drawn[:6, 0]) == -1).all()
    qtbot.keyClick(board, Qt.Key.Key_Left)
    qtbot.keyClick(board, Qt.Key.Key_Space)
    assert len(board.points) == len(drawn) + 6
    learn.undo.click()
    assert board.points == pytest.approx(drawn, abs=1e-6)
    demo.brush.changed.emit("erase")
    board.radius = 3.0
    board.touch(0.0, 0.0)
    assert not len(board.points)
    demo.show_state(drawn.astype("float32").tobytes())
    qtbot.mouseClick(demo.run, Qt.MouseButton.LeftButton)
    preset = from_document(yaml.safe_load(asked[0].text), "drawn")
    assert (asked[0].start, asked[0].wait) == (True, True)
    found = read_points(Path(preset.data.path))
    assert found == pytest.approx(drawn, abs=1e-3)


CHOICES = """
title: Kinds
steps:
- page: modes
  question:
    text: Which covers all modes?
    choices: [KL, Reverse KL]
    answer: KL
    because: It must.
- page: dirac-gan
  question: {text: "Does the plain GAN converge?", answer: false}
- preset: wgan-rnig
"""


def test_choices_and_true_or_false_are_answered_with_buttons(qtbot, learn, tmp_path):
    path = tmp_path / "kinds.ganlesson"
    path.write_text(CHOICES)
    learn.open_lesson(path)
    check = learn.pane.check
    assert check.field.isHidden()
    right, wrong = check.options
    assert (right.text(), wrong.text()) == ("KL", "Reverse KL")
    qtbot.mouseClick(wrong, Qt.MouseButton.LeftButton)
    assert check.verdict.text().startswith("Not that one")
    qtbot.mouseClick(right, Qt.MouseButton.LeftButton)
    assert check.verdict.text() == "Right. It must."
    qtbot.mouseClick(learn.pane.next, Qt.MouseButton.LeftButton)
    true, false = learn.pane.check.options
    qtbot.mouseClick(true, Qt.MouseButton.LeftButton)
    assert "dirac-gan" not in json.loads((home() / FILE).read_text())["answered"]
    qtbot.mouseClick(false, Qt.MouseButton.LeftButton)
    assert json.loads((home() / FILE).read_text())["answered"] == ["dirac-gan", "modes"]
    qtbot.mouseClick(learn.pane.next, Qt.MouseButton.LeftButton)
    assert learn.page.problem.count(". ") == 0
    assert "wgan-ring" in learn.page.problem


def test_a_question_of_every_kind_is_written(learn):
    learn.begin_lesson()
    editor, asked = learn.editor, learn.editor.asked
    asked.text.setText("Which?")
    asked.kind.set_value("choice")
    asked.choices.set_value("clipping")
    asked.choices.changed.emit("")
    assert "two choices" in asked.problem
    asked.choices.set_value("clipping\npenalty")
    asked.choices.changed.emit("")
    asked.right.set_value("penalty")
    asked.right.changed.emit("penalty")
    question = editor.lesson.steps[0].question
    assert (question.answer, question.choices) == ("penalty", ("clipping", "penalty"))
    asked.kind.set_value("truth")
    asked.truth.set_value(False)
    asked.kind.changed.emit("truth")
    assert editor.lesson.steps[0].question.answer is False
    assert asked.truth.isVisibleTo(editor)
    assert not asked.choices.isVisibleTo(editor)
    learn.undo.click()
    assert editor.lesson.steps[0].question.answer == "penalty"
    assert asked.right.value == "penalty"
    learn.read_again()
    assert read_lesson(home() / "lessons" / "new-lesson.ganlesson").steps[0].question == question


def test_a_lesson_is_deleted_to_the_trash_and_comes_back(qtbot, learn, context):
    told = []
    context.notice.connect(told.append)
    assert not learn.delete.isEnabled()
    learn.begin_lesson()
    learn.read_again()
    key = learn.course.key
    kept = home() / "lessons" / f"{key}.ganlesson"
    before = kept.read_bytes()
    qtbot.mouseClick(learn.delete, Qt.MouseButton.LeftButton)
    assert not kept.exists()
    assert learn.course.key == ""
    assert all(one.key != key for one in learn._courses)
    assert (told[-1].title, told[-1].link) == ("New lesson is in the trash", "Undo")
    told[-1].on_link()
    assert (kept.read_bytes(), learn.course.key) == (before, key)
    learn.open_course("gan-to-wgan-gp")
    assert not learn.delete.isEnabled()
