"""Several processes as one trainer (torchrun): every rank keeps its slice of a global batch.

Gradients are summed in one flat buffer and divided; no wrapper stands around the networks, so
double backward stays possible. `torchrun --nproc-per-node 2 -m ganstudio train PRESET` starts it.
"""

import importlib
import os
from collections.abc import Sequence

import torch
import torch.distributed as dist
from torch import Tensor

from ganstudio.data.source import Share


def is_main_process() -> bool:
    """Whether this process is alone or the first of those that torchrun started."""
    return os.environ.get("RANK", "0") == "0"


class Group:
    """This process and its peers; alone, everything here does nothing."""

    def __init__(self, rank: int = 0, world: int = 1) -> None:
        self.rank = rank
        self.world = world

    @classmethod
    def from_environment(cls, device: torch.device) -> "Group":
        """Join the group torchrun started, or be alone."""
        world = int(os.environ.get("WORLD_SIZE", "1"))
        if world == 1:
            return cls()
        if device.type == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        if not dist.is_initialized():
            # Its functions keep the group there is at their import as a default. Later, that is
            # ours: it would outlive `leave`, and its threads can abort the interpreter's end.
            importlib.import_module("torch.distributed.nn.functional")
            dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        return cls(dist.get_rank(), world)

    @property
    def is_main(self) -> bool:
        return self.rank == 0

    def share(self) -> Share:
        return Share(self.rank, self.world)

    def average(self, gradients: Sequence[Tensor]) -> None:
        """Replace each gradient by its mean over all processes, in one message."""
        if self.world == 1:
            return
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        dist.all_reduce(flat)
        flat.div_(self.world)
        pieces = flat.split([gradient.numel() for gradient in gradients])
        for gradient, piece in zip(gradients, pieces, strict=True):
            gradient.copy_(piece.view_as(gradient))

    def agree(self, flags: Sequence[bool], device: torch.device) -> list[bool]:
        """Which flags any process raised, in one message: all do the same at the same step."""
        if self.world == 1:
            return list(flags)
        raised = torch.tensor([float(flag) for flag in flags], device=device)
        dist.all_reduce(raised, dist.ReduceOp.MAX)
        return [value > 0 for value in raised.tolist()]

    def tell(self, text: str, device: torch.device) -> str:
        """The main process's text, in every process."""
        if self.world == 1:
            return text
        said = torch.tensor(list(text.encode()), dtype=torch.uint8, device=device)
        length = torch.tensor(len(said), device=device)
        dist.broadcast(length, 0)
        if not self.is_main:
            said = torch.zeros(int(length), dtype=torch.uint8, device=device)
        dist.broadcast(said, 0)
        return bytes(said.tolist()).decode()

    def leave(self) -> None:
        if self.world > 1 and dist.is_initialized():
            dist.destroy_process_group()
