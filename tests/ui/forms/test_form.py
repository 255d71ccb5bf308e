"""The generated form, driven with real events."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ganstudio.engine.preset import loads
from ganstudio.ui.forms.form import Form
from ganstudio.ui.widgets.buttons import Button
from ganstudio.ui.widgets.note import Note

WGAN = (
    "system: {system: latent, objective: {kind: wasserstein},"
    " penalties: [{kind: gradient_penalty}]}"
)


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def form(qtbot):
    made = Form()
    qtbot.addWidget(made)
    made.resize(336, 1400)
    made.open_preset(loads(WGAN))
    made.show()
    return made


def choose(combo, value):
    """Pick an entry with the keyboard."""
    combo.setFocus()
    values = [combo.itemData(row, Qt.ItemDataRole.UserRole + 2) for row in range(combo.count())]
    step = values.index(value) - combo.currentIndex()
    for _ in range(abs(step)):
        QTest.keyClick(combo, Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up)


def notes(line):
    return [note for note in line.findChildren(Note) if note.isVisibleTo(line)]


def enter(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_choosing_another_objective_changes_the_preset_and_undo_restores_it(form, qtbot):
    line = form.line("system.objective")
    with qtbot.waitSignal(form.changed):
        choose(line.combo, "hinge")
    chosen = form.preset.system.objective.kind
    assert chosen == "hinge"
    assert form.history.stack.undoText() == "Objective"
    form.history.stack.undo()
    assert form.preset.system.objective.kind == "wasserstein"
    assert line.combo.value == "wasserstein"
    form.history.stack.redo()
    assert form.preset.system.objective.kind == chosen


def test_batch_norm_beside_a_penalty_is_questioned_and_the_fix_takes_it_back(form):
    line = form.line("system.critic.norm")
    assert notes(line) == []
    choose(line.editor.combo, "batch")
    assert form.preset.system.critic.norm == "batch"
    (note,) = notes(line)
    fixes = {button.text(): button for button in note.findChildren(Button)}
    fix = fixes["Use layer normalisation"]
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert form.preset.system.critic.norm == "layer"
    assert notes(form.line("system.critic.norm")) == []


def test_a_kept_warning_does_not_come_back(form):
    form.set_preset(form.preset.edited("system.objective", {"kind": "wasserstein"}), "x")
    form.hub.part_removed.emit(form.line("system.penalties.0").row)
    (note,) = notes(form.line("system.penalties"))
    assert "slope" in note.accessibleName()
    kept = next(f for f in form.preset.findings() if f.severity == "warning")
    form.hub.kept.emit(kept)
    assert notes(form.line("system.penalties")) == []


def test_spectral_norm_is_added_from_the_menu_and_removed_with_its_bin(form):
    parts = form.line("system.constraints")
    action = next(a for a in parts.menu().actions() if a.data() == "spectral_norm")
    form.hub.part_added.emit(parts.row, action.data())
    assert [part.kind for part in form.preset.system.constraints] == ["spectral_norm"]
    assert form.count() == 1
    part = form.line("system.constraints.0")
    QTest.mouseClick(part._bin, Qt.MouseButton.LeftButton)
    assert form.preset.system.constraints == ()
    assert form.count() == 0


def test_a_number_out_of_bounds_stays_in_its_field_with_a_sentence(form):
    form.reveal("system.critic_optimizer.lr")
    line = form.line("system.critic_optimizer.lr")
    before, height = form.preset, line.sizeHint().height()
    enter(line.editor.field, "0")
    assert line.editor.said.text() == "Use more than 0"
    assert line.sizeHint().height() == height
    assert form.preset == before
    enter(line.editor.field, "3e-4")
    assert line.editor.said.text() == ""
    assert line.editor.slider.isVisibleTo(line)
    assert form.preset.system.critic_optimizer.lr == 3e-4


def test_a_sentence_too_long_for_its_line_stands_below_it(form):
    line = form.line("data.sigma")
    line.refuse("This rate is refused beside every other setting of the preset. " * 3)
    assert line.error.text().startswith("This rate is refused")
    assert line.editor.said.text() == ""


def test_the_dot_resets_one_row(form):
    line = form.line("system.penalties.0.weight")
    enter(line.editor.field, "2.5")
    assert form.count() == 1
    QTest.mouseClick(line.labelled.dot, Qt.MouseButton.LeftButton)
    assert form.preset.system.penalties[0].weight == 10
    assert form.count() == 0


def test_one_press_on_a_slider_is_one_step_of_undo(form):
    line = form.line("system.critic.depth")
    slider = line.editor.slider
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, 8))
    for x in range(8, slider.width(), 6):
        QTest.mouseMove(slider, QPoint(x, 8))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, 8))
    assert form.preset.system.critic.depth != 3
    assert form.history.stack.count() == 1
    form.history.stack.undo()
    assert form.preset.system.critic.depth == 3


def test_another_kind_keeps_values_of_equal_names(form):
    enter(form.line("system.critic.width").editor.field, "64")
    form.set_preset(form.preset.edited("data", {"kind": "digits", "size": 16}), "Data")
    optimizer = form.line("system.critic_optimizer")
    enter(form.line("system.critic_optimizer.lr").editor.field, "0.003")
    form.hub.kind_chosen.emit(optimizer.row, "rmsprop")
    assert form.preset.system.critic_optimizer.kind == "rmsprop"
    assert form.preset.system.critic_optimizer.lr == 0.003


def test_what_the_table_refuses_is_greyed_with_its_reason(form):
    form.refresh_choices()
    combo = form.line("system.generator").combo
    row = next(
        row
        for row in range(combo.count())
        if combo.itemData(row, Qt.ItemDataRole.UserRole + 2) == "dcgan"
    )
    assert combo.itemData(row, Qt.ItemDataRole.UserRole + 1)
    assert not combo.model().flags(combo.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    menu = form.line("system.views").menu()
    augment = next(action for action in menu.actions() if action.data() == "diff_augment")
    assert not augment.isEnabled()
    assert "images" in augment.toolTip()


def test_editing_keeps_the_widgets_of_other_rows(form):
    width, before = form.line("system.critic.width"), form.line("system.objective")
    enter(width.editor.field, "256")
    assert form.line("system.critic.width") is width
    assert form.line("system.objective") is before


def test_a_search_shows_only_what_it_finds(form):
    form.search("memory of squares")
    shown = [s.row.path for s in form.sections() if s.isVisibleTo(form)]
    assert shown == ["system.generator_optimizer", "system.critic_optimizer"]
    form.search("")
    assert all(section.isVisibleTo(form) for section in form.sections())
