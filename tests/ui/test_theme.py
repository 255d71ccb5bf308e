"""Tokens, contrast, colour tables, modes, fonts, icons and pictures."""

import dataclasses
import re
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QImage
from PySide6.QtWidgets import QApplication

from ganstudio.core.paths import assets_dir
from ganstudio.ui.colour_tables import diverging_table, sequential_table, surface_table
from ganstudio.ui.fonts import load_fonts
from ganstudio.ui.icons import icon, icon_names, mark, pixmap
from ganstudio.ui.images import to_qimage
from ganstudio.ui.palette import DARK, LIGHT, Palette
from ganstudio.ui.styles import stylesheet
from ganstudio.ui.theme import Theme, theme

BOTH = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


@pytest.fixture(autouse=True)
def _themed(qapp):
    theme().install("dark")
    yield
    theme().set_scale(1.0)
    theme().set_stronger_edges(on=False)
    theme().set_mode("dark")


def luminance(colour: str) -> float:
    """WCAG 2.1 relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@BOTH
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", "generator", "critic"])
def test_text_tokens_are_readable_on_every_ground(palette: Palette, ink: str):
    for ground in ("well", "window", "panel", "raised", "hover"):
        assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5, ground


@BOTH
def test_states_are_readable_on_their_tint_and_on_a_panel(palette: Palette):
    for tone in ("ok", "warn", "error", "generator", "critic", "accent"):
        assert contrast(getattr(palette, tone), getattr(palette, f"{tone}_tint")) >= 4.5, tone
        assert contrast(getattr(palette, tone), palette.panel) >= 4.5, tone


@BOTH
def test_words_on_the_primary_button_are_readable(palette: Palette):
    for fill in ("accent_fill", "accent_hover", "accent_pressed"):
        assert contrast(palette.on_accent, getattr(palette, fill)) >= 4.5, fill


@BOTH
def test_text_on_the_canvas_and_on_a_pressed_control_is_readable(palette: Palette):
    for ink in (palette.text, palette.text2):
        assert contrast(ink, palette.canvas) >= 4.5
    assert contrast(palette.text, palette.pressed) >= 4.5


@BOTH
def test_tooltips_are_readable(palette: Palette):
    assert contrast(palette.text, palette.window) >= 4.5


@BOTH
def test_data_colours_stand_out_on_panels_and_plots(palette: Palette):
    for colour in (palette.generator, palette.critic, palette.real, *palette.categorical):
        assert contrast(colour, palette.panel) >= 3
        assert contrast(colour, palette.well) >= 3


@BOTH
def test_points_stand_out_on_the_strongest_tone_of_the_surface(palette: Palette):
    table = surface_table(dark=palette.dark)
    strongest = "#" + bytes(table[-1]).hex()
    assert contrast(palette.generator, strongest) >= 3
    assert contrast(palette.real, strongest) >= 3


@BOTH
def test_focus_ring_and_selection_stand_out_on_every_ground(palette: Palette):
    for ground in (palette.well, palette.canvas, palette.window, palette.panel, palette.raised):
        assert contrast(palette.focus, ground) >= 3
        assert contrast(palette.accent, ground) >= 3


@BOTH
def test_stronger_edges_pass_three_to_one(palette: Palette):
    edge = palette.stronger().edge
    assert contrast(edge, palette.panel) >= 3
    assert contrast(palette.edge, palette.panel) < 3


def test_the_published_ratios_come_out():
    assert contrast(DARK.text3, DARK.hover) == pytest.approx(4.6, abs=0.06)
    assert contrast(LIGHT.text3, LIGHT.hover) == pytest.approx(4.9, abs=0.06)
    assert contrast(DARK.critic, DARK.critic_tint) == pytest.approx(6.1, abs=0.06)


@BOTH
def test_every_token_is_a_colour(palette: Palette):
    for field in dataclasses.fields(palette):
        value = getattr(palette, field.name)
        colours = value if isinstance(value, tuple) else (value,)
        if field.name != "dark":
            assert all(re.fullmatch(r"#([0-9A-F]{2})?[0-9A-F]{6}", colour) for colour in colours)
    assert len(set(palette.categorical)) == 8


def test_colour_tables_run_from_first_to_last_stop():
    table = sequential_table()
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert bytes(table[0]).hex() == "0b1020"
    assert bytes(table[-1]).hex() == "fbf6c0"
    assert bytes(diverging_table(dark=True)[0]).hex() == "7cc4ff"
    assert sequential_table() is table


def test_sequential_table_gets_brighter_all_the_way():
    values = [luminance("#" + bytes(row).hex()) for row in sequential_table()]
    assert all(later >= earlier for earlier, later in pairwise(values))


def test_colour_tables_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        sequential_table()[0] = 0


def test_the_middle_of_the_diverging_table_is_its_neutral_stop():
    for dark, neutral in ((True, (0x20, 0x27, 0x2E)), (False, (0xEE, 0xF0, 0xF2))):
        middle = diverging_table(dark=dark)[127:129].mean(axis=0)
        assert np.abs(middle - neutral).max() < 4


def test_switching_the_mode_changes_colours_and_says_so_once(qtbot):
    heard: list[bool] = []
    theme().changed.connect(lambda: heard.append(theme().is_dark))
    theme().set_mode("light")
    theme().set_mode("light")
    assert heard == [False]
    assert theme().colour("panel") == QColor(LIGHT.panel)
    assert QApplication.palette().window().color() == QColor(LIGHT.panel)


def test_scale_multiplies_lengths_and_fonts_and_stays_in_range():
    theme().set_scale(1.5)
    assert theme().px(32) == 48
    assert theme().font("control").pixelSize() == 18
    theme().set_scale(9)
    assert theme().scale == 1.5
    theme().set_scale(0.1)
    assert theme().scale == 0.9
    assert theme().font("tick").pixelSize() == 11


def test_stronger_edges_raise_the_edge_token():
    theme().set_stronger_edges(on=True)
    assert theme().palette.edge == "#7A848E"


def test_reduced_motion_makes_every_duration_zero():
    fresh = Theme()
    assert fresh.duration(120) == 120
    fresh.set_reduced_motion(on=True)
    assert fresh.duration(120) == 0


def test_a_plain_hex_colour_is_understood_where_a_token_is():
    assert theme().colour("#123456") == QColor("#123456")


def test_series_colours_repeat_after_eight():
    assert theme().series_colour(8) == theme().series_colour(0)
    assert theme().series_colour(1) == DARK.categorical[1]


def test_shipped_fonts_are_used_with_the_asked_weight():
    assert {"Inter", "JetBrains Mono"} <= set(load_fonts())
    font = theme().font("title")
    assert QFontInfo(font).family() == "Inter"
    assert font.weight() == QFont.Weight.DemiBold
    assert QFontInfo(theme().font("code")).family() == "JetBrains Mono"


def test_digits_are_equally_wide():
    from_font = QFont(theme().font("control"))
    assert from_font.featureValue(QFont.Tag("tnum")) == 1


def test_every_font_folder_has_its_licence():
    for folder in (assets_dir() / "fonts").iterdir():
        assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")


@BOTH
def test_style_sheet_names_only_files_that_exist(palette: Palette):
    text = stylesheet(palette, 1.0)
    paths = re.findall(r'url\("([^"]+)"\)', text)
    assert paths
    for path in paths:
        assert QImage(path).isNull() is False


def pixels_of(image):
    """(height, width, 4) bytes: red, green, blue, opacity."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8)
    return rows.reshape(image.height(), image.width(), 4).copy()


