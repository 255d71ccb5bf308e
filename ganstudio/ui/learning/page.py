"""What a page of the Learn workspace says. Free of Qt."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """Something to check oneself with.

    Attributes:
        answer: a number, true or false, or one of `choices`.
    """

    text: str
    answer: bool | float | str
    because: str  # said once the answer was right
    tolerance: float = 0.01  # of the answer, relative; of zero, absolute

    choices: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[tuple[bool | str, str], ...]:
        """What can be chosen, with its words; none where a number is asked for."""
        if isinstance(self.answer, bool):
            return ((True, "True"), (False, "False"))
        return tuple((choice, choice) for choice in self.choices)

    def is_right(self, given: bool | float | str) -> bool:
        if isinstance(self.answer, bool | str) or isinstance(given, str):
            return given == self.answer
        return abs(given - self.answer) <= self.tolerance * max(abs(self.answer), 1.0)


@dataclass(frozen=True, slots=True)
class Erratum:
    """Where a deck prints something else."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or a step of a lesson that is a preset.

    Attributes:
        key: its name in lessons and in what is kept of one's progress.
        symbols: lines of LaTeX.
        source: where the formula stands.
        look_for: what to try, and what is seen then.
        preset: short name of a preset that shows it in a real run.
        preset_words: that preset, in words on a button.
        problem: why it cannot be shown; empty where it can.
        shows: key of the page whose demo stands in the middle; empty for its own.
    """

    key: str
    title: str
    lead: str
    symbols: tuple[str, ...] = ()
    source: str = ""
    look_for: tuple[str, ...] = ()
    question: Question | None = None
    preset: str = ""
    preset_words: str = ""
    erratum: Erratum | None = None
    problem: str = ""
    shows: str = ""

    @property
    def demo(self) -> str:
        return self.shows or self.key
