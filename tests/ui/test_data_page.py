"""The Data workspace: real folders, real clicks and keys, a real reading on its thread."""

import shutil

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.engine.preset import loads
from ganstudio.ui.palette import DARK, LIGHT
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.window import WORKSPACES, MainWindow
from ganstudio.ui.workspaces.data import DataWorkspace
from tests.engine.intake.folders import (
    labels,
    photo,
    save,
    tear,
    write_classes,
    write_domains,
    write_maps,
    write_pairs,
)

LEFT = Qt.MouseButton.LeftButton
FACTS = EngineFacts("2.13", "CPU, 2 threads", (("cpu", "CPU, 2 cores"),))


@pytest.fixture
def page(qtbot, context):
    context.set_engine_ready(FACTS)
    context.workspace_created("data")
    made = DataWorkspace(context)
    qtbot.addWidget(made)
    made.resize(1376, 836)
    made.show()
    yield made
    made.may_close()


@pytest.fixture
def check(page, qtbot):
    """Opens a folder as the window does and waits for what the page says of it."""

    def open_folder(path):
        page.context.open_path(path)
        settled(qtbot, page)
        return page

    return open_folder


def settled(qtbot, page):
    qtbot.waitUntil(lambda: not page.context.tasks.tasks(), timeout=20_000)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is not page._at_work, timeout=20_000)
    # A widget that joins a layout is shown by an event of its own.
    qtbot.waitUntil(lambda: all(not row.isHidden() for row in page.findings.rows), timeout=20_000)


def row_with(page, *words):
    (found,) = [row for row in page.findings.rows if all(word in row.message for word in words)]
    return found


def asked_of_design(page):
    """What Design is asked to open from now on."""
    page.context.workspace_created("design")
    opened = []
    page.context.preset_opened.connect(opened.append)
    page.context.data_chosen.connect(opened.append)
    return opened


def test_a_folder_dropped_on_the_window_is_checked_and_opens_in_design(qtbot, context, tmp_path):
    folder = write_pairs(tmp_path / "facades", 6)
    (folder / "B/4.png").unlink()
    context.set_engine_ready(FACTS)
    window = MainWindow(context, tuple(one for one in WORKSPACES if one.key == "data"))
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dragEnterEvent(QDragEnterEvent(QPoint(9, 9), copy, data, LEFT, none))
    assert window.drop_overlay.words == "Check the pictures in facades"
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, LEFT, none))
    page = window.centre.current()
    settled(qtbot, page)
    assert page.document() == "facades"
    assert page.sheet.count == 5
    assert row_with(page, "A/4.png (no picture in B)").severity == "warning"
    opened = asked_of_design(page)
    QTest.mouseClick(page.findings.use, LEFT)
    preset = loads(opened[0].text)
    assert (preset.title, preset.system.system) == ("pix2pix facades", "paired")
    assert (preset.data.kind, preset.data.path, preset.data.size) == ("pairs", str(folder), 16)
    page.may_close()


