"""The text of a preset as it is coloured."""

import pytest
from PySide6.QtGui import QTextDocument

from ganstudio.ui.theme import theme
from ganstudio.ui.yaml_editor import _Colours


def bright(line: str) -> list[str]:
    """Parts of a line in the colour of values."""
    document = QTextDocument(line)
    colours = _Colours(document)
    colours.rehighlight()
    formats = document.firstBlock().layout().formats()
    ink = theme().colour("text")
    return [
        line[one.start : one.start + one.length]
        for one in formats
        if one.format.foreground().color() == ink
    ]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("  critic_steps: 5", ["5"]),
        ("  optimizer: {kind: adam, lr: 1e-4, beta2: 0.9}", ["1e-4", "0.9"]),
        ("  means: [-4.0, 3]", ["-4.0", "3"]),
        ("- true", ["true"]),
        ("notes: 2,400 steps do instead of 100,000.", []),
        ("shows: What it is is true of 8 modes", []),
    ],
)
def test_numbers_are_values_and_no_words_of_a_note(qapp, line, values):
    assert bright(line) == values
