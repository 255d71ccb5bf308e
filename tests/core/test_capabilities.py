"""Who offers a capability: the system first, then its parts."""

from ganstudio.core.capabilities import Generates, Judges, capability


class Judge:
    def judge(self, samples: object, labels: object = None) -> object:
        return samples


class Game:
    def __init__(self, *parts: object) -> None:
        self._parts = parts

    def parts(self) -> tuple[object, ...]:
        return self._parts


class JudgingGame(Game, Judge):
    pass


def test_a_part_answers_where_the_system_does_not() -> None:
    judge = Judge()
    assert capability(Game(object(), judge), Judges) is judge  # type: ignore[arg-type]


def test_the_system_goes_first() -> None:
    game = JudgingGame(Judge())
    assert capability(game, Judges) is game  # type: ignore[arg-type]


def test_nobody_is_none() -> None:
    assert capability(Game(Judge()), Generates) is None  # type: ignore[arg-type]