def test_every_icon_draws_something_in_the_asked_colour():
    for name in icon_names():
        image = pixmap(name, 24, QColor("#FF0000"), 2.0).toImage()
        assert image.width() == 48
        assert image.devicePixelRatio() == 2
        pixels = pixels_of(image)
        drawn = pixels[pixels[..., 3] > 200]
        assert len(drawn) >= 12, name
        if name != "mark":
            assert (drawn[:, 0] > 200).all(), name
            assert (drawn[:, 1] < 60).all(), name


def test_icons_keep_a_clear_margin():
    for name in icon_names():
        image = pixmap(name, 96, "text").toImage()
        opacity = pixels_of(image)[:96, :96, 3]
        assert not opacity[1].any(), name
        assert not opacity[:, 1].any(), name


def test_the_mark_shows_generator_and_critic():
    image = mark(48).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(48) for y in range(48)}
    assert {"#ff9e47", "#52aeff"} <= colours


def test_icons_are_made_anew_after_a_theme_change():
    before = icon("play").pixmap(16).toImage()
    theme().set_mode("light")
    assert icon("play").pixmap(16).toImage() != before


def test_disabled_icons_take_the_disabled_colour():
    made = icon("play", 16, "text").pixmap(16, QIcon.Mode.Disabled).toImage()
    pixels = [made.pixelColor(x, y) for x in range(16) for y in range(16)]
    strong = [pixel for pixel in pixels if pixel.alpha() == 255]
    assert strong
    assert all(pixel == QColor(DARK.text4) for pixel in strong)


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 1), (3, 5, 3), (3, 5, 4)])
def test_pictures_keep_their_pixels_at_odd_widths(shape):
    generator = np.random.default_rng(0)
    array = generator.integers(0, 256, shape, dtype=np.uint8)
    if shape[-1] == 4:
        array[..., 3] = 255
    image = to_qimage(array)
    assert (image.width(), image.height()) == (5, 3)
    for row in range(3):
        for column in range(5):
            pixel = image.pixelColor(column, row)
            got = np.array([pixel.red(), pixel.green(), pixel.blue()])
            wanted = array[row, column] if array.ndim == 3 else array[row, column, None]
            assert (got == np.broadcast_to(wanted[:3], 3)).all()


def test_a_picture_owns_its_pixels():
    array = np.zeros((4, 4, 3), dtype=np.uint8)
    image = to_qimage(array)
    array[:] = 255
    assert image.pixelColor(0, 0) == QColor("#000000")


def test_a_strided_slice_becomes_the_right_picture():
    array = np.arange(64, dtype=np.uint8).reshape(8, 8)[::2, ::2]
    assert to_qimage(array).pixelColor(1, 0).red() == 2


def test_floats_are_refused():
    with pytest.raises(ValueError, match="uint8"):
        to_qimage(np.zeros((4, 4)))  # type: ignore[arg-type]


def test_an_empty_array_is_a_null_picture():
    assert to_qimage(np.zeros((0, 4), dtype=np.uint8)).isNull()
