"""Lessons: pages and presets in an order, with words and questions, in one file. Free of Qt."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, model_validator

from ganstudio.core.config import Config, explain
from ganstudio.core.errors import InputError, PresetError
from ganstudio.core.paths import assets_dir, write_atomically
from ganstudio.engine.cards import find_preset, read_card
from ganstudio.ui.drops import LESSON_SUFFIX
from ganstudio.ui.learning.page import Page, Question
from ganstudio.ui.learning.pages import PAGES

LONGEST_CHOICE = 40  # letters, which a button has room for
_BY_KEY = {page.key: page for page in PAGES}


class LessonQuestion(Config):
    """Something to check oneself with: a number, true or false, or one of some choices."""

    text: str
    answer: bool | float | str
    because: str = ""
    choices: tuple[Annotated[str, Field(max_length=LONGEST_CHOICE)], ...] = ()

    @model_validator(mode="after")
    def _can_be_answered(self) -> "LessonQuestion":
        if self.choices and self.answer not in self.choices:
            raise ValueError("the answer is none of the choices: write it as it stands there")
        if isinstance(self.answer, str) and not self.choices:
            raise ValueError("the answer is text: give a number, true or false, or list choices")
        return self


class Step(Config):
    """A page of Learn, or a preset to train, with the teacher's words."""

    page: str = ""
    preset: str = ""
    title: str = ""
    words: str = ""
    look_for: tuple[str, ...] = ()
    question: LessonQuestion | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> "Step":
        if bool(self.page) == bool(self.preset):
            raise ValueError("name either a page or a preset")
        return self


class Lesson(Config):
    """What stands in a lesson's file."""

    title: str
    about: str = ""
    author: str = ""
    steps: tuple[Step, ...] = Field(min_length=1)


class Course:
    """A lesson as it is read: pages, some of them made of presets.

    Attributes:
        key: the file's name, which its progress is kept under.
        title: of the lesson.
        pages: its steps in their order.
        lesson: what it was made of; None for the list of all pages and for a file that is spoilt.
    """

    def __init__(
        self, key: str, title: str, pages: tuple[Page, ...], lesson: Lesson | None = None
    ) -> None:
        self.key = key
        self.title = title
        self.pages = pages
        self.lesson = lesson


ALL_PAGES = Course("", "All pages", PAGES)


def read_lesson(path: Path) -> Lesson:
    """Raises InputError: one sentence for each thing that is wrong with the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise InputError(f"The lesson {path.name} cannot be read: {reason}.") from error
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise InputError(f"{path.name} is not valid YAML{where}.") from error
    try:
        return Lesson.model_validate(document)
    except ValidationError as error:
        raise InputError(explain(error, Lesson, path.name)) from error


def write_lesson(path: Path, lesson: Lesson) -> None:
    """Raises InputError where the file cannot be written."""
    document = lesson.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}): choose another folder."
        ) from error


def course_of(key: str, lesson: Lesson) -> Course:
    """The lesson's pages; a step that names what is not there says so and the rest works."""
    pages: list[Page] = []
    for step in lesson.steps:
        page = _page(key, step)
        again = sum(page.demo == earlier.demo for earlier in pages)
        if again:
            page = replace(page, key=f"{page.key} {again + 1}", shows=page.demo)
        pages.append(page)
    return Course(key, lesson.title, tuple(pages), lesson)


@lru_cache(maxsize=1)
def shipped_courses() -> tuple[Course, ...]:
    paths = sorted((assets_dir() / "lessons").glob(f"*{LESSON_SUFFIX}"))
    return tuple(course_of(path.stem, read_lesson(path)) for path in paths)


def read_course(path: Path) -> Course:
    """A lesson's file as a course; of a spoilt one a single step that says what is wrong."""
    try:
        return course_of(path.stem, read_lesson(path))
    except InputError as error:
        page = Page(f"{path.stem}/spoilt", path.name, str(error), problem=str(error))
        return Course(path.stem, path.name, (page,))


def _page(lesson: str, step: Step) -> Page:
    if step.page:
        return _known_page(step)
    key = f"{lesson}/{step.preset}"
    try:
        card = read_card(find_preset(step.preset))
    except PresetError as error:
        return Page(key, step.title or step.preset, str(error), problem=str(error))
    return Page(
        key,
        step.title or card.title,
        step.words or card.shows,
        source=card.paper,
        look_for=step.look_for,
        question=_question(step),
        preset=step.preset,
        preset_words=card.title,
    )


def _question(step: Step) -> Question | None:
    asked = step.question
    if asked is None:
        return None
    return Question(asked.text, asked.answer, asked.because, choices=asked.choices)


def _known_page(step: Step) -> Page:
    """The page, with what the teacher says in place of its own words."""
    if step.page in _BY_KEY:
        page = _BY_KEY[step.page]
        return replace(
            page,
            title=step.title or page.title,
            lead=step.words or page.lead,
            look_for=step.look_for or page.look_for,
            question=_question(step) or page.question,
        )
    known = ", ".join(_BY_KEY)
    problem = f"This lesson names the page {step.page!r}, which is not there; known are {known}."
    return Page(step.page, step.title or step.page, problem, problem=problem)
