"""The panels in the middle of Design: what the players minimise, and the preset's text."""

import inspect
import re
import textwrap
from collections.abc import Iterable
from typing import get_type_hints

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.formula import Equation, EquationLine
from ganstudio.engine.preset import Preset
from ganstudio.ui.theme import theme
from ganstudio.ui.widgets.equation import EquationView, Line, Segment
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.painting import follow_theme
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.segmented import Segmented

_TERM = re.compile(r"system\.\w+(?:\.\d+)?")
_SHEET = "QPlainTextEdit { background: transparent; border: none; padding: 4px 12px; }"


class EquationPanel(PanelFrame):
    """What critic and generator minimise, as mathematics or as the parts' own code."""

    def __init__(self) -> None:
        super().__init__("Equation", "follows the form")
        self.form = Segmented([("maths", "Maths"), ("python", "Python")], small=True)
        self.form.setAccessibleName("Show the equation as")
        self.add_bar_widget(self.form)
        self.copy_button = self.add_action_button("copy", "Copy as LaTeX")
        self.equation = EquationView(16)
        self.papers = Label("", "control", "text3", wrap=True)
        self.code = QPlainTextEdit(readOnly=True)
        self.code.setAccessibleName("The losses as Python")
        self.code.setStyleSheet(_SHEET)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._maths())
        self.stack.addWidget(self.code)
        self.set_content(self.stack)
        self.form.changed.connect(self._switch)
        self.copy_button.clicked.connect(self.copy)
        follow_theme(self.restyle)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "code"):
            self.code.setFont(theme().font("code"))

    def set_preset(self, preset: Preset) -> None:
        equation = preset.system.equation()
        self.equation.set_lines(_lines(equation))
        self.papers.setText(" · ".join(equation.papers))
        self.code.setPlainText(python_of(preset))

    def point_at(self, path: str) -> None:
        """Tint the terms that the row at `path` stands for."""
        self.equation.highlight(_term(path))

    def copy(self) -> None:
        """What is shown, on the clipboard: LaTeX, or Python."""
        is_maths = self.form.value == "maths"
        text = self.equation.latex() if is_maths else self.code.toPlainText()
        QGuiApplication.clipboard().setText(text)

    def _maths(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 8, 16, 10)
        column.setSpacing(8)
        column.addWidget(self.equation)
        under = QHBoxLayout()
        under.addSpacing(theme().px(88))
        under.addWidget(self.papers, 1)
        column.addLayout(under)
        column.addStretch(1)
        return page

    def _switch(self, form: object) -> None:
        self.stack.setCurrentIndex(0 if form == "maths" else 1)
        self.copy_button.set_tooltip("Copy as LaTeX" if form == "maths" else "Copy the code")


def python_of(preset: Preset) -> str:
    """The losses as the parts compute them, or as a game of its own does."""
    config = preset.system
    objective = getattr(config, "objective", None)
    if hasattr(objective, "critic_loss"):
        pieces = [_source(type(objective), ("critic_loss", "generator_loss"))]
    else:
        game = get_type_hints(type(config).build)["return"]
        losses = [name for name in vars(game) if name.endswith("_loss")]
        pieces = [_source(game, ("phases", *losses))]
    pieces += [_source(type(part), ("measure",)) for part in getattr(config, "penalties", ())]
    return "\n\n".join(pieces)


def _source(kind: type, names: Iterable[str]) -> str:
    head = f"# {kind.__name__}, {inspect.getfile(kind).rpartition('ganstudio/')[2]}"
    methods = [textwrap.dedent(inspect.getsource(getattr(kind, name))).rstrip() for name in names]
    return "\n\n".join([head, *methods])


def _lines(equation: Equation) -> list[Line]:
    return [
        Line(
            tuple(
                Segment(s.latex, "text" if s.role == "plain" else s.role, _term(s.path))
                for s in line.segments
            ),
            _subject(line),
            line.player if line.player in ("generator", "critic") else "text2",
        )
        for line in equation.lines
    ]


def _subject(line: EquationLine) -> str:
    """The player of a loss; what else is said of it stands under that."""
    player = line.player.replace("_", " ")
    return (player if line.verb == "minimises" else line.verb).capitalize()


def _term(path: str) -> str:
    """The part of the game that a path belongs to: `system.penalties.0` of its weight."""
    found = _TERM.match(path)
    return found[0] if found else ""
