import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt

from ganstudio.core.events import SettingChanged, SnapshotTaken
from ganstudio.ui.panels.board import PanelBoard
from ganstudio.ui.panels.snapshot_book import KEPT_IN_MEMORY, SnapshotBook
from ganstudio.ui.panels.snapshots import SnapshotsPanel
from ganstudio.ui.panels.thumbnails import KEPT, Thumbnails, thumbnail
from tests.ui.panels import feed


def plain(step, kept=True):
    return SnapshotTaken(
        step, {"averaged": np.full((4, 8, 8, 1), step % 256, np.uint8)}, None, kept
    )


@pytest.fixture
def book():
    made = SnapshotBook()
    for step in (0, 20, 40, 100):
        made.add(plain(step))
    return made


@pytest.fixture
def board(qtbot):
    made, panel = PanelBoard(), SnapshotsPanel()
    made.add([panel])
    qtbot.addWidget(panel)
    panel.resize(1_000, 140)
    panel.show()
    made.receive([plain(step) for step in range(0, 500, 20)])
    made.receive([feed.progress(495)])
    made.refresh()
    return made


def panel_of(board):
    return board.panels[0]


def test_live_picture_does_not_enter_the_strip(book):
    book.add(plain(111, kept=False))
    assert book.steps == (0, 20, 40, 100)
    assert book.shown_at(None).step == 111
    assert book.shown_at(111).step == 100


def test_nearest_and_neighbouring_snapshots(book):
    assert [book.nearest(step) for step in (-5, 9, 31, 99, 1_000)] == [0, 0, 40, 100, 100]
    assert book.beside(20, 1) == 40
    assert book.beside(20, -1) == 0
    assert book.beside(25, 1) == 40
    assert book.beside(25, -1) == 20
    assert book.beside(40, 10) == 100
    assert SnapshotBook().nearest(3) is None


def test_few_snapshots_stay_in_memory_and_others_are_loaded():
    book, asked = SnapshotBook(), []

    def load(step):
        asked.append(step)
        return plain(step)

    book.set_loader(load)
    for step in range(KEPT_IN_MEMORY + 10):
        book.add(plain(step))
    assert book.get(KEPT_IN_MEMORY + 9).step == KEPT_IN_MEMORY + 9
    assert asked == []
    assert book.get(3).step == 3
    assert book.get(3).step == 3
    assert asked == [3]


def test_late_answer_of_a_loader_is_shown(book):
    book.know([60])
    assert book.shown_at(60) is None
    before = book.version
    book.deliver(plain(60))
    assert book.shown_at(60).step == 60
    assert book.version > before


def test_rewound_book_shows_its_last_snapshot(book):
    book.truncate(45)
    assert book.steps == (0, 20, 40)
    assert book.latest.step == 40


def test_the_playhead_moves_from_snapshot_to_snapshot(board):
    travel = panel_of(board).travel
    shown = []
    for move in (-1, -1, -10):
        travel.shift(move)
        shown.append(board.playhead)
    assert shown == [480, 460, 260]
    travel.go_first()
    assert board.playhead == 0
    travel.shift(1)
    travel.shift(10)
    assert board.playhead == 220
    travel.go_live()
    assert board.playhead is None


def test_right_of_the_last_snapshot_is_live(board):
    board.set_playhead(480)
    panel_of(board).travel.shift(1)
    assert board.playhead is None


def test_click_on_a_picture_shows_its_step(board, qtbot):
    strip = panel_of(board).strip
    cell = strip.cells()[0]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=cell.rect.center().toPoint())
    assert board.playhead == cell.step


def test_axis_leads_to_kept_snapshots_only(board, qtbot):
    strip = panel_of(board).strip
    place = strip.cells()[0].rect.bottomLeft().toPoint()
    place.setX(round(strip.x_of(247)))
    place.setY(place.y() + 14)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert board.playhead in (240, 260)
    place.setX(round(strip.x_of(board.panels[0].strip.live_step)) + 40)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert board.playhead is None


def test_future_has_no_pictures(board):
    cells = panel_of(board).strip.cells()
    assert cells[0].step is not None
    assert cells[-1].step is None
    assert all(cell.step is not None for cell in cells if cell.last <= 480)


def test_play_runs_to_the_end_or_over_and_over(board, qtbot):
    panel = panel_of(board)
    travel = panel.travel
    qtbot.keyClick(panel.strip, Qt.Key.Key_Space)
    assert board.playhead == 0
    assert travel.is_playing
    board.set_playhead(480)
    travel.advance()
    assert not travel.is_playing
    panel._loop.setChecked(True)
    travel.play(True)
    board.set_playhead(480)
    travel.advance()
    assert board.playhead == 0
    travel.play(False)


