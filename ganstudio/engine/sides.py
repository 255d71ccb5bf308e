"""Two processes that take turns: while one trains, the other stands still.

A machine's speed drifts by more than the differences that are looked for; turns of a few seconds
see the same machine, and a process that is stopped takes nothing from the one that runs.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

from ganstudio.core.errors import StudioError
from ganstudio.engine.calm import CALM_SHARE, Accounts, Calm, calm_median

WARM_UP_SECONDS = 4.0
TURN_SECONDS = 3.0
SETTLE_SECONDS = 0.3  # after a stop, before steps count again
READY_SECONDS = 120.0


class Turn(NamedTuple):
    """What a side did while it was let."""

    began: float
    ended: float
    rate: float  # steps a second
    stolen: float  # share of the processors' time that the host took

    @property
    def is_calm(self) -> bool:
        return self.stolen <= CALM_SHARE


class Side:
    """A process that tells its steps, a line of JSON each: {"at": monotonic seconds, "step": n}.

    A line may carry more; `lines` has all of them. Raises StudioError if the process ends early,
    and where processes cannot be stopped (Windows).
    """

    def __init__(self, module: str, arguments: Sequence[str], environment: dict[str, str]) -> None:
        if not hasattr(signal, "SIGSTOP"):
            raise StudioError("This benchmark stops and continues processes, which needs Linux.")
        self.lines: list[dict[str, Any]] = []
        self.turns: list[Turn] = []
        self._name = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.communicate()

    def warm_up(self) -> None:
        """Let it train until the first seconds are over, then stop it."""
        until = time.monotonic() + READY_SECONDS
        while not self.lines or self.lines[-1]["at"] - self.lines[0]["at"] < WARM_UP_SECONDS:
            self._check(time.monotonic() < until)
            time.sleep(0.05)
        self._stop()

    def take_turn(self) -> Turn:
        """Train for one turn, or longer where it has not told two steps by then."""
        before, began = Accounts.read(), time.monotonic()
        os.kill(self._process.pid, signal.SIGCONT)
        time.sleep(TURN_SECONDS)
        while len(told := self._steps_since(began + SETTLE_SECONDS)) < 2:
            self._check(time.monotonic() < began + READY_SECONDS)
            time.sleep(0.05)
        self._stop()
        ended, stolen = time.monotonic(), Accounts.read().stolen_since(before)
        first, last = told[0], told[-1]
        rate = (last["step"] - first["step"]) / (last["at"] - first["at"])
        self.turns.append(Turn(began, ended, rate, stolen))
        return self.turns[-1]

    def _steps_since(self, moment: float) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["at"] > moment and "step" in line]

    def ran_between(self, first: float, last: float) -> bool:
        """Whether it ran all the time from `first` to `last` in a turn that counts.

        In monotonic seconds. All turns count where none was calm.
        """
        counted = [turn for turn in self.turns if turn.is_calm] or self.turns
        return any(turn.began <= first and last <= turn.ended for turn in counted)

    def _stop(self) -> None:
        os.kill(self._process.pid, signal.SIGSTOP)

    def _check(self, is_well: bool) -> None:
        if self._process.poll() is not None or not is_well:
            self._process.kill()
            said = self._process.stderr.read() if self._process.stderr else ""
            raise StudioError(f"The benchmark's {self._name} did not train: {said.strip()[-400:]}")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(json.loads(line))


def ratio(one: Side, other: Side, seconds: float, report: Callable[[Turn, Turn], None]) -> Calm:
    """`one`'s rate over `other`'s, in pairs of turns (A B B A) of `seconds` for each side."""

    def take_pair(number: int) -> tuple[float, float]:
        if number % 2:
            theirs, ours = other.take_turn(), one.take_turn()
        else:
            ours, theirs = one.take_turn(), other.take_turn()
        report(ours, theirs)
        return ours.rate / theirs.rate, max(ours.stolen, theirs.stolen)

    one.warm_up()
    other.warm_up()
    return calm_median(take_pair, round(seconds / TURN_SECONDS))
