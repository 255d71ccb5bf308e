"""Checkpoints of AlignFlow, by Grover et al.: both flows in one file.

Assumed where the weights do not tell: crop_size 128.
"""

from torch import nn

from ganstudio.data.batches import DataSpec
from ganstudio.data.unpaired_folder import Unpaired
from ganstudio.interop.case import Case
from ganstudio.interop.families import alignflow
from ganstudio.interop.formats.fields import data_size
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.interop.kinds import Options
from ganstudio.interop.reading import State
from ganstudio.parts.patch import PatchCritic
from ganstudio.systems.alignflow import AlignFlowConfig

SIDE = 128


def recognise(state: State) -> Options | None:
    """Both flows are one piece: the file has them in one dictionary."""
    sides = (alignflow.SOURCE, alignflow.TARGET)
    if not all(any(name.startswith(f"{side}.") for name in state) for side in sides):
        return None
    return alignflow.recognise(state)


def fill(flows: nn.Module, case: Case) -> None:
    """The program's source and target are those of the system."""
    assert isinstance(flows, nn.ModuleDict)
    for ours, theirs in (("source", alignflow.SOURCE), ("target", alignflow.TARGET)):
        alignflow.fill_flow(flows[ours], case, theirs)


def design(cases: Cases, assumed: Assumed) -> Design:
    case = cases["flows"]
    side = assumed.option(case, "crop_size", SIDE)
    shape = (case.option("in_channels"), side, side)
    spec = DataSpec(shape, source=shape)
    critic = PatchCritic(channels=case.option("mid_channels"), norm="instance")
    system = AlignFlowConfig(generator=alignflow.flow_part(case), critic=critic)
    return Design(system, Unpaired(size=data_size(spec)), spec)


FORMATS = (
    Format(
        "alignflow",
        "AlignFlow",
        alignflow.PROGRAM,
        "Grover et al. 2020, arXiv:1905.12892, sec. 3",
        (
            Role("flows", "the flows", recognise, lambda s: s.players["generator"], fill,
                 is_needed=True),
        ),
        design,
        notes=("The program ends translations with a tanh, the studio with the inverse of the "
               "logit; the program's critics are not read.",),
    ),
)  # fmt: skip
