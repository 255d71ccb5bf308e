"""Buttons, segments, switches, chips, badges and dots."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from ganstudio.ui.palette import DARK, LIGHT
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.badge import Badge, KeyCap
from ganstudio.ui.widgets.buttons import (
    DestructiveButton,
    IconButton,
    PrimaryButton,
    QuietButton,
    SecondaryButton,
)
from ganstudio.ui.widgets.chip import Chip
from ganstudio.ui.widgets.reset_dot import ResetDot
from ganstudio.ui.widgets.segmented import Segmented
from ganstudio.ui.widgets.toggle import Toggle

KINDS = [PrimaryButton, SecondaryButton, QuietButton, DestructiveButton]


def colour_at(widget, x: int, y: int) -> QColor:
    return widget.grab().toImage().pixelColor(x, y)


def fill(widget) -> QColor:
    """The colour beside the words, inside the border."""
    return colour_at(widget, 4, widget.height() // 2)


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_act_on_click_and_on_space(kind, qtbot, shown):
    button = kind("Start")
    shown(button)
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(heard) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_are_named_for_screen_readers(kind, qtbot):
    button = kind("Start")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Start"
    button.set_label("Pause")
    assert (button.text(), button.accessibleName()) == ("Pause", "Pause")


def test_button_heights_are_those_of_the_design(qtbot):
    for size, height in (("small", 24), ("control", 28), ("large", 36)):
        button = SecondaryButton("Start", size=size)
        qtbot.addWidget(button)
        assert button.sizeHint().height() == height


def test_reserved_texts_keep_the_width(qtbot):
    button = SecondaryButton("Pause")
    qtbot.addWidget(button)
    button.reserve("Pause", "Continue")
    before = button.sizeHint()
    button.set_label("Continue")
    assert button.sizeHint() == before


def test_the_primary_button_changes_tone_by_state(qtbot):
    button = PrimaryButton("Start")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    shades = {}
    for pose in ("rest", "hover", "pressed"):
        button.set_pose(pose)
        shades[pose] = fill(button)
    assert shades["rest"] == QColor(DARK.accent_fill)
    assert shades["hover"] == QColor(DARK.accent_hover)
    assert shades["pressed"] == QColor(DARK.accent_pressed)


def test_the_pointer_warms_a_button_and_leaving_cools_it(qtbot, shown):
    theme().set_reduced_motion(on=True)
    button = SecondaryButton("Export")
    shown(button)
    rest = fill(button)
    qtbot.mouseMove(button)
    qtbot.waitUntil(lambda: fill(button) == QColor(DARK.hover))
    qtbot.mouseMove(button.window(), QPoint(395, 295))
    qtbot.waitUntil(lambda: fill(button) == rest)
    assert rest == QColor(DARK.raised)


def test_a_refused_button_says_why_and_takes_its_tooltip_back(qtbot):
    button = IconButton("redo", "Redo (Ctrl+Y)")
    qtbot.addWidget(button)
    button.set_refusal("Nothing to redo.")
    assert not button.isEnabled()
    assert button.toolTip() == "Nothing to redo."
    button.set_refusal("")
    assert button.isEnabled()
    assert button.toolTip() == "Redo (Ctrl+Y)"


def test_a_disabled_button_does_not_act(qtbot, shown):
    button = PrimaryButton("Start")
    button.set_refusal("The form has an error.")
    shown(button)
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == []


def test_buttons_take_the_new_theme_at_once(qtbot, shown):
    button = PrimaryButton("Start")
    shown(button)
    assert fill(button) == QColor(DARK.accent_fill)
    theme().set_mode("light")
    assert fill(button) == QColor(LIGHT.accent_fill)
    theme().set_scale(1.5)
    assert button.sizeHint().height() == 42


def test_a_checked_icon_button_stays_down(qtbot, shown):
    button = IconButton("link", "Follow the playhead", checkable=True)
    shown(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    button.set_pose("rest")
    assert fill(button) == QColor(DARK.pressed)


def test_the_active_tool_is_violet(qtbot):
    button = IconButton("brush", "Brush (B)", checkable=True, size=32, accent=True)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    button.setChecked(True)
    assert fill(button) == QColor(DARK.accent_tint)


def test_segments_follow_clicks_and_arrows(qtbot, shown, heard):
    control = Segmented([("live", "Live"), ("end", "On stroke end"), ("manual", "Manual")])
    shown(control)
    values = heard(control.changed)
    qtbot.keyClick(control, Qt.Key.Key_Right)
    qtbot.keyClick(control, Qt.Key.Key_End)
    qtbot.keyClick(control, Qt.Key.Key_Right)
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert values == ["end", "manual", "live"]
    assert control.accessibleDescription() == "Live"


def test_setting_a_segment_says_nothing(qtbot, heard):
    control = Segmented([(1, "1x"), (4, "4x")])
    qtbot.addWidget(control)
    values = heard(control.changed)
    control.set_value(4)
    assert control.value == 4
    assert values == []


def test_the_width_of_segments_does_not_depend_on_the_choice(qtbot):
    control = Segmented([(1, "Form"), (2, "YAML")])
    qtbot.addWidget(control)
    before = control.sizeHint()
    control.set_value(2)
    assert control.sizeHint() == before


def test_a_disabled_segmented_control_ignores_the_mouse(qtbot, shown, heard):
    control = Segmented([(1, "Form"), (2, "YAML")])
    shown(control)
    values = heard(control.changed)
    control.setEnabled(False)
    qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert values == []


def test_toggle_speaks_only_when_the_user_switches(qtbot, shown, heard):
    switch = Toggle("Slow motion")
    shown(switch)
    values = heard(switch.changed)
    switch.set_value(True)
    assert values == []
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert values == [False, True]


def test_toggle_shows_its_state_by_place_and_colour(qtbot):
    switch = Toggle()
    qtbot.addWidget(switch)
    middle = switch.sizeHint().height() // 2
    off = colour_at(switch, 24, middle)
    switch.set_value(True)
    on = colour_at(switch, 6, middle)
    assert on == QColor(DARK.accent_fill)
    assert off == QColor(DARK.pressed)


def test_a_chip_keeps_its_width_when_it_is_switched(qtbot, shown):
    chip = Chip("Ready")
    shown(chip)
    before = chip.sizeHint()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.isChecked()
    assert chip.sizeHint() == before
    assert before.height() == 22


def test_a_layer_chip_shows_the_data_colour(qtbot):
    chip = Chip("Fake", dot="generator")
    qtbot.addWidget(chip)
    image = chip.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
    assert DARK.generator.lower() in row


@pytest.mark.parametrize(
    ("tone", "ground"),
    [("neutral", DARK.hover), ("ok", DARK.ok_tint), ("critic", DARK.critic_tint)],
)
def test_badges_are_tinted_by_tone(qtbot, tone, ground):
    badge = Badge("Running", tone)
    qtbot.addWidget(badge)
    badge.resize(badge.sizeHint())
    assert badge.height() == 18
    assert colour_at(badge, 3, 9) == QColor(ground)


def test_a_badge_can_change_its_words_and_tone(qtbot):
    badge = Badge("Running", "ok", dot=True)
    qtbot.addWidget(badge)
    width = badge.sizeHint().width()
    badge.set_text("Failed after a long time", "error")
    assert badge.sizeHint().width() > width
    assert (badge.text, badge.tone) == ("Failed after a long time", "error")
    assert badge.accessibleName() == "Failed after a long time"


def test_a_single_key_is_square(qtbot):
    cap = KeyCap("P")
    qtbot.addWidget(cap)
    assert cap.sizeHint().width() == cap.sizeHint().height() == 18


def test_the_reset_dot_keeps_its_place_when_nothing_differs(qtbot, shown):
    dot = ResetDot()
    shown(dot)
    before = dot.sizeHint()
    assert not dot.isEnabled()
    dot.set_default("1e-4")
    assert dot.sizeHint() == before
    assert dot.toolTip() == "Reset to 1e-4"
    clicks: list[bool] = []
    dot.clicked.connect(lambda: clicks.append(True))
    qtbot.mouseClick(dot, Qt.MouseButton.LeftButton)
    assert clicks == [True]
    assert colour_at(dot, 8, 8) == QColor(DARK.accent)
