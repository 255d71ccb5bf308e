"""What the configurations of all games have in common.

Each system declares its own fields, in the order of its form, and names them alike; what follows
from the names is written here, once.
"""

from typing import Protocol, Self, TypeVar

from pydantic import AfterValidator, ValidationInfo

from ganstudio.core.config import Config
from ganstudio.data.batches import DataSpec
from ganstudio.parts.compatibility import Facts
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.critics import CRITICS, CriticNetwork, MlpCritic
from ganstudio.parts.generators import GENERATORS, MlpGenerator
from ganstudio.parts.schedule import Optimizer

_OPTIMIZER = "_optimizer"


class Tagged(Protocol):
    """A part of which a preset names the kind."""

    @property
    def kind(self) -> str: ...


class Sides(Protocol):
    """The fields that a game has at least, and what facts are gathered by."""

    @property
    def generator(self) -> Config: ...
    @property
    def critic(self) -> Config: ...
    def optimizers(self) -> dict[str, Optimizer]: ...
    def lack(self, spec: DataSpec) -> str: ...
    def readers(self) -> tuple[CriticNetwork, ...]: ...


class Game(Config):
    """The base of a system's configuration.

    Beside `generator` and `critic` it has a field `<player>_optimizer` for each player, `objective`
    unless its paper plays for one thing only, and lists of `penalties`, `generator_penalties`,
    `constraints` and `views`, and `conditioning`, where one may choose them.
    """

    def optimizers(self) -> dict[str, Optimizer]:
        """By player."""
        names = [name for name in type(self).model_fields if name.endswith(_OPTIMIZER)]
        return {name.removesuffix(_OPTIMIZER): getattr(self, name) for name in names}

    def facts(self: Sides, spec: DataSpec, batch: int) -> Facts:
        """What the compatibility table needs to know.

        Networks of the system's own, of which the table has no rule, go as MLPs: those read and
        make data of any shape.
        """
        return Facts(
            objective=getattr(self, "objective", None),
            penalties=getattr(self, "penalties", ()),
            generator_penalties=getattr(self, "generator_penalties", ()),
            constraints=getattr(self, "constraints", ()),
            views=getattr(self, "views", ()),
            conditioning=getattr(self, "conditioning", Unconditional()),
            generator=self.generator if isinstance(self.generator, GENERATORS) else MlpGenerator(),
            critic=self.critic if isinstance(self.critic, CRITICS) else MlpCritic(),
            optimizers=self.optimizers(),
            spec=spec,
            batch=batch,
            readers=self.readers(),
            prior=getattr(self, "prior", None),
            lack=self.lack(spec),
        )

    def readers(self) -> tuple[CriticNetwork, ...]:
        """Networks beside the critic that read data like one: encoders."""
        values = (getattr(self, name) for name in type(self).model_fields if name != "critic")
        return tuple(value for value in values if isinstance(value, CRITICS))

    def lack(self, spec: DataSpec) -> str:  # noqa: ARG002 - most games are played on any data
        """What the game misses in these data, as a sentence; empty where they will do."""
        return ""

    def learns_classes(self) -> bool:
        """Whether the game learns every class from samples that carry its label."""
        return bool(getattr(self, "conditioning", Unconditional()).uses_labels())

    def settled(self) -> Self:
        """The settings without what only the first steps of a run do: what a step costs then."""
        return self

    def equilibrium(self) -> tuple[float, float | None] | None:
        """Where the objective leaves the critic's and the generator's loss; None for no such line.

        Games that weigh the objective, or add what does not vanish where fakes equal reals, say so.
        """
        return self.resting()

    def resting(
        self, critic: float = 1.0, generator: float | None = 1.0
    ) -> tuple[float, float | None] | None:
        """The objective's losses at rest, each so many times.

        Args:
            critic: how often the critic's loss holds the objective.
            generator: the same of the generator's; None where it holds what never comes to rest.
        """
        objective: ObjectivePart | None = getattr(self, "objective", None)
        losses = None if objective is None else objective.equilibrium()
        if losses is None:
            return None
        of_critic, of_generator = losses
        if generator is None or of_generator is None:
            return critic * of_critic, None
        return critic * of_critic, generator * of_generator

    def stake(self) -> str:
        """What the players play for, in a word."""
        objective = getattr(self, "objective", None)
        return "" if objective is None else str(objective.label)


P = TypeVar("P", bound=Tagged)


def _each_kind_once(parts: tuple[P, ...], info: ValidationInfo) -> tuple[P, ...]:
    if len({part.kind for part in parts}) < len(parts):
        raise ValueError(f"{info.field_name} holds a kind twice; each may be used once")
    return parts


EachOnce = AfterValidator(_each_kind_once)
"""For a field that is a list of parts."""
