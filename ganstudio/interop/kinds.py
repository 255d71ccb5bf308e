"""What the studio knows of one class of networks in another program."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.reading import State
from ganstudio.nn.dropout import Dropout

Answers = Callable[[nn.Module, Case, str], Tensor]
Options = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One class of networks of one program.

    Attributes:
        program: what the case's program contains: "owner/name", or a part of a file name too.
        network: the class, as the case names it; any of the words it contains.
        build: our network with their weights.
        answer: one output of it, by the output's name.
        recognise: the options, by their official names, that names and shapes of weights tell;
            None where they are another network's.
    """

    program: str
    network: str
    build: Callable[[Case], nn.Module]
    answer: Answers
    recognise: Callable[[State], Options | None] = lambda state: None  # noqa: ARG005

    def fits(self, case: Case) -> bool:
        is_program = all(word in case.program for word in self.program.split())
        return is_program and re.search(rf"\b(?:{self.network})\b", case.network) is not None

    def completed(self, case: Case) -> Case:
        """The case with the options that it does not say and its weights tell."""
        told = [self.recognise(state) or {} for state in case.states.values()]
        options = {name: value for found in told for name, value in found.items()}
        return replace(case, options={**options, **case.options})


def in_mode(network: nn.Module, name: str) -> nn.Module:
    """The network in the mode that an output's name asks for: "y_train" or "y_eval".

    Batch statistics are those of a copy, so that running ones do not move; nothing is dropped.
    """
    if "train" not in name:
        return network.eval()
    training = copy.deepcopy(network).train()
    for layer in training.modules():
        if isinstance(layer, Dropout):
            layer.eval()
    return training


def unknown_output(case: Case, name: str) -> InputError:
    return InputError(
        f"{case.folder / 'outputs.safetensors'} has an output {name!r}, which the studio does not "
        f"know of {case.network}."
    )
