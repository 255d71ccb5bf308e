"""Everything a trainer trains: built from a preset, captured to and restored from a checkpoint."""

from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor

from ganstudio.core.errors import CheckpointError, InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import Grown, Grows, System
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.source import Report, unreported
from ganstudio.engine.checkpoint import TrainingState
from ganstudio.engine.devices import set_threads
from ganstudio.engine.distributed import Group
from ganstudio.engine.ema import Average
from ganstudio.engine.execution import Eager, Execution
from ganstudio.engine.guard import Guard
from ganstudio.engine.opened import open_data
from ganstudio.engine.optimizers import build, rescale, set_rate
from ganstudio.engine.preset import Preset
from ganstudio.nn.layout import prefer_layout
from ganstudio.nn.random import Random, initialised_from

REMEMBERED = 1024  # steps whose draws can be made again, to find where a number went bad


def build_system(
    preset: Preset,
    device: torch.device,
    group: Group | None = None,
    spec: DataSpec | None = None,
) -> System:
    """Freshly initialised networks: a function of the preset and the shape of its data alone.

    Without `spec` the data are asked for it. Raises InputError.
    """
    peers = group or Group()
    random = Random(derive(preset.seed, "system"), device, peers.rank, peers.world)
    with initialised_from(derive(preset.seed, "weights")):
        system: System = preset.system.build(spec or preset.data.spec(), random)
    for player in system.players.values():
        player.to(device)
        prefer_layout(player)
    return system


def count_parameters(system: System) -> dict[str, int]:
    return {n: sum(p.numel() for p in m.parameters()) for n, m in system.players.items()}


class _Draws(NamedTuple):
    """Where every stream of random numbers stood when a step began."""

    step: int
    latents: Tensor
    data: dict[str, Tensor]


class Setup:
    """One run's data, players, optimizers and averages, with the counters of its progress."""

    def __init__(
        self,
        preset: Preset,
        device: torch.device,
        group: Group | None = None,
        report: Report = unreported,
    ) -> None:
        for finding in preset.findings():
            if finding.severity == "error":
                raise InputError(finding.message)
        self.preset = preset
        self.device = device
        self.group = group or Group()
        self.step = 0
        self.seen = 0
        self.seconds = 0.0
        self.counters = {"retries": 0}
        self.grown: Grown | None = None  # what the last step began with, where that was new
        self.dataset = open_data(preset, device, self.group.share(), report)
        self.spec = preset.data.spec()
        self.system = build_system(preset, device, self.group, self.spec)
        self.parameters = count_parameters(self.system)
        threads = preset.schedule.threads
        set_threads(0 if threads == "auto" else threads, sum(self.parameters.values()))
        shadow = build_system(preset, device, spec=self.spec)
        self.average = Average(self.system, shadow, preset.schedule.average)
        self.guard = Guard(device)
        self._intervals = self._lazy_intervals()
        self._draws: deque[_Draws] = deque(maxlen=REMEMBERED)
        self.optimizers = {name: self._optimizer(name) for name in preset.system.optimizers()}
        clip = preset.schedule.clip
        self.execution: Execution = Eager(
            self.system, self.optimizers, self.group, self.guard, clip
        )

    def _optimizer(self, player: str) -> torch.optim.Optimizer:
        """A new one, without moments."""
        config = self.preset.system.optimizers()[player]
        trained = [p for p in self.system.players[player].parameters() if p.requires_grad]
        return build(config, trained, self._intervals[player], self.device)

    def _lazy_intervals(self) -> dict[str, int]:
        return {name: self.system.lazy.get(name, 0) for name in self.system.players}

    def draw(self) -> Batch:
        return self.dataset.draw(self.preset.schedule.batch)

    def advance(self) -> dict[str, Tensor]:
        """One step; gives its scalars, still on the device."""
        total = self.preset.schedule.steps
        self._draws.append(_Draws(self.step, self.system.random.state(), self.dataset.state()))
        self.grown = self._grow()
        for name, config in self.preset.system.optimizers().items():
            set_rate(self.optimizers[name], config, self._intervals[name], self.step, total)
        scalars = self.execution.step(self.draw, self.step)
        self.step += 1
        self.seen += self.preset.schedule.batch * self.group.world
        self.average.update(self.step)
        return scalars

    def _grow(self) -> Grown | None:
        """Trained and averaged networks grow alike; the moments of what grew start over."""
        if isinstance(self.average.shadow, Grows):
            self.average.shadow.grow(self.seen)
        grown = self.system.grow(self.seen) if isinstance(self.system, Grows) else None
        if grown is not None:
            self.optimizers |= {name: self._optimizer(name) for name in grown.players}
        return grown

    def apply(self, preset: Preset) -> None:
        """Go on with edited settings; the caller has checked that only live ones differ."""
        self.preset = preset
        self.system.config = preset.system
        self.average.decay = preset.schedule.average
        intervals = self._lazy_intervals()
        if intervals != self._intervals:
            self._intervals = intervals
            for name, config in preset.system.optimizers().items():
                rescale(self.optimizers[name], config, intervals[name])

    def rewind_draws(self, step: int) -> bool:
        """Give step `step` its own data and latents again; False where they are forgotten."""
        for draws in self._draws:
            if draws.step == step:
                self.system.random.restore(draws.latents)
                self.dataset.restore(draws.data)
                return True
        return False

    def capture(self) -> TrainingState:
        """Everything needed to continue from here, bit for bit."""
        weights = {f"player/{k}": v for k, v in _weights(self.system).items()}
        weights |= {f"average/{k}": v for k, v in _weights(self.average.catch_up()).items()}
        random = {"system": self.system.random.state()}
        random |= {f"data/{name}": value for name, value in self.dataset.state().items()}
        return TrainingState(
            self.step,
            self.seen,
            self.seconds,
            self.preset.model_dump(mode="json"),
            random,
            weights,
            _optimizer_tensors(self.optimizers),
            dict(self.counters),
        )

    def restore(self, state: TrainingState) -> None:
        """Continue from a captured state. Raises CheckpointError where the networks differ."""
        self.restore_weights(state.weights)
        _restore_optimizers(self.optimizers, state.optimizers)
        self.system.random.restore(state.random["system"])
        self.dataset.restore(
            {k.removeprefix("data/"): v for k, v in state.random.items() if k.startswith("data/")}
        )
        self.step, self.seen, self.seconds = state.step, state.seen, state.seconds
        self.counters |= state.counters
        self.guard.reset()
        self._draws.clear()

    def restore_weights(self, weights: Mapping[str, Tensor]) -> None:
        """Take weights alone, for fine-tuning. Raises CheckpointError where the networks differ."""
        load_weights(self.system, weights, "player/")
        load_weights(self.average.shadow, weights, "average/")


