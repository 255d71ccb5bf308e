"""Writing a lesson: its steps in their order, and the words and the question of each."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.engine.cards import all_cards
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.lesson_question import QuestionFields
from ganstudio.ui.learning.lessons import Course, Lesson, Step, course_of
from ganstudio.ui.learning.page import Page
from ganstudio.ui.learning.pages import PAGES
from ganstudio.ui.learning.paragraph import Paragraph
from ganstudio.ui.widgets.buttons import IconButton
from ganstudio.ui.widgets.combo import Combo
from ganstudio.ui.widgets.fields import TextField
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.panel import PanelFrame
from ganstudio.ui.widgets.row_list import ListRow, RowList
from ganstudio.ui.widgets.scrolled import scrolled


@dataclass(frozen=True, slots=True)
class Draft:
    """A lesson, and which of its steps is being written."""

    lesson: Lesson
    at: int = 0

    @property
    def step(self) -> Step:
        return self.lesson.steps[self.at]

    def with_steps(self, steps: Sequence[Step], at: int) -> "Draft":
        made = self.lesson.model_copy(update={"steps": tuple(steps)})
        return Draft(made, min(max(at, 0), len(steps) - 1))

    def with_step(self, step: Step) -> "Draft":
        steps = self.lesson.steps
        return self.with_steps((*steps[: self.at], step, *steps[self.at + 1 :]), self.at)

    def added(self, step: Step) -> "Draft":
        """With a step behind the one that is written."""
        steps, at = self.lesson.steps, self.at + 1
        return self.with_steps((*steps[:at], step, *steps[at:]), at)

    def moved(self, by: int) -> "Draft":
        steps, to = list(self.lesson.steps), self.at + by
        if not 0 <= to < len(steps):
            return self
        steps[self.at], steps[to] = steps[to], steps[self.at]
        return self.with_steps(steps, to)

    def removed(self) -> "Draft":
        """Without the step; the last one stays."""
        steps = self.lesson.steps
        if len(steps) == 1:
            return self
        return self.with_steps((*steps[: self.at], *steps[self.at + 1 :]), self.at)


class LessonEditor(Demo):
    """Everything that is changed is a step of undo. `page_changed` carries the Page as read."""

    page_changed = Signal(object)
    edited = Signal(object)  # the Lesson
    reset_words = "As it was opened"

    def __init__(self, course: Course) -> None:
        assert course.lesson is not None
        super().__init__()
        self.key = course.key
        self._first = Draft(course.lesson)
        self._draft = self._first
        self.title, self.about, self.author = (TextField() for _ in range(3))
        self.steps = RowList("Steps")
        self.add_page = Combo(small=True)
        self.add_preset = Combo(small=True)
        self.up = IconButton("arrow-up", "Move the step up")
        self.down = IconButton("arrow-down", "Move the step down")
        self.remove = IconButton("trash", "Remove the step")
        self.step_title = TextField()
        self.asked = QuestionFields()
        self.step_words = Paragraph("Words", "Empty for the page's own words")
        self.look_for = Paragraph("What to look for", "One sentence a line")
        self.trouble = Label("", "body", "warn", wrap=True)
        self._step_card = PanelFrame("Step")
        self._lay_out()
        self._connect()
        self.begin()

    @property
    def lesson(self) -> Lesson:
        return self._draft.lesson

    @property
    def page(self) -> Page:
        """The step as a reader will see it."""
        return course_of(self.key, self.lesson).pages[self._draft.at]

    def state(self) -> Hashable:
        return self._draft

    def first_state(self) -> Hashable:
        return self._first

    def show_state(self, state: Hashable) -> None:
        assert isinstance(state, Draft)
        is_other = state.lesson != self._draft.lesson
        self._draft = state
        pages = course_of(self.key, state.lesson).pages
        rows = [
            ListRow(str(at), page.title, str(at + 1), icon="warn" if page.problem else "")
            for at, page in enumerate(pages)
        ]
        self.steps.set_rows(rows)
        self.steps.choose(str(state.at))
        self._show_fields(state, pages[state.at])
        self.page_changed.emit(pages[state.at])
        if is_other:
            self.edited.emit(state.lesson)

    def _show_fields(self, draft: Draft, page: Page) -> None:
        lesson, step = draft.lesson, draft.step
        for field, text in (
            (self.title, lesson.title),
            (self.about, lesson.about),
            (self.author, lesson.author),
            (self.step_title, step.title),
        ):
            field.setText(text)
        self.asked.show_question(step.question)
        self.step_title.setPlaceholderText(page.title)
        self.step_words.set_value(step.words)
        self.look_for.set_value("\n".join(step.look_for))
        self.trouble.setText(page.problem)
        self.trouble.setVisible(bool(page.problem))
        kind = "page of Learn" if step.page else "preset to train"
        self._step_card.set_title(f"Step {draft.at + 1}")
        self._step_card.set_qualifier(f"{kind}: {step.page or step.preset}")
        count = len(lesson.steps)
        self.up.set_refusal("" if draft.at else "It is the first step")
        self.down.set_refusal("" if draft.at < count - 1 else "It is the last step")
        self.remove.set_refusal("" if count > 1 else "A lesson has one step at least")

    def _connect(self) -> None:
        for field in (self.title, self.about, self.author, self.step_title):
            field.changed.connect(self._on_written)
        self.asked.changed.connect(self._on_written)
        for text in (self.step_words, self.look_for):
            text.changed.connect(self._on_written)
        self.steps.changed.connect(self._on_chosen)
        self.add_page.changed.connect(self._on_page)
        self.add_preset.changed.connect(self._on_preset)
        self.up.clicked.connect(self._go_up)
        self.down.clicked.connect(self._go_down)
        self.remove.clicked.connect(self._remove)

    def _on_written(self, _text: object = None) -> None:
        """A question that lacks its answer waits in its fields, with all else."""
        question = self.asked.question()
        if self.asked.problem:
            return
        titled = self.lesson.model_copy(
            update={
                "title": self.title.text().strip() or self.lesson.title,
                "about": self.about.text().strip(),
                "author": self.author.text().strip(),
            }
        )
        lines = [line.strip() for line in self.look_for.toPlainText().splitlines()]
        written = self._draft.step.model_copy(
            update={
                "title": self.step_title.text().strip(),
                "words": self.step_words.toPlainText().strip(),
                "look_for": tuple(line for line in lines if line),
                "question": question,
            }
        )
        self._set(replace(self._draft, lesson=titled).with_step(written))

    def _on_chosen(self, key: object) -> None:
        at = int(str(key))
        if at != self._draft.at:
            self._set(replace(self._draft, at=at))

    def _on_page(self, key: object) -> None:
        if key:
            self._set(self._draft.added(Step(page=str(key))))
        self.add_page.set_value("")

    def _on_preset(self, name: object) -> None:
        if name:
            self._set(self._draft.added(Step(preset=str(name))))
        self.add_preset.set_value("")

    def _go_up(self) -> None:
        self._set(self._draft.moved(-1))

    def _go_down(self) -> None:
        self._set(self._draft.moved(1))

    def _remove(self) -> None:
        self._set(self._draft.removed())

    def _set(self, draft: Draft) -> None:
        if draft != self._draft:
            self.show_state(draft)
            self.keep()

    def _lay_out(self) -> None:
        self.add_page.set_items([("", "Add a page", ""), *((p.key, p.title, "") for p in PAGES)])
        presets = [(card.name, card.title or card.name, "") for card in all_cards()]
        self.add_preset.set_items([("", "Add a preset", ""), *presets])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        left = PanelFrame("Lesson", "written as you go")
        left.set_content(scrolled(self._lesson_side()))
        self._step_card.set_content(scrolled(self._step_side()))
        row.addWidget(left, 2)
        row.addWidget(self._step_card, 3)

    def _lesson_side(self) -> QWidget:
        inside, column = _column()
        for name, field in (("Title", self.title), ("About", self.about), ("Author", self.author)):
            _add_field(column, name, field)
        column.addSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(Label("Steps", "head", "text3"), 1)
        for button in (self.up, self.down, self.remove):
            bar.addWidget(button)
        column.addLayout(bar)
        column.addWidget(self.steps)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.add_page, 1)
        adding.addWidget(self.add_preset, 1)
        column.addLayout(adding)
        column.addStretch(1)
        return inside

    def _step_side(self) -> QWidget:
        inside, column = _column()
        column.addWidget(self.trouble)
        _add_field(column, "Title", self.step_title)
        _add_field(column, "Words", self.step_words)
        _add_field(column, "What to look for", self.look_for)
        column.addSpacing(8)
        column.addWidget(Label("Check yourself", "head", "text3"))
        column.addWidget(self.asked)
        column.addStretch(1)
        return inside


def _column() -> tuple[QWidget, QVBoxLayout]:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(6)
    return inside, column


def _add_field(column: QVBoxLayout, name: str, field: QWidget) -> None:
    field.setAccessibleName(name)
    column.addWidget(Label(name, "control", "text2"))
    column.addWidget(field)
