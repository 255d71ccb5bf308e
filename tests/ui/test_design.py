"""The Design workspace: form, text, preflight and the way to a run."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ganstudio.core.paths import presets_dir
from ganstudio.engine.preflight import Check, Preflight
from ganstudio.engine.preset import dumps, load, loads
from ganstudio.ui.context import PresetRequest, StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.palette import DARK, LIGHT
from ganstudio.ui.session import SessionState
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.workspaces.design import DesignWorkspace

PATH = presets_dir() / "wasserstein" / "wgan-gp-ring.yaml"


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def design(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path))
    made = DesignWorkspace(StudioContext())
    qtbot.addWidget(made)
    made.resize(1376, 836)
    made.show()
    yield made
    made.may_close()


@pytest.fixture
def restored_theme(qapp):
    theme().install("dark")
    yield
    theme().set_mode("dark")


def open_ring(design):
    design.context.preset_opened.emit(PresetRequest(PATH))


def write(view, text):
    view.text.selectAll()
    view.text.insertPlainText(text)
    view.read()


def test_nothing_is_open_at_first_and_the_defaults_are_one_click_away(design):
    assert design.document() == ""
    QTest.mouseClick(design._empty._alternative, Qt.MouseButton.LeftButton)
    assert design.document() == "untitled"


def test_an_edit_shows_in_title_text_equation_and_diagram(design):
    open_ring(design)
    assert design.document() == "wgan-gp-ring"
    design.form.hub.kind_chosen.emit(design.form.line("system.objective").row, "hinge")
    assert design.document() == "wgan-gp-ring, edited"
    assert "kind: hinge" in design.centre.yaml.text.toPlainText()
    assert design.centre.yaml.text.changed_lines()
    assert r"\max" in design.centre.equation.equation.latex()
    assert "relu" in design.centre.equation.code.toPlainText()
    assert "Hinge" in {node.detail for node in design.centre.flow.flow().nodes}


def test_text_is_read_into_the_form_and_can_be_undone(design):
    open_ring(design)
    before = design.form.preset
    changed = dumps(before.edited("system.critic_steps", 3))
    write(design.centre.yaml, changed)
    assert design.form.preset.system.critic_steps == 3
    assert design.form.line("system.critic_steps").editor.field.value == 3
    assert loads(design.left.yaml.text.toPlainText()) == design.form.preset
    design.form.history.stack.undo()
    assert design.form.preset == before
    assert loads(design.centre.yaml.text.toPlainText()) == before


def test_an_unknown_key_is_told_in_place_with_its_line(design):
    open_ring(design)
    before = design.form.preset
    write(design.centre.yaml, "title: Odd\nsystem:\n  system: latent\n  critic_step: 3\n")
    said = design.centre.yaml.error.text()
    assert said.startswith("Line 4:")
    assert "critic_steps" in said
    assert design.centre.yaml.text.wrong_line() == 3
    assert design.form.preset == before


def test_an_error_of_the_table_keeps_a_run_from_starting(design):
    open_ring(design)
    assert design.right.start.isEnabled()
    design.form.set_preset(design.form.preset.edited("system.critic", {"kind": "dcgan"}), "Critic")
    assert not design.right.start.isEnabled()
    assert design.right.start.toolTip() in {f.message for f in design.form.preset.findings()}


def test_start_hands_the_edited_preset_to_train(design):
    open_ring(design)
    design.form.set_preset(design.form.preset.edited("system.critic_steps", 2), "Critic steps")
    design.context.workspace_created("train")
    asked = []
    design.context.preset_opened.connect(asked.append)
    QTest.mouseClick(design.right.start, Qt.MouseButton.LeftButton)
    assert asked[0].start
    assert loads(asked[0].text) == design.form.preset


def edit_steps(design, steps):
    preset = design.form.preset.edited("system.critic_steps", steps)
    design.form.set_preset(preset, "Critic steps")


def own_presets(tmp_path):
    return sorted(path.name for path in (tmp_path / "presets").iterdir())


def save_as(design, title):
    design.saver.form.title.clear()
    QTest.keyClicks(design.saver.form.title, title)
    QTest.mouseClick(design.saver.form.primary, Qt.MouseButton.LeftButton)


def test_a_shipped_preset_is_kept_as_an_own_one_under_the_title_one_gives(design, tmp_path):
    open_ring(design)
    edit_steps(design, 2)
    assert design.right.save.text() == "Save as preset…"
    QTest.mouseClick(design.right.save, Qt.MouseButton.LeftButton)
    assert design.saver.form.title.text() == "WGAN-GP, eight Gaussians copy"
    save_as(design, "My ring")
    assert own_presets(tmp_path) == ["my-ring.yaml"]
    written = loads((tmp_path / "presets" / "my-ring.yaml").read_text())
    assert (written.title, written.system.critic_steps) == ("My ring", 2)
    assert written == design.form.preset
    assert (design.form.count(), design.document()) == (0, "my-ring")
    assert PATH.read_text() == dumps(load(PATH))


def test_an_own_preset_is_saved_in_its_file_and_edits_can_still_be_undone(design, tmp_path):
    open_ring(design)
    design.save_preset()
    save_as(design, "My ring")
    design.right.name.set_text("tonight")
    edit_steps(design, 3)
    assert design.right.save.text() == "Save the preset"
    QTest.mouseClick(design.right.save, Qt.MouseButton.LeftButton)
    assert own_presets(tmp_path) == ["my-ring.yaml"]
    path = tmp_path / "presets" / "my-ring.yaml"
    assert load(path).system.critic_steps == 3
    assert design.right.name.text() == "tonight"
    design.form.history.stack.undo()
    assert design.form.preset.system.critic_steps == 5
    assert (design.form.count(), load(path).system.critic_steps) == (1, 3)


def test_a_preset_that_is_opened_again_gets_the_next_free_name_of_a_run(design, tmp_path):
    open_ring(design)
    assert design.right.name.text() == "wgan-gp-ring 01"
    (tmp_path / "runs" / "wgan-gp-ring 01").mkdir(parents=True)
    open_ring(design)
    assert design.right.name.text() == "wgan-gp-ring 02"


def test_an_own_preset_is_saved_as_another_one(design, tmp_path):
    open_ring(design)
    for _ in range(2):
        design.save_preset_as()
        save_as(design, "My ring")
    assert own_presets(tmp_path) == ["my-ring-2.yaml", "my-ring.yaml"]
    assert design.document() == "my-ring-2"


def test_a_shipped_presets_name_is_left_to_it(design, tmp_path):
    open_ring(design)
    design.save_preset()
    save_as(design, "WGAN-GP ring")
    assert own_presets(tmp_path) == ["wgan-gp-ring-2.yaml"]


def test_a_preset_that_shall_not_be_saved_stays_as_it_is(design, tmp_path):
    open_ring(design)
    edit_steps(design, 2)
    design.save_preset()
    QTest.mouseClick(design.saver.form.safe, Qt.MouseButton.LeftButton)
    assert not (tmp_path / "presets").exists()
    assert (design.form.count(), design.path) == (1, PATH)


def test_an_own_preset_whose_file_has_gone_is_asked_for_again(design, tmp_path):
    open_ring(design)
    design.save_preset()
    save_as(design, "My ring")
    (tmp_path / "presets" / "my-ring.yaml").unlink()
    design.save_preset()
    save_as(design, "My ring")
    assert own_presets(tmp_path) == ["my-ring.yaml"]


def test_preflight_measures_the_latest_preset(design, qtbot):
    open_ring(design)
    design.form.set_preset(design.form.preset.edited("system.critic_steps", 2), "Critic steps")
    with qtbot.waitSignal(design.runner.measured, timeout=60_000) as measured:
        pass
    assert measured.args[0].updates == {"critic": 2, "generator": 1}
    assert "Critic, 2 updates" in design.right.facts()
    assert [check.passed for check in design.right.checks()] == [True, True, True]
    assert design.centre.start.caption()


def test_a_small_window_folds_the_right_pane_behind_a_button(design):
    open_ring(design)
    design.set_compact(True)
    assert not design.right.isVisible()
    assert not design.centre.start_panel.isVisible()
    QTest.mouseClick(design.unfold, Qt.MouseButton.LeftButton)
    assert design.right.isVisible()
    design.set_compact(False)
    assert design.right.isVisible()
    assert not design.unfold.isVisible()


def test_esc_puts_the_floating_pane_away(design):
    open_ring(design)
    design.set_compact(True)
    QTest.mouseClick(design.unfold, Qt.MouseButton.LeftButton)
    QTest.keyClick(design.left.search, Qt.Key.Key_Escape)
    assert not design.right.isVisible()


def test_the_data_flow_asks_to_be_shown_alone(design):
    open_ring(design)
    asked = []
    design.context.alone_asked.connect(asked.append)
    (expand,) = (
        button
        for button in design.centre.flow_panel.findChildren(IconButton)
        if button.toolTip().startswith("Show alone")
    )
    QTest.mouseClick(expand, Qt.MouseButton.LeftButton)
    assert asked == [design.centre.flow_panel]


def test_a_long_line_of_the_preset_is_wrapped(design):
    open_ring(design)
    design.form.set_preset(design.form.preset.edited("shows", "modes " * 18), "Shows")
    text = design.centre.yaml.text
    assert not text.horizontalScrollBar().isVisible()
    assert max(text.document().findBlockByNumber(n).layout().lineCount() for n in range(6)) > 1


def test_every_mark_and_count_follows_a_switch_of_the_theme(design, restored_theme):
    open_ring(design)
    design.form.set_preset(design.form.preset.edited("system.critic_steps", 2), "Critic steps")
    design.right.show_result(Preflight((), "cpu", checks=(Check("Losses finite", True),)))
    theme().set_mode("light")
    said = "".join(label.text() for label in design.findChildren(QLabel))
    assert LIGHT.accent in said
    assert LIGHT.ok in said
    assert DARK.accent not in said
    assert DARK.ok not in said


def test_labels_keep_the_theme_when_a_pane_goes_back_to_its_place(design, restored_theme):
    open_ring(design)
    design.set_compact(True)
    QTest.mouseClick(design.unfold, Qt.MouseButton.LeftButton)
    theme().set_mode("light")
    design.set_compact(False)
    (title,) = (label for label in design.right.findChildren(QLabel) if label.text() == "Preflight")
    assert title.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text)


def test_a_session_brings_the_edited_preset_back(design, qtbot):
    open_ring(design)
    assert not SessionState(parts={"design": design.remembered()}).has_unsaved
    design.form.set_preset(design.form.preset.edited("system.critic_steps", 2), "Critic steps")
    assert SessionState(parts={"design": design.remembered()}).has_unsaved
    other = DesignWorkspace(StudioContext())
    qtbot.addWidget(other)
    other.bring_back(design.remembered())
    assert other.form.preset == design.form.preset
    assert other.document() == "wgan-gp-ring, edited"
    other.may_close()


@pytest.fixture
def photos(tmp_path):
    for name in ("one", "two"):
        path = tmp_path / "photos" / f"{name}.png"
        path.parent.mkdir(exist_ok=True)
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.red)
        assert image.save(str(path))
    return tmp_path / "photos"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("0,1\n1,0\n2,2\n")
    return path


def data_section(design):
    return next(section for section in design.form.sections() if section.row.path == "data")


def opened(design, path):
    design.runner._still.setInterval(60_000)  # these edits need no preflight
    design.context.workspace_created("design")
    design.context.open_path(path)
    return design.form.preset


def used(design, entry):
    design.runner._still.setInterval(60_000)
    design.context.workspace_created("design")
    design.context.use_data(entry)
    return design.form.preset


def test_a_checked_folder_becomes_the_data_and_can_be_undone(design, photos):
    open_ring(design)
    before = design.form.preset
    data_section(design).set_folded(True)
    data = used(design, {"kind": "folder", "path": str(photos)}).data
    assert (data.kind, data.path) == ("folder", str(photos))
    assert design.form.preset.system == before.system
    assert not data_section(design).folded
    assert f"path: {photos}" in design.left.yaml.text.toPlainText()
    stack = design.form.history.stack
    assert stack.undoText() == "Data"
    stack.undo()
    assert design.form.preset == before
    stack.redo()
    assert design.form.preset.data.path == str(photos)


def test_nothing_of_the_data_before_stays_beside_a_checked_folder(design, photos):
    open_ring(design)
    folder = {"kind": "folder", "path": "elsewhere", "size": 24, "channels": 1, "fit": "pad"}
    design.form.set_preset(design.form.preset.edited("data", folder))
    data = used(design, {"kind": "folder", "path": str(photos), "size": 32}).data
    assert (data.path, data.size, data.channels, data.fit) == (str(photos), 32, 3, "crop")


def test_a_checked_folder_keeps_its_kind(design, photos):
    open_ring(design)
    data = used(design, {"kind": "pairs", "path": str(photos), "direction": "b_to_a"}).data
    assert (data.kind, data.path, data.direction) == ("pairs", str(photos), "b_to_a")


def test_settings_that_no_dataset_has_are_told_and_nothing_changes(design, photos):
    open_ring(design)
    before = design.form.preset
    assert used(design, {"kind": "folder", "path": str(photos), "siez": 3}) == before
    notice = design.context.log.notices()[-1]
    assert "siez is not a known key" in notice.title + notice.detail


def test_a_dropped_table_of_points_becomes_the_data(design, table):
    open_ring(design)
    data = opened(design, table).data
    assert (data.kind, data.path) == ("points", str(table))
    assert design._may_start() is True
    opened(design, table)
    design.form.history.stack.undo()
    assert design.form.preset.data.kind == "ring"


def test_a_preset_without_a_file_is_called_by_the_words_of_its_title(design):
    text = "title: 'GAN, a ring / edited'"
    design.context.preset_opened.emit(PresetRequest(None, text))
    assert design.document().startswith("gan-a-ring-edited")


def test_where_no_preset_is_open_dropped_data_begin_one(design, photos):
    assert used(design, {"kind": "folder", "path": str(photos)}).data.path == str(photos)
    assert design.document() == "untitled, edited"
    assert design.form.history.stack.canUndo()


def test_other_paths_are_not_for_design(design, tmp_path):
    open_ring(design)
    before = design.form.preset
    design.context.path_opened.emit(Opened("bundle", tmp_path / "a.ganpreset"))
    assert design.form.preset == before


def test_what_a_preflight_found_is_not_cut_off(design, qtbot):
    """The longest name and the longest value are in different rows: VEEGAN's, once cut by 20 px."""
    open_ring(design)
    design.resize(1376, 1000)
    players = {"generator": 17_410, "reconstructor": 17_283, "critic": 897}
    seconds = dict.fromkeys(players, 0.0021)
    design.right.show_result(
        Preflight(
            (), "CPU, 1 thread", players, dict.fromkeys(players, 1), 0.0085, seconds, 102.0, 2**21
        )
    )
    qtbot.waitUntil(lambda: design.right._machine.said().get("Whole run") == "about 1 min 42 s")
    pane = design.right
    for label in pane._machine.findChildren(QLabel) + pane._networks.findChildren(QLabel):
        if label.isVisible():
            right = label.mapTo(pane, label.rect().topRight()).x()
            assert right <= pane.width() - theme().px(16), label.text()
            assert label.width() >= label.sizeHint().width(), label.text()
