"""Numbers, fields, combos and sliders."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from ganstudio.core.errors import InputError
from ganstudio.ui.palette import DARK
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import ErrorLine, NumberField, SearchField, TextField
from ganstudio.ui.widgets.numbers import format_number, grouped, parse_number
from ganstudio.ui.widgets.slider import Slider, SliderField


def wheel(widget, turns: int = 1, modifiers=Qt.KeyboardModifier.NoModifier) -> bool:
    """Turn the wheel over a widget; returns whether it took the event."""
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(centre.toPoint())),
        QPoint(0, 0),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0, "0"),
        (3e-4, "3e-4"),
        (-3e-4, "−3e-4"),
        (0.001, "0.001"),
        (0.02, "0.02"),
        (-0.31, "−0.31"),
        (128, "128"),
        (1.5e9, "1.5e9"),
        (math.nan, "nan"),
        (-math.inf, "−inf"),
    ],
)
def test_numbers_are_written_as_people_read_them(value, text):
    assert format_number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_written_numbers_read_back(value):
    assert parse_number(format_number(value, 9)) == pytest.approx(value, rel=1e-8, abs=0)


@pytest.mark.parametrize("text", ["−3e-4", "-3e-4", " -0.0003 "])
def test_both_minus_signs_are_read(text):
    assert parse_number(text) == -3e-4


def test_thousands_are_grouped_both_ways():
    assert grouped(-12345) == "−12,345"
    assert parse_number("12,345") == 12345


def test_words_are_refused_with_an_example():
    with pytest.raises(InputError, match="“fast” is not a number"):
        parse_number("fast")


def test_a_number_field_commits_on_enter(qtbot, shown, heard):
    field = NumberField(minimum=0, unit="px")
    shown(field)
    values = heard(field.changed)
    field.selectAll()
    qtbot.keyClicks(field, "5e-4")
    assert values == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == [5e-4]
    assert field.text() == "5e-4"


def test_a_number_outside_its_range_is_marked_and_not_emitted(qtbot, shown, heard):
    field = NumberField(minimum=0, maximum=1)
    line = ErrorLine(field)
    shown(field, line)
    values = heard(field.changed)
    field.selectAll()
    qtbot.keyClicks(field, "-3")
    assert field.error == "Use 0 or more"
    assert line.text() == field.error
    assert field.property("invalid") == "true"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == []
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    assert (field.error, line.text()) == ("", "")


def test_the_invalid_border_is_red(qtbot, shown):
    field = NumberField(minimum=0)
    shown(field)
    field.set_error("Use 0 or more")
    image = field.grab().toImage()
    assert image.pixelColor(field.width() // 2, 0) == QColor(DARK.error)


def test_escape_takes_a_wrong_number_back(qtbot, shown):
    field = NumberField(minimum=0)
    field.set_value(2)
    shown(field)
    field.selectAll()
    qtbot.keyClicks(field, "abc")
    assert field.error
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.error) == ("2", "")


def test_an_integer_field_gives_int_and_refuses_fractions(qtbot, shown, heard):
    field = NumberField(integer=True)
    shown(field)
    values = heard(field.changed)
    field.selectAll()
    qtbot.keyClicks(field, "2.5")
    assert field.error == "This takes whole numbers."
    field.selectAll()
    qtbot.keyClicks(field, "1e3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == [1000]
    assert type(values[0]) is int


@pytest.mark.parametrize("text", ["nan", "inf", "1e999"])
def test_numbers_that_are_not_finite_are_refused(qtbot, shown, text):
    field = NumberField()
    shown(field)
    field.selectAll()
    qtbot.keyClicks(field, text)
    assert field.error == "The number must be finite."


@pytest.mark.parametrize(("start", "after"), [(3e-4, 3.1e-4), (250.0, 260.0), (0.5, 0.51), (8, 9)])
def test_the_up_key_moves_the_second_digit_or_one_unit(qtbot, shown, start, after):
    field = NumberField(integer=isinstance(start, int))
    field.set_value(start)
    shown(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value == pytest.approx(after)


def test_the_wheel_moves_a_number_only_with_focus(qtbot, shown):
    field = NumberField(integer=True)
    field.set_value(5)
    other = TextField()
    shown(field, other)
    other.setFocus()
    assert not wheel(field)
    assert field.value == 5
    field.setFocus()
    wheel(field)
    assert field.value == 6


def test_a_text_field_speaks_once_per_change(qtbot, shown, heard):
    field = TextField("ring")
    shown(field)
    values = heard(field.changed)
    qtbot.keyClicks(field, " 2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert values == ["ring 2"]


def test_search_speaks_at_every_key_and_clears(qtbot, shown, heard):
    field = SearchField("Find a setting")
    shown(field)
    values = heard(field.changed)
    qtbot.keyClicks(field, "lr")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert values == ["l", "lr", ""]


def test_combo_speaks_on_choice_and_not_on_setting(qtbot, shown, heard):
    combo = Combo([("h", "Hinge", ""), ("w", "Wasserstein", "")])
    shown(combo)
    values = heard(combo.changed)
    combo.set_value("w")
    assert (combo.value, values) == ("w", [])
    qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert values == ["h"]


def test_a_refused_choice_is_skipped_by_the_keyboard_and_says_why(qtbot, shown, heard):
    combo = Combo([("h", "Hinge", ""), ("p", "Pack", "needs a 2-D world"), ("w", "Wass", "")])
    shown(combo)
    values = heard(combo.changed)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert values == ["w"]
    assert combo.itemData(1, Qt.ItemDataRole.ToolTipRole) == "needs a 2-D world"
    delegate = combo.itemDelegate()
    tall = combo.view().sizeHintForIndex(combo.model().index(1, 0)).height()
    low = combo.view().sizeHintForIndex(combo.model().index(0, 0)).height()
    assert delegate is not None
    assert (low, tall) == (28, 44)


def test_new_choices_keep_the_value_where_it_still_exists(qtbot):
    combo = Combo([("a", "A", ""), ("b", "B", "")])
    qtbot.addWidget(combo)
    combo.set_value("b")
    combo.set_items([("b", "B", ""), ("c", "C", "")])
    assert combo.value == "b"
    combo.set_items([("x", "X", "")])
    assert combo.value == "x"


def test_combo_values_may_be_none_or_tuples(qtbot):
    combo = Combo([(None, "none", ""), ((1, 2), "pair", "")])
    qtbot.addWidget(combo)
    assert combo.value is None
    combo.set_value((1, 2))
    assert combo.value == (1, 2)


def test_the_wheel_passes_an_unfocused_combo(qtbot, shown, heard):
    combo = Combo([("a", "A", ""), ("b", "B", "")])
    other = TextField()
    shown(combo, other)
    other.setFocus()
    values = heard(combo.changed)
    assert not wheel(combo, -1)
    assert values == []


def test_slider_moves_by_keys_finely_with_shift(qtbot, shown, heard):
    slider = Slider(0, 1)
    slider.set_value(0.5)
    shown(slider)
    values = heard(slider.changed)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert values == [pytest.approx(0.51), pytest.approx(0.511)]
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.value == 1


def test_a_logarithmic_slider_has_its_geometric_mean_in_the_middle(qtbot, shown):
    slider = Slider(1e-5, 1e-1, log=True)
    shown(slider)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert slider.value == pytest.approx(1e-3, rel=0.05)


def test_an_integer_slider_moves_by_at_least_one(qtbot, shown):
    slider = Slider(1, 10, integer=True)
    slider.set_value(5)
    shown(slider)
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value == 4
    for _ in range(9):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value == 1


def test_double_click_goes_back_to_the_default(qtbot, shown, heard):
    slider = Slider(0, 1)
    slider.set_default(0.25)
    slider.set_value(0.9)
    shown(slider)
    values = heard(slider.committed)
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center())
    assert slider.value == 0.25
    assert values[-1] == 0.25


def test_dragging_changes_often_and_commits_once(qtbot, shown, heard):
    slider = Slider(0, 1)
    shown(slider)
    changes, commits = heard(slider.changed), heard(slider.committed)
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, middle))
    qtbot.mouseMove(slider, QPoint(150, middle))
    qtbot.mouseMove(slider, QPoint(200, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    assert len(changes) == 3
    assert commits == [changes[-1]]


def test_the_wheel_passes_an_unfocused_slider(qtbot, shown):
    slider, other = Slider(0, 1), TextField()
    shown(slider, other)
    other.setFocus()
    assert not wheel(slider)
    slider.setFocus()
    assert wheel(slider)
    assert slider.value == pytest.approx(0.01)


def test_the_ends_are_exact(qtbot, shown):
    slider = Slider(0.001234567, 9.87654321)
    shown(slider)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.value == 9.87654321
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.value == 0.001234567


def test_slider_and_field_follow_each_other(qtbot, shown, heard):
    pair = SliderField(0, 10, integer=True)
    shown(pair)
    changes = heard(pair.changed)
    pair.set_value(4)
    assert (pair.slider.value, pair.field.text(), changes) == (4, "4", [])
    qtbot.keyClick(pair.slider, Qt.Key.Key_Right)
    pair.field.setFocus()
    pair.field.selectAll()
    qtbot.keyClicks(pair.field, "9")
    qtbot.keyClick(pair.field, Qt.Key.Key_Return)
    assert changes == [5, 9]
    assert pair.slider.value == 9


def test_controls_grow_with_the_scale(qtbot, shown):
    combo, field = Combo([("a", "A", "")]), NumberField()
    shown(combo, field)
    theme().set_scale(1.5)
    assert (combo.height(), field.height()) == (42, 42)
