"""Whether our networks with another program's weights compute what that program computed."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case, read_case
from ganstudio.interop.families import KINDS
from ganstudio.interop.kinds import Kind


@dataclass(frozen=True, slots=True)
class Compared:
    """One output.

    Attributes:
        difference: the largest absolute one, infinite where the shapes differ.
        is_close: every number within atol + rtol |theirs|.
    """

    name: str
    difference: float
    is_close: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a case: each of its outputs, compared with ours."""

    folder: Path
    program: str
    network: str
    outputs: tuple[Compared, ...]

    @property
    def is_met(self) -> bool:
        return all(output.is_close for output in self.outputs)


@torch.no_grad()
def check(folder: Path) -> Verdict:
    """Build our network of a case, fill it, feed it, and compare.

    Raises:
        InputError: the folder is no case, or one that the studio does not know.
    """
    case = read_case(folder)
    kind = kind_of(case)
    case = kind.completed(case)
    network = kind.build(case)
    compared = [
        _compared(name, _answer(kind, network, case, name), theirs, case)
        for name, theirs in sorted(case.outputs.items())
    ]
    return Verdict(folder, case.program, case.network, tuple(compared))


def _answer(kind: Kind, network: nn.Module, case: Case, name: str) -> Tensor:
    try:
        return kind.answer(network, case, name)
    except (RuntimeError, IndexError) as error:
        raise InputError(
            f"{case.folder} has inputs that its {case.network} cannot take for the output "
            f"{name!r} ({str(error).splitlines()[0][:160]}): correct inputs.safetensors."
        ) from error


def kind_of(case: Case) -> Kind:
    """Raises InputError where no family has such a network."""
    for kind in KINDS:
        if kind.fits(case):
            return kind
    raise InputError(
        f"{case.folder} is a {case.network or 'network'} of {case.program or 'no named program'}, "
        "which the studio does not read."
    )


def _compared(name: str, ours: Tensor, theirs: Tensor, case: Case) -> Compared:
    if ours.shape != theirs.shape:
        return Compared(name, float("inf"), False)
    close = torch.allclose(ours.to(theirs.dtype), theirs, atol=case.atol, rtol=case.rtol)
    difference = (ours.double() - theirs.double()).abs().max() if theirs.numel() else 0.0
    return Compared(name, float(difference), close)
