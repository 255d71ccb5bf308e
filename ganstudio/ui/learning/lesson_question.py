"""Writing a question: its words, what kind of answer it has, and the answer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.ui.learning.lessons import LONGEST_CHOICE, LessonQuestion
from ganstudio.ui.learning.paragraph import Paragraph
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import ErrorLine, TextField
from ganstudio.ui.widgets.label import Label

_KINDS = (("number", "A number", ""), ("truth", "True or false", ""), ("choice", "A choice", ""))
_TRUTHS = ((True, "True", ""), (False, "False", ""))


class QuestionFields(QWidget):
    """`changed` when something was written; `problem` says what is still amiss."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.answer, self.because = (TextField() for _ in range(3))
        self.kind = Combo(_KINDS)
        self.truth = Combo(_TRUTHS)
        self.choices = Paragraph("Choices", "One choice a line")
        self.right = Combo(())
        self._rows: dict[str, list[QWidget]] = {"number": [], "truth": [], "choice": []}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._add(column, "Question", self.text)
        self._add(column, "Kind of answer", self.kind)
        self._add(column, "Answer, a number", self.answer, "number")
        self._add(column, "Answer", self.truth, "truth")
        self._add(column, "Choices", self.choices, "choice")
        self._add(column, "The right one", self.right, "choice")
        column.addWidget(ErrorLine(self.answer))
        self._add(column, "Said when it is right", self.because)
        for field in (self.text, self.answer, self.because, self.kind, self.truth, self.right):
            field.changed.connect(self._on_written)
        self.choices.changed.connect(self._on_choices)
        self._turn("number")

    @property
    def problem(self) -> str:
        """Why what is written is no question yet; empty where it is one, or none is asked."""
        return self.answer.error

    def show_question(self, asked: LessonQuestion | None) -> None:
        """Fill the fields; nothing is emitted."""
        answer = asked.answer if asked else ""
        kind = _kind(asked)
        self.text.setText(asked.text if asked else "")
        self.because.setText(asked.because if asked else "")
        is_number = isinstance(answer, float)
        self.answer.setText(f"{answer:g}" if is_number else "")
        self.choices.set_value("\n".join(asked.choices) if asked else "")
        self._offer(asked.choices if asked else ())
        for combo, value in ((self.kind, kind), (self.truth, answer is not False),
                             (self.right, answer)):  # fmt: skip
            combo.set_value(value)
        self.answer.set_error("")
        self._turn(kind)

    def question(self) -> LessonQuestion | None:
        """As it is written; None where nothing is asked, or where `problem` says what lacks."""
        self.answer.set_error("")
        text, because = self.text.text().strip(), self.because.text().strip()
        if not text:
            return None
        kind, choices = self.kind.value, self._lines()
        if kind == "truth":
            return LessonQuestion(text=text, answer=bool(self.truth.value), because=because)
        if kind == "choice":
            self.answer.set_error(_amiss(choices))
            if self.problem:
                return None
            right = str(self.right.value) if self.right.value in choices else choices[0]
            return LessonQuestion(text=text, answer=right, because=because, choices=choices)
        given = self.answer.text().strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
        try:
            return LessonQuestion(text=text, answer=float(given), because=because)
        except ValueError:
            self.answer.set_error("Give the answer as a number, such as 0.5.")
            return None

    def _on_written(self, _value: object) -> None:
        self._turn(str(self.kind.value))
        self.changed.emit()

    def _on_choices(self, _text: object) -> None:
        kept = self.right.value
        self._offer(self._lines())
        self.right.set_value(kept if kept in self._lines() else (*self._lines(), "")[0])
        self.changed.emit()

    def _offer(self, choices: tuple[str, ...]) -> None:
        self.right.set_items([(choice, choice, "") for choice in choices])

    def _lines(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.choices.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def _turn(self, kind: str) -> None:
        for one, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(one == kind)

    def _add(self, column: QVBoxLayout, name: str, field: QWidget, kind: str = "") -> None:
        field.setAccessibleName(name)
        label = Label(name, "control", "text2")
        column.addWidget(label)
        column.addWidget(field)
        if kind:
            self._rows[kind] += [label, field]


def _kind(asked: LessonQuestion | None) -> str:
    if asked is None or isinstance(asked.answer, float):
        return "number"
    return "truth" if isinstance(asked.answer, bool) else "choice"


def _amiss(choices: tuple[str, ...]) -> str:
    if len(choices) < 2:
        return "Give two choices at least, one a line."
    if max(map(len, choices)) > LONGEST_CHOICE:
        return f"Give each choice in {LONGEST_CHOICE} letters at most."
    return ""