def test_speed_divides_the_beat(board):
    panel = panel_of(board)
    usual = panel.travel.beat
    panel._speed.changed.emit(4.0)
    assert panel.travel.beat == usual / 4


def test_fork_asks_for_the_shown_step(board, qtbot):
    board.set_playhead(120)
    panel = panel_of(board)
    with qtbot.waitSignal(panel.fork_asked) as asked:
        panel._fork.click()
    assert asked.args == [120]


def test_bookmark_is_kept_and_taken_away(board, qtbot):
    board.set_playhead(120)
    panel = panel_of(board)
    with qtbot.waitSignal(panel.bookmarks_changed) as changed:
        panel.toggle_bookmark()
    assert changed.args == [{120: ""}]
    with qtbot.waitSignal(panel.bookmarks_changed) as changed:
        panel.toggle_bookmark()
    assert changed.args == [{}]


def test_applied_edits_stand_on_the_axis(board):
    panel = panel_of(board)
    board.receive([SettingChanged(60, "system.lr", 1, 2), SettingChanged(80, "a.b", 1, 2, "No.")])
    assert panel.strip.marks == {60: "lr 1 to 2"}


def test_head_says_what_is_kept(board):
    panel = panel_of(board)
    panel.set_storage(3_200_000)
    panel.refresh()
    assert panel.bar.qualifier.text() == "every 20 steps, 25 kept, 3.2\N{THIN SPACE}MB"


def test_thumbnails_are_made_once_and_few_are_kept():
    made, book, asked = Thumbnails(), SnapshotBook(), []

    def load(step):
        asked.append(step)
        return thumbnail(plain(step), size)

    size = QSize(84, 56)
    made.set_loader(load)
    for step in (*range(KEPT + 1), KEPT, 0):
        assert not made.get(step, book, size).isNull()
    assert asked == [*range(KEPT + 1), 0]


def test_thumbnail_shows_whole_pictures():
    picture = thumbnail(SnapshotTaken(0, feed.pictures(0)), QSize(84, 56))
    assert (picture.width(), picture.height()) == (3 * 32, 2 * 32)


def test_thumbnail_of_a_world_has_its_colours(qapp):
    picture = thumbnail(feed.snapshot(2_000), QSize(120, 80))
    colours = {picture.pixelColor(x, y).name() for x in range(120) for y in range(80)}
    assert "#ff9e47" in colours


def test_the_head_says_the_step_between_few_snapshots(qtbot):
    panel = SnapshotsPanel()
    panel.snapshots = SnapshotBook()
    for step in (0, 100, 200):
        panel.snapshots.add(plain(step))
    assert panel._kept_words() == "every 100 steps, 3 kept"


def test_a_run_at_rest_says_how_it_ended_and_where(board, qtbot):
    panel = panel_of(board)
    assert (panel._viewing.text(), panel._place.text()) == ("Viewing", "live")
    panel.set_rest("Finished", 500)
    assert (panel._viewing.text(), panel._place.text()) == ("Finished at", "step 500")
    assert panel.strip.live_step == 500
    panel.travel.go_first()
    assert (panel._viewing.text(), panel._place.text()) == ("Viewing", "step 0")
    assert panel._live.text() == "Go to the end 500"
    panel.set_rest("", 500)
    assert panel._live.text() == "Go to live 500"
    panel.travel.go_live()
    assert (panel._viewing.text(), panel._place.text()) == ("Viewing", "live")


def test_a_bookmark_is_named_in_the_list_shown_on_its_ribbon_and_leads_to_its_step(board, qtbot):
    board.set_playhead(120)
    panel, strip = panel_of(board), panel_of(board).strip
    panel.toggle_bookmark()
    board.set_playhead(400)
    ribbon = QPointF(strip.x_of(120), strip._axis_y() + 7)
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=ribbon.toPoint())
    (row,) = panel.names.rows
    assert panel.names.isVisible()
    assert row.field.hasFocus() or row.field.selectedText() == row.field.text()
    qtbot.keyClicks(row.field, "Two modes lost")
    with qtbot.waitSignal(panel.bookmarks_changed) as changed:
        qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert changed.args == [{120: "Two modes lost"}]
    assert strip._words_at(ribbon) == "Two modes lost, step 120"
    qtbot.mouseClick(row.place, Qt.MouseButton.LeftButton)
    assert board.playhead == 120
    assert not panel.names.isVisible()
    board.set_playhead(400)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=ribbon.toPoint())
    assert board.playhead == 120
    with qtbot.waitSignal(panel.bookmarks_changed) as changed:
        row.remove.click()
    assert changed.args == [{}]
    assert panel.names.rows == ()
