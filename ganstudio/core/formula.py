"""A system's equation and data flow as data: drawn by the interface, written by the parts."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["plain", "generator", "critic", "real"]
Verb = Literal["minimises", "is held to", "sees"]


@dataclass(frozen=True, slots=True)
class Segment:
    r"""A run of LaTeX in one colour, such as `\mathbb{E}_x[\max(0, 1 - D(x))]`."""

    latex: str
    role: Role = "plain"
    path: str = ""  # the preset's field it stands for, to tint it when that row is pointed at


@dataclass(frozen=True, slots=True)
class EquationLine:
    """What one player minimises, is held to after each update, or sees of the data."""

    player: str
    segments: tuple[Segment, ...]
    verb: Verb = "minimises"


@dataclass(frozen=True, slots=True)
class Equation:
    lines: tuple[EquationLine, ...]
    papers: tuple[str, ...] = ()  # "Gulrajani 2017, eq. 3"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the data-flow diagram; `column` and `row` place it on a coarse grid."""

    key: str
    title: str
    detail: str
    role: Role
    column: float
    row: float


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    target: str
    label: str = ""
    is_gradient: bool = False  # drawn dashed, in the colour of the player it reaches
    role: Role = "plain"


@dataclass(frozen=True, slots=True)
class Flow:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
