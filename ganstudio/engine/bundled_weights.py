"""Weights in a bundle: what is taken of a run, and how a run's are made of it again."""

from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from ganstudio.core.errors import PresetError
from ganstudio.data import description
from ganstudio.engine import checkpoint
from ganstudio.engine.archive import Archive
from ganstudio.engine.run import RunFolder

WEIGHTS = "weights.safetensors"
MOST_WEIGHTS = 1 << 30
_TWINS = {"average": "player", "player": "average"}


def taken(run: RunFolder, *, half: bool = False) -> tuple[bytes, dict[str, Any]]:
    """The averaged players and the critic of the newest checkpoint, and what the list says of them.

    `half`: in half precision, which samples hardly show and which halves the file.
    """
    state, _ = checkpoint.read_newest(run.checkpoints, run.checkpoint_steps())
    chosen = {
        name: _narrow(tensor) if half else tensor.contiguous()
        for name, tensor in state.weights.items()
        if name.startswith("player/critic/")
        or (name.startswith("average/") and not name.startswith("average/critic/"))
    }
    spec = description.read(run.path)
    told = {"data": description.to_document(spec)} if spec else {}
    return save(chosen), {"run": run.name, "step": state.step, **told}


def complete(archive: Archive) -> dict[str, Tensor]:
    """Weights for every player, averaged and not: what was left out is taken from its twin.

    Raises PresetError: no weights of the studio.
    """
    name = archive.path.name
    try:
        found = load(archive.read(WEIGHTS, MOST_WEIGHTS))
    except (SafetensorError, ValueError) as error:
        raise PresetError(f"The weights in {name} cannot be read: {error}.") from error
    whole = {key: _wide(tensor) for key, tensor in found.items()}
    for key, tensor in list(whole.items()):
        start, _, rest = key.partition("/")
        if start not in _TWINS:
            raise PresetError(f"The weights in {name} hold the unknown name {key!r}.")
        whole.setdefault(f"{_TWINS[start]}/{rest}", tensor.clone())
    return whole


def _narrow(tensor: Tensor) -> Tensor:
    """What half precision cannot hold stays as it is."""
    if tensor.dtype != torch.float32 or tensor.abs().max() > torch.finfo(torch.float16).max:
        return tensor.contiguous()
    return tensor.half().contiguous()


def _wide(tensor: Tensor) -> Tensor:
    return tensor.float() if tensor.dtype == torch.float16 else tensor
