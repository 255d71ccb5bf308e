"""Sections, notes, panels, empty states, toasts, questions, progress and the focus ring."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganstudio.ui.gallery import Gallery
from ganstudio.ui.palette import DARK, LIGHT
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import Button, SecondaryButton
from ganstudio.ui.widgets.dialog import Question, ask
from ganstudio.ui.widgets.empty import EmptyState
from ganstudio.ui.widgets.focus import FocusRing, install_focus_ring
from ganstudio.ui.widgets.illustrations import ILLUSTRATIONS
from ganstudio.ui.widgets.label import ElidedLabel, Label
from ganstudio.ui.widgets.legend import Legend
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.progress import ProgressBar, ProgressRow
from ganstudio.ui.widgets.section import Section
from ganstudio.ui.widgets.toast import ToastHost


def button(widget: QWidget, words: str) -> Button:
    return next(found for found in widget.findChildren(Button) if found.text() == words)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_square_content_is_cut_by_the_rounded_corners_of_its_panel(shown):
    panel = PanelFrame("World")
    content = QWidget()
    content.setAutoFillBackground(True)
    ink = content.palette()
    ink.setColor(content.backgroundRole(), QColor("#ff0000"))
    content.setPalette(ink)
    panel.set_content(content)
    shown(panel)
    image = panel.grab().toImage()
    right, bottom = image.width() - 1, image.height() - 1
    for x, inside in ((0, 8), (right, right - 8)):
        assert image.pixelColor(x, bottom) == QColor(DARK.window)
        near = image.pixelColor(min(max(x, 1), right - 1), bottom - 1)
        assert near.red() < 128
        assert image.pixelColor(inside, bottom - 8) == QColor("#ff0000")


def test_a_section_folds_by_its_head_and_says_so(qtbot, shown, heard):
    theme().set_reduced_motion(on=True)
    section = Section("Generator")
    section.add_widget(Label("Width"))
    shown(section)
    states = heard(section.folded_changed)
    head = section.findChild(QWidget)
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert section.folded
    assert section.body.isHidden()
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert not section.body.isHidden()
    assert states == [True, False]


def test_a_folding_section_ends_open_after_its_animation(qtbot, shown):
    section = Section("Generator", folded=True)
    section.add_widget(Label("Width"))
    shown(section)
    qtbot.mouseClick(section.findChild(QWidget), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.body.maximumHeight() > 10_000)
    assert section.body.isVisible()


def test_a_note_offers_its_fixes_by_key(qtbot, shown, heard):
    note = Note(
        "warn",
        "Batch norm mixes samples <per batch>.",
        "Gulrajani 2017, sec. 4",
        [("layer", "Use layer norm"), ("keep", "Keep it")],
    )
    shown(note)
    keys = heard(note.action)
    qtbot.mouseClick(button(note, "Keep it"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(note, "Use layer norm"), Qt.MouseButton.LeftButton)
    assert keys == ["keep", "layer"]
    assert "&lt;per batch&gt;" in texts(note)[0]


@pytest.mark.parametrize(("tone", "ground"), [("warn", DARK.warn_tint), ("info", DARK.raised)])
def test_a_note_is_tinted_and_tall_enough_for_its_words(shown, tone, ground):
    note = Note(tone, "The critic is not quite Lipschitz. " * 6)
    shown(note, size=(260, 300))
    label = note.findChild(QLabel)
    assert label.height() >= label.heightForWidth(label.width())
    assert note.grab().toImage().pixelColor(5, note.height() // 2) == QColor(ground)


def test_a_note_repaints_its_paper_in_the_new_theme(shown):
    note = Note("warn", "Doubtful.", "Gulrajani 2017")
    shown(note)
    theme().set_mode("light")
    assert LIGHT.text3 in note.findChild(QLabel).text()


def test_a_panel_shows_title_qualifier_and_content(shown):
    panel = PanelFrame("Losses", "per player")
    panel.set_content(Label("curves"))
    panel.set_content(Label("other"))
    shown(panel)
    assert texts(panel)[:2] == ["Losses", "per player"]
    assert "other" in texts(panel)
    assert panel.accessibleName() == "Losses"
    panel.set_qualifier("log")
    assert "log" in texts(panel)


def test_the_dots_show_when_there_is_a_menu(shown):
    panel = PanelFrame("Losses")
    shown(panel)
    assert not panel.bar.dots.isVisible()
    panel.menu.addAction("Copy as picture")
    assert panel.bar.dots.isVisible()
    panel.menu.clear()
    assert not panel.bar.dots.isVisible()


def test_a_legend_that_does_not_fit_beside_the_title_goes_below(shown):
    panel = PanelFrame("Gradient norms", "log")
    items = [("Critic, interpolates", "critic", "solid", "0.71"), ("G", "generator", "dash", "1")]
    panel.set_legend(items)
    window = shown(panel, size=(600, 200))
    wide = panel.bar.legend.mapTo(panel, QPoint(0, 0)).y()
    window.resize(260, 200)
    QApplication.processEvents()
    narrow = panel.bar.legend.mapTo(panel, QPoint(0, 0)).y()
    assert wide < 32 <= narrow
    window.resize(600, 200)
    QApplication.processEvents()
    assert panel.bar.legend.mapTo(panel, QPoint(0, 0)).y() == wide


def test_a_legend_keeps_its_width_when_a_value_gets_shorter(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_items([("Critic", "critic", "solid", "−0.312")])
    wide = legend.sizeHint().width()
    legend.set_items([("Critic", "critic", "solid", "1")])
    assert legend.sizeHint().width() == wide
    legend.set_items([("Other", "critic", "solid", "1")])
    assert legend.sizeHint().width() < wide


def test_a_legend_counts_what_found_no_room(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_items([(name, "critic", "solid", "1.0") for name in ("Critic", "Generator", "Drop")])
    legend.resize(legend.sizeHint())
    assert legend.shown() == (3, "")
    legend.resize(legend.sizeHint().width() - 1, legend.height())
    assert legend.shown() == (2, "and 1 more")
    legend.resize(20, legend.height())
    assert legend.shown() == (1, "and 2 more")
    assert legend.toolTip() == "Critic 1.0, Generator 1.0, Drop 1.0"
    legend.set_items(())
    assert legend.shown() == (0, "")


def test_double_click_on_the_bar_asks_for_the_whole_window(qtbot, shown):
    panel = PanelFrame("World")
    shown(panel)
    with qtbot.waitSignal(panel.maximise_requested, timeout=30_000):
        qtbot.mouseDClick(panel.bar, Qt.MouseButton.LeftButton, pos=QPoint(200, 10))


def test_a_drop_target_has_a_violet_edge(shown):
    panel = PanelFrame("Inversion")
    shown(panel)
    middle = panel.height() // 2
    assert panel.grab().toImage().pixelColor(0, middle) == QColor(DARK.hairline)
    panel.set_accent(True)
    assert panel.grab().toImage().pixelColor(0, middle) == QColor(DARK.accent)


@pytest.mark.parametrize("name", sorted(ILLUSTRATIONS))
def test_an_empty_state_draws_says_and_offers(qtbot, shown, name):
    state = EmptyState(name, "No run yet", "Start one.", "Start", "Choose a preset")
    shown(state, size=(320, 360))
    picture = state.grab(QRect(100, 20, 120, 140)).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(120) for y in range(140)}
    assert len(colours) > 3
    assert texts(state) == ["No run yet", "Start one."]
    with qtbot.waitSignal(state.activated, timeout=30_000):
        qtbot.mouseClick(button(state, "Start"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(state.alternative_activated, timeout=30_000):
        qtbot.mouseClick(button(state, "Choose a preset"), Qt.MouseButton.LeftButton)


def test_a_long_sentence_of_an_empty_state_is_not_cut(shown):
    state = EmptyState("curves", "No run yet", "Start one and its curves appear here. " * 4, "Go")
    shown(state, size=(300, 420))
    label = state.findChildren(QLabel)[1]
    assert label.height() >= label.heightForWidth(label.width())


def test_toasts_stack_in_the_corner_and_the_oldest_makes_room(shown):
    window = shown(size=(800, 600))
    host = ToastHost(window)
    for number in range(4):
        host.show_toast("ok", f"Checkpoint {number} written")
    toasts = host.toasts
    assert [texts(toast)[0] for toast in toasts] == [f"Checkpoint {n} written" for n in (1, 2, 3)]
    lowest = toasts[-1].geometry()
    assert (lowest.right() + 1, lowest.bottom() + 1) == (788, 588)
    assert toasts[0].geometry().bottom() < toasts[1].geometry().top()
    window.resize(900, 600)
    QApplication.processEvents()
    assert host.toasts[-1].geometry().right() + 1 == 888


def test_an_error_stays_and_others_wait_while_the_pointer_is_on_them(shown):
    window = shown(size=(800, 600))
    host = ToastHost(window)
    error = host.show_toast("error", "The critic's loss became not a number.")
    saved = host.show_toast("ok", "Saved")
    clock = saved.findChild(QTimer)
    assert not error.findChild(QTimer).isActive()
    assert clock.isActive()
    assert clock.interval() == 4000
    spot = saved.rect().center().toPointF()
    QApplication.sendEvent(saved, QEnterEvent(spot, spot, spot))
    assert not clock.isActive()
    QApplication.sendEvent(saved, QEvent(QEvent.Type.Leave))
    assert clock.isActive()
    clock.timeout.emit()
    assert host.toasts == (error,)
    error.close_toast()
    assert host.toasts == ()


def test_following_a_toasts_link_acts_and_closes(shown):
    window = shown(size=(800, 600))
    host, followed = ToastHost(window), []
    toast = host.show_toast("ok", "Saved", "84 MB.", "Show folder", lambda: followed.append(True))
    toast.findChildren(QLabel)[1].linkActivated.emit("#")
    assert followed == [True]
    assert host.toasts == ()


def question(window: QWidget) -> Question:
    return Question(
        window,
        "Stop while it trains?",
        "Stopping writes a checkpoint first.",
        ("keep", "Keep training"),
        ("stop", "Stop and save"),
        ("discard", "Stop and discard"),
    )


@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_Escape, "keep"), (Qt.Key.Key_Return, "stop")]
)
def test_escape_is_safe_and_enter_is_primary(qtbot, shown, heard, key, answer):
    window = shown(size=(700, 500))
    asked = question(window)
    answers = heard(asked.answered)
    asked.open()
    qtbot.keyClick(asked.box.primary, key)
    assert answers == [answer]


def test_tab_stays_inside_the_question(qtbot, shown):
    outside = SecondaryButton("Outside")
    window = shown(outside, size=(700, 500))
    asked = question(window)
    asked.open()
    seen = set()
    for _ in range(5):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget().text())
    assert seen == {"Stop and discard", "Keep training", "Stop and save"}
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)


def test_an_answer_counts_though_what_had_the_keyboard_is_gone(qtbot, shown, heard):
    outside = SecondaryButton("Outside")
    window = shown(outside, size=(700, 500))
    outside.setFocus()
    asked = question(window)
    answers = heard(asked.answered)
    asked.open()
    outside.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.mouseClick(asked.box.primary, Qt.MouseButton.LeftButton)
    assert answers == ["stop"]


def test_the_question_covers_its_window_and_follows_its_size(shown):
    window = shown(size=(700, 500))
    asked = question(window)
    asked.open()
    window.resize(900, 600)
    QApplication.processEvents()
    assert asked.geometry() == window.rect()
    assert asked.box.geometry().center() == QPoint(449, 299) or (
        abs(asked.box.geometry().center().x() - 450) <= 1
        and abs(asked.box.geometry().center().y() - 300) <= 1
    )


def test_ask_waits_for_the_answer_and_gives_focus_back(qtbot, shown):
    outside = SecondaryButton("Outside")
    window = shown(outside, size=(700, 500))
    outside.setFocus()
    timer = QTimer(window)
    timer.setSingleShot(True)

    def choose() -> None:
        box = window.findChild(Question).box
        qtbot.mouseClick(button(box, "Stop and discard"), Qt.MouseButton.LeftButton)

    timer.timeout.connect(choose)
    timer.start(0)
    answer = ask(
        window,
        "Stop?",
        "It trains.",
        ("keep", "Keep training"),
        ("stop", "Stop and save"),
        ("discard", "Stop and discard"),
    )
    assert answer == "discard"
    assert window.focusWidget() is outside


def test_progress_says_share_and_time_left(qtbot, shown):
    row = ProgressRow("Digit-FID at step 7,800")
    shown(row)
    row.set_progress(0.62, "9 s left")
    assert "62\N{THIN SPACE}%, 9 s left" in texts(row)
    bar = row.findChild(ProgressBar)
    image = bar.grab().toImage()
    filled = [image.pixelColor(x, 2) == QColor(DARK.text2) for x in range(image.width())]
    assert sum(filled) / len(filled) == pytest.approx(0.62, abs=0.02)
    row.set_unknown("12 s, decoding")
    assert "12 s, decoding" in texts(row)
    assert bar.grab().toImage().pixelColor(2, 2) != QColor(DARK.text2)
    with qtbot.waitSignal(row.cancelled, timeout=30_000):
        cancel = next(w for w in row.findChildren(QWidget) if w.toolTip() == "Cancel")
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)


def test_an_elided_label_gives_way_and_keeps_the_whole_in_its_tooltip(shown):
    label = ElidedLabel("a rather long name of a run that never ends")
    window = shown(label, size=(120, 60))
    assert label.toolTip() == label.text()
    window.resize(600, 60)
    QApplication.processEvents()
    assert label.toolTip() == ""


def rings(window: QWidget) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


@pytest.fixture
def ringed(qapp):
    watcher = install_focus_ring(qapp)
    yield
    qapp.focusChanged.disconnect(watcher._move)
    watcher.deleteLater()


@pytest.mark.usefixtures("ringed")
def test_the_keyboard_gets_a_ring_and_the_pointer_none(qtbot, shown):
    first, second = SecondaryButton("One"), SecondaryButton("Two")
    window = shown(first, second)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    (ring,) = rings(window)
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    image = window.grab().toImage()
    spot = ring.geometry().topLeft() + QPoint(ring.width() // 2, 1)
    assert image.pixelColor(spot) == QColor(DARK.focus)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert rings(window) == []


@pytest.mark.usefixtures("ringed")
def test_the_ring_scrolls_with_its_control_and_is_clipped(qtbot, shown):
    inside, area = QWidget(), QScrollArea()
    column = QVBoxLayout(inside)
    buttons = [SecondaryButton(f"Row {number}") for number in range(30)]
    for row in buttons:
        column.addWidget(row)
    area.setWidget(inside)
    window = shown(area)
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Tab)
    (ring,) = rings(window)
    before = ring.y()
    area.verticalScrollBar().setValue(20)
    assert ring.y() == before - 20
    area.verticalScrollBar().setValue(70)
    assert not ring.mask().isEmpty() or ring.visibleRegion().isEmpty()
    window.hide()


@pytest.mark.parametrize("mode", ["dark", "light"])
def test_the_gallery_shows_every_component_without_cutting_words(shown, mode):
    theme().set_mode(mode)
    gallery = Gallery()
    shown(gallery, size=(1240, 1120))
    for control in gallery.findChildren(Button):
        if control.isVisible():
            assert control.width() >= control.sizeHint().width(), control.text()
    assert len(rings(gallery.window())) == 8
