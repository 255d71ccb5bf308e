"""The right side of a page: symbols, what to look for, the erratum, a question, ways on."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.ui.learning.page import Page, Question
from ganstudio.ui.library.sides import Pane
from ganstudio.ui.theme import RADIUS_BADGE, RADIUS_CONTROL, theme
from ganstudio.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.equation import EquationView, Line, Segment
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.note import Note
from ganstudio.ui.widgets.painting import draw_box, follow_theme

_MARGIN = 16


class Symbols(QWidget):
    """The formula in a well, with its source."""

    def __init__(self) -> None:
        super().__init__()
        self.equation = EquationView(15)
        self.source = Label("", "tick", "text3", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.equation)
        column.addWidget(self.source)
        follow_theme(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = theme().colour
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, colour("well"), colour("hairline"))
        painter.end()


class Numbered(QWidget):
    """A sentence with its number in a small box."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self._number = number
        self._label = Label(text, "body", "text2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 0, 0, 0)
        row.addWidget(self._label, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        px = theme().px
        box = QRectF(0, 0, px(18), px(18))
        draw_box(painter, box, RADIUS_BADGE, theme().colour("raised"))
        painter.setFont(theme().font("tick"))
        painter.setPen(theme().colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class Check(QWidget):
    """A question, a field or the choices, and a verdict. `answered` when the answer is right."""

    answered = Signal()
    judged = Signal()  # there is a verdict

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self.field = TextField("", placeholder="Your answer")
        self.field.setAccessibleName("Your answer")
        self.button = SecondaryButton("Check")
        self.verdict = Label("", "body", "text2", wrap=True)
        self.options = {
            SecondaryButton(words, parent=self): value for value, words in question.options
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(question.text, "body", "text", wrap=True))
        column.addLayout(self._ways())
        column.addWidget(self.verdict)
        self.button.clicked.connect(self._check)
        self.field.returnPressed.connect(self._check)

    def _ways(self) -> QBoxLayout:
        """The choices as buttons, true and false beside each other; a field for a number."""
        row: QBoxLayout = QVBoxLayout() if self._question.choices else QHBoxLayout()
        row.setSpacing(8)
        for button in self.options:
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            button.clicked.connect(self._choose)
            row.addWidget(button)
        for widget in (self.field, self.button):
            widget.setParent(self)
            widget.setVisible(not self.options)
        if not self.options:
            row.addWidget(self.field, 1)
            row.addWidget(self.button)
        return row

    def _choose(self) -> None:
        chosen = self.sender()
        if isinstance(chosen, SecondaryButton):
            self._judge(self.options[chosen], "Not that one. Look again, then choose another.")

    def _check(self) -> None:
        text = self.field.text().strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
        try:
            given = float(text)
        except ValueError:
            self._say("Give a number, such as 0.5.", "warn")
            return
        self._judge(given, "Not that. Try it on the left and read the figure there.")

    def _judge(self, given: bool | float | str, otherwise: str) -> None:
        if self._question.is_right(given):
            self._say(f"Right. {self._question.because}", "ok")
            self.answered.emit()
        else:
            self._say(otherwise, "text2")

    def _say(self, words: str, tone: str) -> None:
        self.verdict.set_tone(tone)
        self.verdict.setText(words)
        self.judged.emit()


class PagePane(Pane):
    """`answered` when the question was answered; the other signals are its buttons."""

    answered = Signal()
    run_asked = Signal()
    previous_asked = Signal()
    next_asked = Signal()

    def __init__(self) -> None:
        super().__init__("panel", "left")
        self.check: Check | None = None
        self.symbols = Symbols()
        self.run = SecondaryButton("See it in a real run", "play")
        self.previous = QuietButton("Previous")
        self.next = PrimaryButton("Next")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._settle = QTimer(self, singleShot=True, interval=0)  # after the verdict is laid out
        self._settle.timeout.connect(self._show_verdict)
        self.run.clicked.connect(self.run_asked)
        self.previous.clicked.connect(self.previous_asked)
        self.next.clicked.connect(self.next_asked)
        self._lay_out()

    def show_page(self, page: Page, before: Page | None, after: Page | None) -> None:
        self._area.setWidget(self._sheet(page))
        self.run.setVisible(bool(page.symbols))  # a preset's own page has its buttons in the middle
        self.run.set_label(f"See it in a real run: {page.preset_words}")
        self.previous.set_refusal("" if before else "This is the first page")
        self.next.set_refusal("" if after else "This is the last page")
        self.next.set_label(f"Next: {_small(after.title)}" if after else "Next")

    def _show_verdict(self) -> None:
        if self.check is not None:
            self._area.ensureWidgetVisible(self.check.verdict, 0, 3 * _MARGIN)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, _MARGIN)  # beside the hairline
        column.setSpacing(8)
        column.addWidget(self._area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        foot.setSpacing(8)
        for button in (self.run, self.next):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
        foot.addWidget(self.run)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.previous)
        row.addWidget(self.next, 1)
        foot.addLayout(row)
        column.addLayout(foot)

    def _sheet(self, page: Page) -> QWidget:
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        self.check = None
        if page.symbols:
            column.addWidget(_head("In symbols"))
            column.addWidget(self._symbols(page))
            column.addSpacing(10)
        if page.look_for:
            column.addWidget(_head("What to look for"))
        for number, text in enumerate(page.look_for, 1):
            column.addWidget(Numbered(number, text))
        column.addSpacing(10)
        if page.erratum is not None:
            words = f"Erratum. {page.erratum.text}"
            column.addWidget(Note("info", words, page.erratum.where))
            column.addSpacing(10)
        if page.question is not None:
            column.addWidget(_head("Check yourself"))
            column.addWidget(self._question(page.question))
        column.addStretch(1)
        return sheet

    def _symbols(self, page: Page) -> Symbols:
        self.symbols = Symbols()
        self.symbols.equation.set_lines([Line((Segment(latex),)) for latex in page.symbols])
        self.symbols.source.setText(page.source)
        return self.symbols

    def _question(self, question: Question) -> Check:
        self.check = Check(question)
        self.check.answered.connect(self.answered)
        self.check.judged.connect(self._settle.start)
        return self.check


def _head(words: str) -> Label:
    return Label(words, "head", "text3")


def _small(title: str) -> str:
    """As it stands within a sentence; names keep their capitals."""
    first = title.split()[0]
    is_name = first[1:] != first[1:].lower() or title.startswith("The Dirac")
    return title if is_name else title[0].lower() + title[1:]
