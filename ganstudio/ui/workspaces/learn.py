"""The Learn workspace: pages to try the theory on, each one click from a real run."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.paths import home
from ganstudio.engine.cards import find_preset
from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.learning.demo import Demo
from ganstudio.ui.learning.demos import DEMOS
from ganstudio.ui.learning.errata_demo import ErrataDemo
from ganstudio.ui.learning.lesson_editor import LessonEditor
from ganstudio.ui.learning.lesson_workspace import LessonWorkspace
from ganstudio.ui.learning.lessons import ALL_PAGES, Course, Lesson
from ganstudio.ui.learning.own_world import OwnWorld
from ganstudio.ui.learning.page import Page
from ganstudio.ui.learning.page_pane import PagePane
from ganstudio.ui.learning.pages import PAGES
from ganstudio.ui.learning.preset_step import PresetStep
from ganstudio.ui.learning.progress import Progress
from ganstudio.ui.library.sides import Pane, Sides
from ganstudio.ui.theme import CONTROL
from ganstudio.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton, SecondaryButton
from ganstudio.ui.widgets.label import Label
from ganstudio.ui.widgets.row_list import ListRow, RowList

WIDTHS = (244, 304)
FILE = "learning.json"


class LearnWorkspace(LessonWorkspace):
    """Pages on the left, something to try in the middle, what it means on the right."""

    key = "learn"
    title = "Learn"
    help = (
        "Every page is one idea: move what is in the middle and read what it means on the right.",
        "See it in a real run opens Design with a preset that shows the idea in training.",
        "A page is ticked once its question is answered.",
        "New lesson puts pages and presets into an order of your own, with your words and "
        "questions; it is one file that can be passed on.",
    )

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self._progress = Progress(home() / FILE)
        self._demos: dict[str, Demo] = {}
        self._page = PAGES[0]
        self.list = RowList("Pages")
        self.lessons = RowList("Lessons")
        self._list_head = Label("Pages", "head", "text3")
        self.pane = PagePane()
        self.head = Label("", "page", "text")
        self.lead = Label("", "body", "text2", wrap=True)
        self.undo = QuietButton("Undo", "undo")
        self.reset = SecondaryButton("Start again", "reset")
        self.explain = SecondaryButton("What it means", size="small")
        self.done = PrimaryButton("Done")
        self.new_lesson = SecondaryButton("New lesson", "plus")
        self.edit_lesson = SecondaryButton("Edit")
        self.delete = IconButton("trash", "Delete this lesson", size=CONTROL)
        self._stack = QStackedWidget()
        self.sides = Sides(self._left(), self._centre(), self.pane, WIDTHS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sides)
        self._connect()
        self._show_progress()
        self._show_edit_button()
        self.open_page(PAGES[0].key)

    def open_course(self, key: str) -> None:
        """Show a lesson from its first step that is not done; an unknown key shows none."""
        self._end_editing()
        found = next((one for one in self._courses if one.key == key), None)
        if found is None:
            return
        self._course = found
        self._show_edit_button()
        self._list_head.setText(found.title if found.key else "Pages")
        self.lessons.choose(key)
        self._show_progress()
        todo = [page.key for page in found.pages if page.key not in self._progress]
        self.open_page(todo[0] if todo else found.pages[0].key)

    @property
    def demo(self) -> Demo:
        """What stands in the middle: of the page, or the lesson that is being written."""
        return self._editor or self._demos[self._page.key]

    @property
    def page(self) -> Page:
        return self._page

    def open_page(self, key: str) -> None:
        """Show a page; an unknown key shows none."""
        self._end_editing()
        found = next((page for page in self._course.pages if page.key == key), None)
        if found is None:
            return
        self._page = found
        if key not in self._demos:
            self._demos[key] = self._make_demo(found)
            self._demos[key].changed.connect(self._on_changed)
            self._stack.addWidget(self._demos[key])
        self._stack.setCurrentWidget(self._demos[key])
        self.list.choose(key)
        self.head.setText(found.title)
        self.lead.setText(found.lead)
        self.reset.set_label(self.demo.reset_words)
        self.pane.show_page(found, self._beside(-1), self._beside(1))
        self._on_changed()
        self.document_changed.emit()

    def document(self) -> str:
        if self._editor is not None:
            return f"{self._editor.lesson.title}, being written"
        return f"{self._course.pages.index(self._page) + 1} {self._page.title}"

    def where(self) -> str:
        return self._course.title if self._course.key else self.title

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self.sides.set_compact(compact)
        self.explain.setVisible(compact)

    def panes(self) -> tuple[QWidget, ...]:
        return (self.list, self._stack, self.pane)

    def actions_offered(self) -> tuple[Action, ...]:
        return (
            Action("learn.undo", "Undo on this page", self._undo, shortcut="Ctrl+Z", icon="undo",
                   menu="Edit", enabled=lambda: _unless(self.demo.can_undo, "Nothing to undo"),
                   kind="View", where="Learn"),
            Action("learn.next", "Next page", self._go_on, shortcut="Ctrl+PgDown", menu="View",
                   enabled=lambda: _unless(self._beside(1), "This is the last page"),
                   kind="View", where="Learn"),
            Action("learn.previous", "Previous page", self._go_back, shortcut="Ctrl+PgUp",
                   menu="View",
                   enabled=lambda: _unless(self._beside(-1), "This is the first page"),
                   kind="View", where="Learn"),
            Action("learn.run", "See it in a real run", self._open_preset, menu="Run",
                   kind="Run", where="Learn"),
            *self.lesson_actions(),
        )  # fmt: skip

    def remembered(self) -> dict[str, str]:
        return {"lesson": self._course.key, "page": self._page.key}

    def bring_back(self, remembered: dict[str, str]) -> None:
        self.open_course(remembered.get("lesson", ""))
        self.open_page(remembered.get("page", ""))

    def _left(self) -> Pane:
        pane = Pane("panel", "right")
        column = QVBoxLayout(pane)
        column.setContentsMargins(12, 16, 13, 12)
        column.setSpacing(8)
        column.addWidget(self._list_head)
        column.addWidget(self.list)
        column.addSpacing(16)
        column.addWidget(Label("Lessons", "head", "text3"))
        column.addWidget(self.lessons)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        policy = self.new_lesson.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.new_lesson.setSizePolicy(policy)
        row.addWidget(self.new_lesson, 1)
        row.addWidget(self.edit_lesson)
        row.addWidget(self.delete)
        column.addLayout(row)
        return pane

    def _centre(self) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.head)
        words.addWidget(self.lead)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.undo, self.reset, self.explain, self.done):
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self.done.hide()
        return centre

    def _connect(self) -> None:
        self.list.changed.connect(self._on_chosen)
        self.lessons.changed.connect(self._on_lesson)
        self.undo.clicked.connect(self._undo)
        self.reset.clicked.connect(self._reset)
        self.explain.clicked.connect(self._explain)
        self.done.clicked.connect(self.read_again)
        self.new_lesson.clicked.connect(self.begin_lesson)
        self.edit_lesson.clicked.connect(self.write_on)
        self.delete.clicked.connect(self.delete_lesson)
        self.pane.answered.connect(self._on_answered)
        self.pane.run_asked.connect(self._open_preset)
        self.pane.previous_asked.connect(self._go_back)
        self.pane.next_asked.connect(self._go_on)

    def _beside(self, step: int) -> Page | None:
        pages = self._course.pages
        if self._editor is not None:
            return None
        at = pages.index(self._page) + step
        return pages[at] if 0 <= at < len(pages) else None

    def show_editor(self, editor: LessonEditor) -> None:
        editor.changed.connect(self._on_changed)
        editor.page_changed.connect(self._preview)
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)
        self._set_reading(False)
        self.reset.set_label(editor.reset_words)
        self.list.choose("")
        self._preview(editor.page)
        self.show_written(editor.lesson)

    def show_written(self, lesson: Lesson) -> None:
        self.head.setText(lesson.title)
        self._on_changed()
        self.document_changed.emit()

    def _end_editing(self) -> None:
        """Back to reading, with what was written."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        self._desk.flush()
        self._stack.removeWidget(editor)
        editor.deleteLater()
        self._set_reading(True)
        self.refresh_courses()

    def _show_edit_button(self) -> None:
        is_shipped = self._course.key and not self._desk.is_own(self._course.key)
        self.edit_lesson.set_label("Edit a copy" if is_shipped else "Edit")
        self.edit_lesson.set_refusal(self._why_not_edit())
        self.delete.set_refusal(self._why_not_delete())

    def _set_reading(self, reading: bool) -> None:
        """While a lesson is written its old pages and Edit are out of the way."""
        self._list_head.setVisible(reading)
        self.list.setVisible(reading)
        self.edit_lesson.setVisible(reading)
        self.delete.setVisible(reading)
        self.done.setVisible(not reading)

    def _preview(self, page: object) -> None:
        if isinstance(page, Page):
            self._page = page
            self.lead.setText(f"Step as it is read: {page.title}. {page.lead}")
            self.pane.show_page(page, None, None)

    def refresh_courses(self) -> None:
        """Read the lessons again; their pages may be others now."""
        self._courses = self._desk.courses()
        here = next((one for one in self._courses if one.key == self._course.key), ALL_PAGES)
        self._course = here
        if all(page.key != self._page.key for page in here.pages):
            self._page = here.pages[0]
        else:
            self._page = next(page for page in here.pages if page.key == self._page.key)
        self._drop_steps()
        self._show_progress()

    def _drop_steps(self) -> None:
        """Presets' steps are made again where their lesson is written anew."""
        for key in [key for key in self._demos if key not in DEMOS]:
            demo = self._demos.pop(key)
            self._stack.removeWidget(demo)
            demo.deleteLater()

    def _make_demo(self, page: Page) -> Demo:
        if page.demo in DEMOS:
            made_of_page = DEMOS[page.demo](self.context.tasks)
            if isinstance(made_of_page, OwnWorld):
                made_of_page.run_asked.connect(self._train_text)
                made_of_page.failed.connect(self.context.tell_error)
            if isinstance(made_of_page, ErrataDemo):
                made_of_page.page_asked.connect(self._open_among_all)
            return made_of_page
        made = PresetStep(page)
        made.design_asked.connect(self._open_preset)
        made.train_asked.connect(self._train_preset)
        return made

    def _show_progress(self) -> None:
        done = self._progress
        self.list.set_rows(
            [
                ListRow(page.key, page.title, str(at), icon="check" if page.key in done else "")
                for at, page in enumerate(self._course.pages, 1)
            ]
        )
        self.lessons.set_rows(
            [ListRow(one.key, one.title, after=_share(done, one)) for one in self._courses]
        )

    def _on_lesson(self, key: object) -> None:
        if key != self._course.key:
            self.open_course(str(key))

    def _on_chosen(self, key: object) -> None:
        if key != self._page.key:
            self.open_page(str(key))

    def _on_changed(self) -> None:
        self.undo.set_refusal("" if self.demo.can_undo else "Nothing to undo")
        self.reset.set_refusal("Nothing was changed" if self.demo.is_at_start else "")

    def _on_answered(self) -> None:
        if self._editor is None:
            self._mark_done()

    def _mark_done(self) -> None:
        try:
            self._progress.mark(self._page.key)
        except InputError as error:
            self.context.tell_error(error)
        self._show_progress()

    def _undo(self) -> None:
        self.demo.undo()

    def _reset(self) -> None:
        self.demo.reset()

    def _explain(self) -> None:
        self.sides.show_right(not self.sides.is_right_open)

    def _go_on(self) -> None:
        self._open_beside(1)

    def _go_back(self) -> None:
        self._open_beside(-1)

    def _open_among_all(self, key: object) -> None:
        """A page that the lesson at hand may lack."""
        if all(page.key != key for page in self._course.pages):
            self.open_course(ALL_PAGES.key)
        self.open_page(str(key))

    def _open_beside(self, step: int) -> None:
        page = self._beside(step)
        if page is not None:
            self.open_page(page.key)

    def _open_preset(self) -> None:
        self._open(start=False)

    def _train_preset(self) -> None:
        self._open(start=True)

    def _train_text(self, text: object) -> None:
        self.context.open_preset(None, str(text), start=True, wait=True)

    def _open(self, *, start: bool) -> None:
        """A step that asks nothing is done once its preset was opened."""
        try:
            path = find_preset(self._page.preset)
        except InputError as error:
            self.context.tell_error(error)
            return
        if self._page.question is None and self._editor is None:
            self._mark_done()
        self.context.open_preset(path, start=start, wait=start)


def _share(done: Progress, course: Course) -> str:
    return f"{done.count(page.key for page in course.pages)} of {len(course.pages)}"


def _unless(possible: object, reason: str) -> bool | str:
    """What an action's `enabled` gives."""
    return True if possible else reason
