import json

import pytest
from PySide6.QtCore import QPoint, Qt

from ganstudio.core.paths import home
from ganstudio.engine.cards import find_preset
from ganstudio.ui.learning.demos import DEMOS
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
    qtbot.waitUntil(lambda: not check.verdict.visibleRegion().isEmpty(), timeout=2_000)


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
