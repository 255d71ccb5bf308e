"""What the studio knows of a kind of checkpoint that it can make a run of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from ganstudio.core.config import Config
from ganstudio.data.batches import DataSpec
from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Options
from ganstudio.interop.reading import State

Cases = Mapping[str, Case]
"""What was found for each role, with its options; roles that nothing was found for are absent."""


@dataclass(frozen=True)
class Role:
    """A network of theirs in the game, and where it stands in ours.

    Attributes:
        name: short and unique: "G_A".
        words: with its article: "the generator from A to B".
        recognise: as in Kind.
        place: our network for it, in a built system.
        fill: takes the weights into our network.
        called: what its file or entry is called, where the shapes alone do not tell.
        is_needed: a run without it would be of no use.
        may_lack: our system has no such network where no weights of one are given.
    """

    name: str
    words: str
    recognise: Callable[[State], Options | None]
    place: Callable[[Any], nn.Module]
    fill: Callable[[nn.Module, Case], None]
    called: str = ""
    is_needed: bool = False
    may_lack: bool = False


@dataclass(frozen=True)
class Design:
    """What a run is made of, but for the weights.

    Attributes:
        system: its settings, with the sizes that were found.
        data: where data for it could be chosen; it names no place on any machine.
        spec: the data's shape, by which the system is built.
        left_out: roles whose networks have another form here, so that ours begin anew.
    """

    system: Config
    data: Config
    spec: DataSpec
    left_out: tuple[str, ...] = ()


class Assumed:
    """Options that weights do not tell, taken as their program has them by default."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def option(self, case: Case, name: str, default: Any) -> Any:
        """An option by its official name; its default is remembered where it had to be taken."""
        if name in case.options:
            return case.options[name]
        self.options[name] = default
        return default


@dataclass(frozen=True)
class Format:
    """Checkpoints of one program that make one system.

    Attributes:
        name: on the command line.
        title: of the system, as its paper has it.
        program: whose checkpoints they are.
        paper: as a preset names it.
        roles: of which the files hold some.
        design: settings of our system; raises InputError where it has none such.
        passes_over: what entries are called that have no part in it.
        counts_steps: a number in a file's name is that of the training's step.
        notes: what a user should know of every such import.
    """

    name: str
    title: str
    program: str
    paper: str
    roles: tuple[Role, ...]
    design: Callable[[Cases, Assumed], Design]
    passes_over: str = ""
    counts_steps: bool = False
    notes: tuple[str, ...] = ()
