"""The words of the compatibility table: facts, rules, findings, and edits that answer them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ganstudio.core.config import Config, changes
from ganstudio.data.batches import DataSpec
from ganstudio.parts.conditioning import Conditioning
from ganstudio.parts.constraints import Constraint
from ganstudio.parts.critics import CriticNetwork
from ganstudio.parts.generators import Generator
from ganstudio.parts.objectives import Objective
from ganstudio.parts.penalties import GeneratorPenalty, Penalty
from ganstudio.parts.prior import AutoPrior, Prior
from ganstudio.parts.schedule import Optimizer
from ganstudio.parts.views import View

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that answers a finding: `value` is plain JSON for the preset's field at `path`."""

    label: str  # a verb, for a button
    path: str
    value: Any


@dataclass(frozen=True, slots=True)
class Finding:
    """What the table says of a combination; an error keeps a run from starting."""

    severity: Severity
    message: str
    paper: str = ""
    path: str = ""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The parts of a game between a generator and a critic, and the data it is played on."""

    objective: Objective | None  # where a system has a game of its own
    penalties: Sequence[Penalty]
    constraints: Sequence[Constraint]
    views: Sequence[View]
    conditioning: Conditioning
    generator: Generator
    critic: CriticNetwork
    optimizers: Mapping[str, Optimizer]  # by player
    spec: DataSpec
    batch: int
    generator_penalties: Sequence[GeneratorPenalty] = ()
    readers: Sequence[CriticNetwork] = ()  # networks beside the critic that read data: encoders
    prior: Prior | AutoPrior | None = None  # where there are latents
    lack: str = ""  # what the system itself misses in these data, as a sentence

    def uses(self, *kinds: type[Config]) -> bool:
        """Whether any penalty of the critic, constraint or view is one of `kinds`."""
        return any(isinstance(x, kinds) for x in (*self.penalties, *self.constraints, *self.views))

    def pack(self) -> int:
        """Samples in one verdict of the critic."""
        product = 1
        for view in self.views:
            product *= view.pack()
        return product


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding where `test` holds; the message may be written from the facts."""

    test: Callable[[Facts], bool]
    severity: Severity
    message: str | Callable[[Facts], str]
    paper: str
    path: str
    fixes: Callable[[Facts], tuple[Fix, ...]]

    def finding(self, facts: Facts) -> Finding:
        said = self.message if isinstance(self.message, str) else self.message(facts)
        return Finding(self.severity, said, self.paper, self.path, self.fixes(facts))


def no_fix(_: Facts) -> tuple[Fix, ...]:
    return ()


def setting(label: str, path: str, value: Any) -> Callable[[Facts], tuple[Fix, ...]]:
    return lambda _: (Fix(label, path, value),)


def all_of(
    *makers: Callable[[Facts], tuple[Fix, ...]],
) -> Callable[[Facts], tuple[Fix, ...]]:
    return lambda facts: tuple(fix for make in makers for fix in make(facts))


def removal(name: str, kind: type[Config], label: str) -> Callable[[Facts], tuple[Fix, ...]]:
    """Take the parts of a kind out of the preset's list `name`."""

    def fixes(facts: Facts) -> tuple[Fix, ...]:
        kept = [changes(part) for part in getattr(facts, name) if not isinstance(part, kind)]
        present = len(kept) < len(getattr(facts, name))
        return (Fix(label, f"system.{name}", kept),) if present else ()

    return fixes


def addition(name: str, part: Config, label: str) -> Callable[[Facts], tuple[Fix, ...]]:
    def fixes(facts: Facts) -> tuple[Fix, ...]:
        return (Fix(label, f"system.{name}", [changes(p) for p in (*getattr(facts, name), part)]),)

    return fixes