def test_an_unknown_number_is_taken_by_a_switch_and_refused_without_it(check, qtbot, tmp_path):
    folder = write_maps(tmp_path / "maps", 6, last=255, objects=False)
    page = check(folder)
    row = row_with(page, "255 occurs in 6 label maps")
    assert row.settings == "Unknown places: on"
    assert page.findings.badge.text == "1 warning"
    assert [one.name for one in page.folder.classes.rows] == ["unknown, 255", "class 0", "class 1"]
    QTest.mouseClick(row.toggle, LEFT)
    assert page.findings.use.toolTip() == "The samples are being read"
    settled(qtbot, page)
    refusal = page.findings.use.toolTip()
    assert "switch on Unknown places" in refusal
    assert row_with(page, "switch on Unknown places").severity == "error"
    assert page.findings.badge.text == "1 error"
    assert page.samples.pages.currentWidget() is page.samples.nothing
    assert page.actions_offered()[0].enabled() == refusal
    QTest.keyClick(row.toggle, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert page.findings.use.isEnabled()
    assert page.sheet.count == 6
    assert page.entry()["has_unknown"] is True
    opened = asked_of_design(page)
    page.actions_offered()[0].run()
    assert loads(opened[0].text).title == "SPADE maps"


def test_a_truncated_picture_is_named_and_the_others_are_shown(check, tmp_path):
    folder = write_maps(tmp_path / "maps", 5)
    tear(folder / "train_img/2.png")
    page = check(folder)
    assert row_with(page, "train_img/2.png is torn").severity == "warning"
    assert page.sheet.count == 4
    assert page.folder.parts.rows == (
        ("", "Pictures", "Maps", "Instances", "Whole"),
        ("Training", "5", "5", "5", "5"),
    )
    assert page.folder.sizes.rows == (("16 × 16 px", "4"),)


def test_the_regions_of_a_map_are_told_under_the_pointer(check, tmp_path):
    folder = write_maps(tmp_path / "maps", 4)
    page = check(folder)
    cell = page.sheet.cell_rect(1, 1)
    QTest.mouseMove(page.sheet, (cell.topLeft() + QPointF(3, 3)).toPoint())
    assert page.samples.caption.text() == "train_img/1.png, class 1"
    QTest.mouseMove(page.sheet, (cell.bottomLeft() + QPointF(3, -3)).toPoint())
    assert page.samples.caption.text() == "train_img/1.png, class 2"


def test_samples_are_chosen_with_the_arrows(check, tmp_path):
    page = check(write_classes(tmp_path / "pets", 6))
    assert page.folder.classes.rows[0].words == "3"
    page.sheet.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(page.sheet, key)
    assert page.sheet.chosen == 1
    assert page.samples.caption.text() == "cats/2.png, cats"
    QTest.keyClick(page.sheet, Qt.Key.Key_Escape)
    assert page.sheet.chosen == -1
    assert page.samples.caption.text() == "Point at a sample to see what it is."


def test_a_folder_is_read_as_something_else_by_the_keyboard(check, qtbot, tmp_path):
    folder = write_domains(tmp_path / "shoes", 4)
    for number in range(4):
        save(folder / f"trainB/{number}.png", photo(number))
    page = check(folder)
    assert page.folder.way.currentText() == "Unpaired domains (trainA, trainB)"
    assert page.findings.preset.currentText() == "CycleGAN"
    page.folder.way.setFocus()
    QTest.keyClick(page.folder.way, Qt.Key.Key_Down)
    settled(qtbot, page)
    QTest.keyClick(page.folder.way, Qt.Key.Key_Down)
    settled(qtbot, page)
    assert page.folder.way.currentText() == "Pairs in two folders"
    assert page.folder.roles["a"].isVisible()
    assert not page.folder.roles["labels"].isVisible()
    assert page.findings.preset.currentText() == "pix2pix"
    assert page.entry()["folder_b"] == "trainB"
    assert row_with(page, "4 files are without a partner")
    assert page.sheet.count == 4
    QTest.keyClick(page.folder.roles["b"], Qt.Key.Key_Up)
    settled(qtbot, page)
    assert "chosen twice" in page.findings.use.toolTip()
    assert not page.folder.image_size.isEnabled()


def test_size_and_fit_are_read_anew_and_go_into_the_design(check, qtbot, tmp_path):
    folder = tmp_path / "wide"
    for number in range(3):
        save(folder / f"{number}.png", photo(number, 80, 40))
    save(folder / "3.png", photo(3, 40, 40))
    page = check(folder)
    before = page.sheet._bands[0].columns[0].pictures
    assert page.folder.image_size.currentText() == "32 px, what they fill"
    page.folder.fit.setFocus()
    QTest.keyClick(page.folder.fit, Qt.Key.Key_Right)
    settled(qtbot, page)
    padded = page.sheet._bands[0].columns[0].pictures
    assert (padded[0, 0] == 255).all()
    assert not (before[0, 0] == 255).all()
    page.folder.image_size.setFocus()
    QTest.keyClick(page.folder.image_size, Qt.Key.Key_Up)
    settled(qtbot, page)
    assert page.sheet._bands[0].columns[0].pictures.shape[1:3] == (16, 16)
    opened = asked_of_design(page)
    page.use()
    data = loads(opened[0].text).data
    assert (data.size, data.fit) == (16, "pad")


def test_large_pictures_begin_with_a_size_that_a_processor_manages(check, tmp_path):
    for number in range(3):
        save(tmp_path / f"large/{number}.png", photo(number, 200, 200))
    page = check(tmp_path / "large")
    assert page.entry()["size"] == 64
    assert page.folder.image_size.currentText() == "64 px"


def test_the_preset_that_is_open_can_take_the_data(check, tmp_path):
    folder = write_pairs(tmp_path / "pairs", 3)
    page = check(folder)
    opened = asked_of_design(page)
    page.findings.preset.setFocus()
    QTest.keyClick(page.findings.preset, Qt.Key.Key_End)
    assert page.findings.preset.currentText() == "The preset open in Design"
    page.use()
    assert opened == [page.entry()]


def test_maps_in_colours_that_no_table_has_cannot_be_used(check, tmp_path):
    folder = tmp_path / "painted"
    own = np.array([(10, 20, 30), (40, 50, 60)], np.uint8)[labels(0, 1)]
    for number in range(3):
        save(folder / f"images/{number}.png", photo(number))
        save(folder / f"labels/{number}.png", own)
    page = check(folder)
    assert row_with(page, "0 10 20 30 class 0").severity == "error"
    assert page.findings.badge.text == "1 error"
    assert not page.findings.use.isEnabled()
    assert page.findings.preset.count() == 0


def test_a_folder_that_went_away_is_told_and_can_be_checked_again(page, check, qtbot, tmp_path):
    folder = write_pairs(tmp_path / "pairs", 3)
    check(folder)
    shutil.move(folder, tmp_path / "elsewhere")
    QTest.mouseClick(page.folder.again, LEFT)
    settled(qtbot, page)
    assert page._stack.currentWidget() is page.failure
    assert "does not exist" in page.failure._text.text()
    assert page.actions_offered()[0].enabled() == "No folder has been checked"
    shutil.move(tmp_path / "elsewhere", folder)
    QTest.mouseClick(page.failure._alternative, LEFT)
    settled(qtbot, page)
    assert page.sheet.count == 3


def test_a_check_can_be_cancelled_and_what_was_there_comes_back(page, check, qtbot, tmp_path):
    many = tmp_path / "many"
    for number in range(600):
        save(many / f"{number}.png", photo(0, 4, 4))
    page.check(many)
    QTest.mouseClick(page.progress._cancel, LEFT)
    settled(qtbot, page)
    assert page._stack.currentWidget() is page.empty
    assert page.document() == ""
    folder = write_pairs(tmp_path / "pairs", 3)
    check(folder)
    page.check_thoroughly()
    page.desk.task.cancel()
    settled(qtbot, page)
    assert page._stack.currentWidget() is page.sides
    assert page.sheet.count == 3


def test_only_the_latest_folder_is_shown(page, qtbot, tmp_path):
    page.check(write_pairs(tmp_path / "one", 3))
    page.check(write_classes(tmp_path / "two", 4))
    settled(qtbot, page)
    assert page.document() == "two"
    assert page.findings.preset.currentText() == "AC-GAN"


def test_every_file_is_decoded_when_asked(check, qtbot, tmp_path):
    folder = write_pairs(tmp_path / "pairs", 3)
    content = bytearray((folder / "A/1.png").read_bytes())
    content[300:340] = bytes(40)
    (folder / "A/1.png").write_bytes(content)
    page = check(folder)
    assert not page.findings.badge.text.endswith("warning")
    QTest.mouseClick(page.folder.thorough, LEFT)
    settled(qtbot, page)
    assert row_with(page, "A/1.png")
    assert not page.folder.thorough.isVisible()


def test_a_small_window_says_how_many_findings_its_folded_pane_holds(check, qtbot, tmp_path):
    folder = write_maps(tmp_path / "maps", 3, last=255, objects=False)
    page = check(folder)
    page.resize(1116, 656)
    page.set_compact(True)
    assert not page.findings.isVisible()
    assert page.samples.inspect.text() == "1 warning"
    QTest.mouseClick(page.samples.inspect, LEFT)
    assert page.findings.isVisible()
    assert page.findings.use.hasFocus()
    QTest.keyClick(page.findings, Qt.Key.Key_Escape)
    assert not page.findings.isVisible()


def test_a_session_brings_the_folder_back(check, qtbot, tmp_path):
    page = check(write_pairs(tmp_path / "pairs", 3))
    remembered = page.remembered()
    other = DataWorkspace(page.context)
    qtbot.addWidget(other)
    other.bring_back(remembered)
    settled(qtbot, other)
    assert other.document() == "pairs"
    assert other.sheet.count == 3
    other.may_close()


def test_everything_that_can_be_reached_has_a_name(check, tmp_path):
    page = check(write_maps(tmp_path / "maps", 3, last=255))
    reached = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert page.sheet in reached
    assert len(reached) > 8
    assert [widget for widget in reached if not widget.accessibleName()] == []
    assert page.sheet.accessibleDescription() == "3 samples: Picture, Labels, Instances"


def test_samples_lie_on_the_canvas_of_either_theme(check, qapp, tmp_path):
    page = check(write_classes(tmp_path / "pets", 4))
    grounds = []
    try:
        for mode in ("dark", "light"):
            theme().set_mode(mode)
            grounds.append(page.sheet.grab().toImage().pixelColor(1, 60).name().upper())
    finally:
        theme().set_mode("dark")
    assert grounds == [DARK.canvas, LIGHT.canvas]


@pytest.mark.parametrize("size", [(1116, 656), (1376, 836), (2496, 1376)])
def test_no_sample_is_cut_at_the_side(check, tmp_path, size):
    page = check(write_maps(tmp_path / "maps", 5))
    page.resize(*size)
    rightmost = max(page.sheet.cell_rect(n, 2).right() for n in range(5))
    assert rightmost <= page.sheet.width()
    assert page.sheet.cell_rect(4, 0).bottom() <= page.sheet.height()
    assert page.sheet.cell_rect(0).width() >= 96


def test_tab_comes_to_a_sample_and_shows_where(check, tmp_path):
    page = check(write_classes(tmp_path / "pets", 4))
    assert page.sheet.chosen == -1
    page.sheet.clearFocus()
    page.sheet.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.sheet.chosen == 0
    assert page.samples.caption.text() == "cats/0.png, cats"


def test_the_menu_and_the_palette_ask_for_a_folder(qtbot, context, tmp_path, monkeypatch):
    folder = write_pairs(tmp_path / "pairs", 3)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    context.set_engine_ready(FACTS)
    window = MainWindow(context, tuple(one for one in WORKSPACES if one.key == "data"))
    qtbot.addWidget(window)
    action = window.registry.find("file.check_folder")
    assert (action.menu, action.text) == ("File", "Check a folder of data…")
    assert action.in_palette
    window.registry.trigger("file.check_folder")
    page = window.centre.current()
    settled(qtbot, page)
    assert page.document() == "pairs"
    page.may_close()


def test_tab_goes_from_the_folder_to_the_samples_to_the_findings(check, tmp_path):
    page = check(write_maps(tmp_path / "maps", 3, last=255, objects=False))
    order, widget = [], page.folder.choose
    for _ in range(500):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
        if widget is page.folder.choose:
            break
    toggles = [row.toggle for row in page.findings.rows if row.settings]
    stops = [page.folder.choose, page.folder.way, page.folder.image_size, page.sheet, *toggles,
             page.findings.preset, page.findings.use]  # fmt: skip
    assert [stop for stop in order if stop in stops] == stops


def test_a_reading_that_is_cancelled_leaves_the_settings_that_were_read(check, qtbot, tmp_path):
    page = check(write_maps(tmp_path / "maps", 6, last=255, objects=False))
    row = row_with(page, "255 occurs")
    before = page.entry()
    QTest.mouseClick(row.toggle, LEFT)
    page.desk.task.cancel()
    settled(qtbot, page)
    assert page.entry() == before
    assert row.toggle.value
    assert page.findings.use.isEnabled()
    page.folder.image_size.setFocus()
    QTest.keyClick(page.folder.image_size, Qt.Key.Key_Down)
    page.desk.task.cancel()
    settled(qtbot, page)
    assert page.entry() == before
    assert page.folder.image_size.value == 16
