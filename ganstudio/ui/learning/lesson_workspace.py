"""What a workspace of lessons does with their files: open, begin, write, share."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ganstudio.core.errors import InputError
from ganstudio.ui.actions import Action
from ganstudio.ui.context import StudioContext
from ganstudio.ui.drops import Opened
from ganstudio.ui.learning.lesson_desk import LessonDesk, ask_lesson, ask_lesson_target
from ganstudio.ui.learning.lesson_editor import LessonEditor
from ganstudio.ui.learning.lessons import ALL_PAGES, Course, Lesson, write_lesson
from ganstudio.ui.workspaces.base import Workspace


class LessonWorkspace(Workspace):
    """Reads one course, or writes one. A concrete one shows pages and the editor."""

    def __init__(self, context: StudioContext) -> None:
        super().__init__(context)
        self._editor: LessonEditor | None = None
        self._desk = LessonDesk(self)
        self._courses = self._desk.courses()
        self._course: Course = ALL_PAGES
        self._desk.saved.connect(self._on_saved)
        self._desk.failed.connect(context.tell_error)
        context.path_opened.connect(self._on_path)

    @property
    def course(self) -> Course:
        """The lesson that is read, or all pages."""
        return self._course

    @property
    def editor(self) -> LessonEditor | None:
        return self._editor

    def open_course(self, key: str) -> None:
        raise NotImplementedError

    def refresh_courses(self) -> None:
        """Read the lessons again; their pages may be others now."""
        raise NotImplementedError

    def show_editor(self, editor: LessonEditor) -> None:
        raise NotImplementedError

    def show_written(self, lesson: Lesson) -> None:
        """The lesson under the editor is another now."""
        raise NotImplementedError

    def lesson_actions(self) -> tuple[Action, ...]:
        return (
            Action("learn.new", "New lesson", self.begin_lesson, menu="File", section="lesson",
                   kind="Open", where="Learn"),
            Action("learn.open", "Open a lesson…", self._ask_lesson, menu="File", section="lesson",
                   kind="Open", where="Learn"),
            Action("learn.edit", "Edit this lesson", self.write_on, menu="Edit", section="lesson",
                   enabled=lambda: self._why_not_edit() or True, kind="Run", where="Learn"),
            Action("learn.delete", "Delete this lesson", self.delete_lesson,
                   "It goes to the trash, and can be taken back", menu="Edit", section="lesson",
                   enabled=lambda: self._why_not_delete() or True, kind="Run", icon="trash",
                   where="Learn"),
            Action("learn.share", "Save a copy of this lesson…", self._share_lesson, menu="File",
                   section="lesson", enabled=lambda: self._why_not_edit() or True, kind="Run",
                   where="Learn"),
        )  # fmt: skip

    def open_lesson(self, path: Path) -> None:
        """Keep a lesson's file from anywhere among the user's own, and read it."""
        try:
            key = self._desk.bring_in(path)
        except InputError as error:
            self.context.tell_error(error)
            return
        self.refresh_courses()
        self.open_course(key)

    def begin_lesson(self) -> None:
        """Write a new lesson."""
        self._write(self._desk.new)

    def write_on(self) -> None:
        """Edit the lesson that is read; of a shipped one, a copy."""
        course = self._course
        if not self._why_not_edit():
            is_own = self._desk.is_own(course.key)
            self._write(lambda: course.key if is_own else self._desk.copy_of(course))

    def delete_lesson(self) -> None:
        """Move the own lesson that is read to the trash; a notice can undo it."""
        course = self._course
        if self._why_not_delete():
            return
        self.open_course("")
        try:
            trashed = self._desk.delete(course.key)
        except InputError as error:
            self.context.tell_error(error)
            return
        self.refresh_courses()
        undo = partial(self._put_back, course.key, trashed)
        self.context.tell(f"{course.title} is in the trash", link="Undo", on_link=undo)

    def may_close(self) -> bool:
        self._desk.flush()
        return True

    def _write(self, make: Callable[[], str]) -> None:
        try:
            key = make()
        except InputError as error:
            self.context.tell_error(error)
            return
        self.refresh_courses()
        self.open_course(key)
        if self._course.lesson is None:
            return
        self._editor = LessonEditor(self._course)
        self._editor.edited.connect(self._on_edited)
        self.show_editor(self._editor)

    def _put_back(self, key: str, trashed: Path) -> None:
        try:
            back = self._desk.put_back(key, trashed)
        except InputError as error:
            self.context.tell_error(error)
            return
        self.refresh_courses()
        self.open_course(back)

    def _why_not_delete(self) -> str:
        if not self._course.key:
            return "All pages is no lesson: choose one of yours"
        is_own = self._desk.is_own(self._course.key)
        return "" if is_own else "A lesson that came with the studio stays"

    def _on_saved(self, name: object) -> None:
        self.context.tell_saved(f"Lesson {name} saved")

    def _on_path(self, opened: object) -> None:
        if isinstance(opened, Opened) and opened.kind == "lesson":
            self.open_lesson(opened.path)

    def _ask_lesson(self) -> None:
        path = ask_lesson(self)
        if path is not None:
            self.open_lesson(path)

    def _share_lesson(self) -> None:
        lesson = self._editor.lesson if self._editor else self._course.lesson
        path = ask_lesson_target(self, self._course.key) if lesson else None
        if lesson is None or path is None:
            return
        try:
            write_lesson(path, lesson)
        except InputError as error:
            self.context.tell_error(error)
        else:
            self.context.tell_saved(f"{path.name} saved")

    def _why_not_edit(self) -> str:
        if not self._course.key:
            return "All pages is no lesson: choose one, or make a new lesson"
        return "" if self._course.lesson else "Its file cannot be read"

    def read_again(self) -> None:
        """Leave the editor for the lesson as it is now."""
        if self._editor is not None:
            self.open_course(self._editor.key)

    def _on_edited(self, lesson: object) -> None:
        if isinstance(lesson, Lesson) and self._editor is not None:
            self._desk.change(self._editor.key, lesson)
            self.show_written(lesson)
