"""A folder with a network of another program, what went into it, and what came out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.interop.reading import State, is_readable, read_options, read_state, read_states

TENSORS = ("inputs.safetensors", "outputs.safetensors")


@dataclass(frozen=True)
class Case:
    """One network of theirs: how it was built, and what it was given and answered.

    Attributes:
        folder: where it lies.
        program: whose code it is, as "owner/name @commit file".
        network: the class in that program.
        options: what it was built with: constructor arguments and options of the program.
        states: its weights, by the name of the file's entry or of the file.
        inputs: tensors by name.
        outputs: tensors by name.
    """

    folder: Path
    program: str
    network: str
    options: Mapping[str, Any]
    states: Mapping[str, State]
    inputs: State
    outputs: State
    atol: float
    rtol: float

    def state(self, *wanted: str) -> State:
        """The weights whose name is or contains one of `wanted`, in that order, or the only ones.

        Raises:
            InputError: there are several, and none is so called.
        """
        if len(self.states) == 1:
            return next(iter(self.states.values()))
        for word in wanted:
            for name, state in self.states.items():
                if word == name or name.endswith(word):
                    return state
        raise InputError(
            f"{self.folder} holds the weights {', '.join(self.states)}: none is called "
            f"{' or '.join(wanted) or 'plainly'}."
        )

    def given(self, name: str) -> Tensor:
        """An input. Raises InputError where there is none of that name."""
        if name not in self.inputs:
            raise InputError(f"{self.folder / TENSORS[0]} has no {name!r}: add it.")
        return self.inputs[name]

    def option(self, name: str, default: Any = None) -> Any:
        """An option by its official name. Raises InputError where it is needed and missing."""
        if name in self.options:
            return self.options[name]
        if default is None:
            raise InputError(f"{self.folder / 'config.json'} does not say {name!r}: add it.")
        return default


def read_case(folder: Path) -> Case:
    """Raises InputError: the folder is none, or one of its files is missing or damaged."""
    config = _config(folder / "config.json")
    inputs, outputs = (read_state(folder / name) for name in TENSORS)
    tolerance = config.get("tolerance") or {}
    return Case(
        folder,
        str(config.get("repo", "")),
        str(config.get("cls", "")),
        {**_built_with(folder, str(config.get("cls", ""))), **_options(config)},
        _states(folder),
        inputs,
        outputs,
        float(tolerance.get("atol", 1e-4)),
        float(tolerance.get("rtol", 1e-4)),
    )


def _config(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise InputError(f"{path.parent} is no case: it has no {path.name}.")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error}): correct it.") from error
    if not isinstance(config, dict):
        raise InputError(f"{path} is no JSON object: write one with repo, cls and ctor.")
    return config


def _options(config: dict[str, Any]) -> dict[str, Any]:
    """Everything beside the words on the case itself; constructor arguments win."""
    options = dict(config)
    for group in ("options", "ctor"):
        options |= config.get(group) or {}
    return options


def _built_with(folder: Path, network: str) -> dict[str, Any]:
    """What a snapshot in the folder says of its networks: of the critic's, or the generator's."""
    wanted = ("D",) if "Discriminator" in network else ("G_ema", "G")
    for path in sorted(folder.glob("*.pkl")):
        found = read_options(path)
        for name in wanted:
            if name in found:
                return found[name]
    return {}


def _states(folder: Path) -> dict[str, State]:
    found: dict[str, State] = {}
    for path in sorted(folder.iterdir()):
        if not is_readable(path) or path.name in TENSORS:
            continue
        stem = path.name.split(".")[0]
        for entry, state in read_states(path).items():
            found[entry or stem] = state
    if not found:
        raise InputError(f"{folder} holds no file of weights: add weights.pth.")
    return found