def load_weights(system: System, weights: Mapping[str, Tensor], prefix: str) -> None:
    """Fill a system's players from a checkpoint's tensors. Raises CheckpointError."""
    for name, player in system.players.items():
        start = f"{prefix}{name}/"
        own = {k.removeprefix(start): v for k, v in weights.items() if k.startswith(start)}
        try:
            player.load_state_dict(own)
        except RuntimeError as error:
            raise CheckpointError(
                f"The checkpoint's {name} does not fit this preset's network: choose the preset the"
                " run was made with."
            ) from error


def _weights(system: System) -> dict[str, Tensor]:
    return {
        f"{name}/{key}": value
        for name, player in system.players.items()
        for key, value in player.state_dict().items()
    }


def _optimizer_tensors(optimizers: Mapping[str, torch.optim.Optimizer]) -> dict[str, Tensor]:
    return {
        f"{player}/{index}/{field}": torch.as_tensor(value)
        for player, optimizer in optimizers.items()
        for index, fields in optimizer.state_dict()["state"].items()
        for field, value in fields.items()
        if value is not None
    }


def _restore_optimizers(
    optimizers: Mapping[str, torch.optim.Optimizer], tensors: Mapping[str, Tensor]
) -> None:
    """Moments take their parameter's memory layout: fused updates walk both in storage order."""
    for name, optimizer in optimizers.items():
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        document: dict[str, Any] = optimizer.state_dict()
        document["state"] = {}
        for path, tensor in tensors.items():
            player, index, field = path.split("/")
            if player == name:
                like = parameters[int(index)].detach()
                pattern = like if tensor.shape == like.shape else tensor
                matched = torch.empty_like(pattern).copy_(tensor)
                document["state"].setdefault(int(index), {})[field] = matched
        optimizer.load_state_dict(document)
