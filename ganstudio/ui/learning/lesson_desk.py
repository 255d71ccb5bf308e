"""The user's own lessons: made, brought in, written, and listed beside the shipped ones."""

import re
import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.core.errors import InputError
from ganstudio.core.paths import home, trash_dir
from ganstudio.engine.run import free_path
from ganstudio.ui.drops import LESSON_SUFFIX
from ganstudio.ui.learning.lessons import (
    ALL_PAGES,
    Course,
    Lesson,
    Step,
    read_course,
    read_lesson,
    shipped_courses,
    write_lesson,
)

_FILTER = f"Lessons (*{LESSON_SUFFIX})"
_PAUSE = 400  # ms without a change before a lesson is written
_FIRST = Lesson(title="New lesson", steps=(Step(page="four-distances"),))


def lessons_dir() -> Path:
    return home() / "lessons"


class LessonDesk(QObject):
    """Writes a lesson some moments after its last change. `failed` carries an InputError."""

    saved = Signal(object)  # the file's name
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: tuple[str, Lesson] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.flush)

    def courses(self) -> tuple[Course, ...]:
        """All pages, the shipped lessons, and the user's own by name."""
        own = sorted(lessons_dir().glob(f"*{LESSON_SUFFIX}"))
        return (ALL_PAGES, *shipped_courses(), *(read_course(path) for path in own))

    def is_own(self, key: str) -> bool:
        return bool(key) and self._path(key).exists()

    def new(self) -> str:
        """The key of a new lesson. Raises InputError where it cannot be written."""
        return self._add(_FIRST, "new-lesson")

    def copy_of(self, course: Course) -> str:
        """The key of a copy of a lesson. Raises InputError."""
        lesson = course.lesson or _FIRST
        titled = lesson.model_copy(update={"title": f"{lesson.title}, my copy"})
        return self._add(titled, course.key)

    def bring_in(self, path: Path) -> str:
        """The key of a lesson's file from anywhere, kept from now on. Raises InputError."""
        lesson = read_lesson(path)
        if path.parent == lessons_dir() or self._holds(path.stem, lesson):
            return path.stem
        return self._add(lesson, path.stem)

    def delete(self, key: str) -> Path:
        """Move an own lesson to the trash; gives where it lies now. Raises InputError."""
        self.flush()
        path = self._path(key)
        target = free_path(trash_dir() / path.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
        except OSError as error:
            raise InputError(
                f"The lesson {path.name} cannot be moved to the trash: {error.strerror}."
            ) from error
        return target

    def put_back(self, key: str, trashed: Path) -> str:
        """The key under which a deleted lesson is back. Raises InputError."""
        place = self._path(self._free_key(key))
        try:
            shutil.move(trashed, place)
        except OSError as error:
            raise InputError(
                f"{trashed.name} is no longer in the trash: {error.strerror}."
            ) from error
        return place.stem

    def change(self, key: str, lesson: Lesson) -> None:
        self._waiting = key, lesson
        self._pause.start()

    def flush(self) -> None:
        """Write what waits to be written."""
        self._pause.stop()
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        path = self._path(waiting[0])
        try:
            write_lesson(path, waiting[1])
        except InputError as error:
            self.failed.emit(error)
        else:
            self.saved.emit(path.name)

    def _holds(self, key: str, lesson: Lesson) -> bool:
        return self.is_own(key) and read_course(self._path(key)).lesson == lesson

    def _add(self, lesson: Lesson, name: str) -> str:
        key = self._free_key(name)
        write_lesson(self._path(key), lesson)
        return key

    def _free_key(self, name: str) -> str:
        taken = {course.key for course in self.courses()}
        plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "lesson"
        keys = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
        return next(key for key in keys if key not in taken)

    def _path(self, key: str) -> Path:
        return lessons_dir() / f"{key}{LESSON_SUFFIX}"


def ask_lesson(parent: QWidget) -> Path | None:
    """A lesson to open, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a lesson", "", _FILTER)
    return Path(name) if name else None


def ask_lesson_target(parent: QWidget, key: str) -> Path | None:
    """Where a copy of a lesson is to be written, or None."""
    start = str(Path.home() / f"{key}{LESSON_SUFFIX}")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save a copy of the lesson", start, _FILTER)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == LESSON_SUFFIX else path.with_name(f"{path.name}{LESSON_SUFFIX}")
