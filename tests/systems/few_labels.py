"""Small systems that learn from few labels, their data, and an engine for a few steps."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.graphsgan import GraphSgan, GraphSganConfig
from ganstudio.systems.semisupervised import Semisupervised, SemisupervisedConfig
from tests.systems.playing import descend

System = Semisupervised | GraphSgan
Config = type[SemisupervisedConfig | GraphSganConfig]

CPU = torch.device("cpu")
SPEC = DataSpec((3,), ("a", "b", "c"), 60)
N = 16
TINY: dict[str, Any] = {
    "labels": 1,
    "generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
    "critic": {"kind": "noisy_mlp", "widths": (8, 6)},
    "prior": {"size": 4},
}
QUIET = {"kind": "noisy_mlp", "widths": (8,), "input_noise": 0.0, "hidden_noise": 0.0}


def build(config: Config, spec: DataSpec = SPEC, **more: Any) -> System:
    torch.manual_seed(0)
    return config.model_validate(TINY | more).build(spec, Random(1, CPU))


def drawing(shift: int = 0) -> Callable[[], Batch]:
    """Batches whose labels are 0, 1, 2, 0, ...; `shift` changes those behind the first three."""
    source = torch.Generator().manual_seed(3)
    count = 0

    def draw() -> Batch:
        nonlocal count
        label = torch.arange(count, count + N)
        label = torch.where(label < len(SPEC.classes), label, label + shift) % len(SPEC.classes)
        count += N
        return Batch(torch.randn(N, 3, generator=source), label)

    return draw


def run(system: System, draw: Callable[[], Batch], steps: int) -> list[float]:
    """Every term of every phase."""
    return [
        term.value.item()
        for step in range(steps)
        for phase in system.phases(draw, step)
        for term in descend(system, phase).terms.values()
    ]


def seen_by(critic: nn.Module) -> tuple[list[Tensor], list[Any]]:
    """What a critic reads and answers from now on."""
    read: list[Tensor] = []
    answered: list[Any] = []
    critic.register_forward_pre_hook(lambda _m, args: read.append(args[0]))
    critic.register_forward_hook(lambda _m, _i, out: answered.append(out))
    return read, answered
