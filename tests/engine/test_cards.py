"""Cards: every shipped preset has one, a bad file has one that says what is wrong."""

import subprocess
import sys

import pytest
from PIL import Image

from ganstudio.core.errors import PresetError
from ganstudio.core.paths import assets_dir, own_presets_dir, presets_dir
from ganstudio.engine.cards import (
    FAMILIES,
    all_cards,
    find_preset,
    own_cards,
    read_card,
    shipped_cards,
)


def write(name, text):
    path = own_presets_dir() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_shipped_preset_has_a_complete_card():
    cards = all_cards()
    assert len(cards) == len(list(presets_dir().glob("*/*.yaml"))) > 10
    for card in cards:
        assert not card.problem, card.name
        assert card.family in FAMILIES
        assert card.title != card.name
        assert card.paper, card.name
        assert card.shows, card.name


def test_cards_are_read_without_torch():
    code = "import sys; from ganstudio.engine.cards import all_cards; all_cards(); "
    done = subprocess.run([sys.executable, "-c", f"{code}print('torch' in sys.modules)"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: [unclosed", "line"),
        (b"\xff\xfe\x00", "not a text file"),
        ("- only\n- a list", "not a preset"),
        ("just words", "not a preset"),
    ],
)
def test_a_bad_file_is_a_card_with_its_problem(text, problem):
    write("bad.yaml", text)
    (card,) = own_cards()
    assert problem in card.problem
    assert card.title == "bad"


@pytest.mark.parametrize(
    "text", ["tags: 5", "tags: word", "title: 7\ndata: ring", "data: {kind: [1]}", "schedule: 3"]
)
def test_odd_values_do_not_break_the_list(text):
    write("odd.yaml", text)
    assert len(own_cards()) == 1


def test_a_file_of_comments_alone_is_the_default_preset():
    card = read_card(write("plain.yaml", "# Goodfellow 2014\n"), is_own=True)
    assert (card.problem, card.paper, card.size) == ("", "Goodfellow 2014", "2-D")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        ("{kind: digits}", "8 px"),
        ("{kind: folder, path: x}", "64 px"),
        ("{kind: npz, size: 48}", "48 px"),
        ("{kind: mixture1d}", "1-D"),
        ("{kind: swiss_roll}", "2-D"),
    ],
)
def test_the_size_is_what_the_networks_see(data, size):
    assert read_card(write("one.yaml", f"data: {data}\n")).size == size


@pytest.mark.parametrize(
    "data", ["{kind: [flowers]}", "{kind: {a: 1}}", "{kind: null}", "[1]", "5"]
)
def test_data_that_make_no_sense_have_no_picture(data):
    assert read_card(write("one.yaml", f"data: {data}\n")).data_picture is None


def test_an_own_preset_wins_over_a_shipped_one_of_the_same_name():
    shipped = next(presets_dir().glob("*/*.yaml"))
    own = write(shipped.name, "title: Mine\n")
    assert find_preset(shipped.stem) == own


def test_a_mistyped_name_gets_the_nearest_one():
    with pytest.raises(PresetError, match="did you mean 'wgan-gp-ring'"):
        find_preset("wgan-gp-rng")


def test_every_preview_belongs_to_a_shipped_preset_and_has_the_size_of_a_card():
    shipped = {card.name for card in shipped_cards()}
    previews = list((assets_dir() / "previews").glob("*.png"))
    assert {path.stem for path in previews} <= shipped
    for path in [*previews, *(assets_dir() / "previews" / "data").iterdir()]:
        with Image.open(path) as picture:
            assert (picture.size, picture.mode) == ((496, 264), "RGB"), path.name
