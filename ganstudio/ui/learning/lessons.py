"""Lessons: pages and presets in an order, with words and questions, in one file. Free of Qt."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, ValidationError, model_validator

from ganstudio.core.config import Config, explain
from ganstudio.core.errors import InputError, PresetError
from ganstudio.core.paths import assets_dir
from ganstudio.engine.cards import find_preset, read_card
from ganstudio.ui.learning.page import Page, Question
from ganstudio.ui.learning.pages import PAGES

SUFFIX = ".ganlesson"
_BY_KEY = {page.key: page for page in PAGES}


class LessonQuestion(Config):
    """Something to check oneself with."""

    text: str
    answer: float
    because: str = ""


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
    """

    def __init__(self, key: str, title: str, pages: tuple[Page, ...]) -> None:
        self.key = key
        self.title = title
        self.pages = pages


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


def course_of(key: str, lesson: Lesson) -> Course:
    """The lesson's pages; a step that names what is not there says so and the rest works."""
    return Course(key, lesson.title, tuple(_page(key, step) for step in lesson.steps))


@lru_cache(maxsize=1)
def shipped_courses() -> tuple[Course, ...]:
    paths = sorted((assets_dir() / "lessons").glob(f"*{SUFFIX}"))
    return tuple(course_of(path.stem, read_lesson(path)) for path in paths)


def _page(lesson: str, step: Step) -> Page:
    if step.page:
        return _known_page(step)
    key = f"{lesson}/{step.preset}"
    try:
        card = read_card(find_preset(step.preset))
    except PresetError as error:
        return Page(key, step.title or step.preset, str(error), problem=str(error))
    asked = step.question
    question = Question(asked.text, asked.answer, asked.because) if asked else None
    return Page(
        key,
        step.title or card.title,
        step.words or card.shows,
        source=card.paper,
        look_for=step.look_for,
        question=question,
        preset=step.preset,
        preset_words=card.title,
    )


def _known_page(step: Step) -> Page:
    if step.page in _BY_KEY:
        return _BY_KEY[step.page]
    known = ", ".join(_BY_KEY)
    problem = f"This lesson names the page {step.page!r}, which is not there; known are {known}."
    return Page(step.page, step.title or step.page, problem, problem=problem)
