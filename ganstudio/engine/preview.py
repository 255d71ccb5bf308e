"""Previews of a run: the same latents at every step, the critic's surface, its scores."""

import math
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import Generates, Illustrates, Judges, capability
from ganstudio.core.events import LineView, ScoresMeasured, SnapshotTaken, WorldView
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.endless import World
from ganstudio.data.pixels import to_uint8
from ganstudio.data.source import Dataset
from ganstudio.engine.line_world import BAND, SPREAD, smoothed
from ganstudio.engine.plane import Plane
from ganstudio.engine.preset import Preset
from ganstudio.engine.subjects import GivenSubject, LatentSubject
from ganstudio.nn.random import Random

ARROWS = 96
GRID = 56
FINE = 257  # points of an axis


class Preview:
    """Takes pictures of a system without touching the state that training depends on."""

    def __init__(
        self, preset: Preset, system: System, dataset: Dataset, device: torch.device
    ) -> None:
        self.spec: DataSpec = dataset.spec
        self._data = preset.data
        self._device = device
        self._of_latents: LatentSubject | None = None
        if generates := capability(system, Generates):
            random = Random(derive(preset.seed, "preview"), device)
            self._of_latents = LatentSubject(generates, preset, dataset, random)
        elif capability(system, Illustrates) is None:
            raise TypeError(f"{type(system).__name__} makes nothing that could be shown")
        self._subject = self._of_latents or GivenSubject(preset, dataset)
        self._reals = self._subject.reals.real
        self._plane = None if self.spec.is_images else plane_of(self._reals)
        self.extent = _extent(preset, self._plane)

    @torch.no_grad()
    def take(
        self, step: int, trained: System, averaged: System, kept: bool = True
    ) -> SnapshotTaken:
        """A snapshot of both sets of weights. Batch norm keeps its statistics."""
        with _Evaluating(averaged), _Evaluating(trained):
            rows, raw_rows = self._subject.rows(averaged), self._subject.rows(trained)
            manifold = self._manifold(averaged)
        first, *others = rows
        if self.spec.is_images:
            shown = {"averaged": rows[first], "raw": raw_rows[first]}
            shown |= {name: rows[name] for name in others}
            pictures = {name: to_uint8(images) for name, images in shown.items()}
            return SnapshotTaken(step, pictures, kept=kept)
        world = self._world(trained, rows[first], raw_rows[first], self._reals)
        line = self._line(trained, averaged, rows[first])
        return SnapshotTaken(step, world=replace(world, manifold=manifold, line=line), kept=kept)

    def _line(self, trained: System, averaged: System, fake: Tensor) -> LineView | None:
        """Curves over the axis; None for what is no single number."""
        if self._plane is not None:
            return None
        axis = torch.linspace(-self.extent, self.extent, FINE, device=self._device)
        judges, of_latents = capability(trained, Judges), self._of_latents
        critic = latents = images = axis[:0]
        size = 0
        with _Evaluating(averaged), _Evaluating(trained):
            if judges is not None:
                critic = judges.judge(axis[:, None], self._label_for(FINE, judges))
            if of_latents is not None:
                fake = of_latents.crowd(averaged)
                if of_latents.latents.dim() == 2:
                    latents, images = of_latents.along(averaged)
                    size = of_latents.latents.shape[1]
        places = axis.cpu().double().numpy()
        made = smoothed(_array(fake)[:, 0], places).astype(np.float32)
        curves = (_array(axis), self._density(places), made, _array(critic))
        logits = _are_logits(judges)
        return LineView(*curves, _array(latents), _array(images).reshape(-1), size, logits)

    def _density(self, axis: NDArray[np.float64]) -> NDArray[np.float32]:
        known = self._data.density(axis) if isinstance(self._data, World) else None
        return np.zeros(0, np.float32) if known is None else known.astype(np.float32)

    def _manifold(self, averaged: System) -> NDArray[np.float32]:
        """(a, b, 2) in the plane; empty for pictures, numbers, and models without latents."""
        of_latents = self._of_latents
        if of_latents is None or self._plane is None or of_latents.latents.dim() != 2:
            return np.zeros((0, 0, 2), np.float32)
        sheet = of_latents.sheet(averaged)
        return _array(self._plane.place(sheet.flatten(0, 1))).reshape(*sheet.shape[:2], 2)

    def _world(self, trained: System, fake: Tensor, raw: Tensor, reals: Tensor) -> WorldView:
        judges = capability(trained, Judges)
        surface = np.zeros((GRID, GRID), np.float32)
        arrows = np.zeros((0, 4), np.float32)
        if judges is not None:
            with _Evaluating(trained):
                surface = self._surface(judges)
                arrows = self._arrows(judges, raw[:ARROWS])
        real = self._drawn(reals, BAND)
        fakes, raws = (self._drawn(points, -BAND) for points in (fake, raw))
        undecided = getattr(judges, "undecided", None)
        known = math.nan if undecided is None else float(undecided)
        return WorldView(self.extent, real, fakes, raws, surface, arrows, undecided=known)

    def _surface(self, judges: Judges) -> NDArray[np.float32]:
        axis = torch.linspace(-self.extent, self.extent, GRID, device=self._device)
        if self._plane is None:
            row = judges.judge(axis[:, None], self._label_for(GRID, judges))
            return np.repeat(row.cpu().numpy()[None], GRID, axis=0).astype(np.float32)
        y, x = torch.meshgrid(axis, axis, indexing="ij")
        points = self._plane.lift(torch.stack([x.reshape(-1), y.reshape(-1)], dim=1))
        values = judges.judge(points, self._label_for(len(points), judges))
        return values.reshape(GRID, GRID).cpu().numpy().astype(np.float32)

    def _label_for(self, count: int, judges: Judges) -> Tensor | None:
        """A conditional critic's surface is drawn for class 0."""
        is_conditional = bool(getattr(judges, "classes", 0))
        return (
            torch.zeros(count, dtype=torch.int64, device=self._device) if is_conditional else None
        )

    def _arrows(self, judges: Judges, points: Tensor) -> NDArray[np.float32]:
        """(m, 4) x, y, dx, dy: where the critic's values rise, longest arrow of unit length."""
        start = points.detach().clone().requires_grad_()
        known = self._of_latents.labels if self._of_latents else None
        with torch.enable_grad():
            labels = None if known is None else known[: len(points)]
            (slope,) = torch.autograd.grad(judges.judge(start, labels).sum(), start)
        slope = slope if self._plane is None else self._plane.turn(slope)
        slope = slope / slope.norm(dim=1).max().clamp_min(1e-12)
        if self._plane is None:
            slope = torch.cat([slope, torch.zeros_like(slope)], dim=1)
        where = self._drawn(points, -BAND)
        return np.concatenate([where, slope.cpu().numpy().astype(np.float32)], axis=1)

    def _drawn(self, samples: Tensor, band: float) -> NDArray[np.float32]:
        """(n, 2); single numbers are spread over a band so that their density shows."""
        if self._plane is not None:
            return _array(self._plane.place(samples))
        column = _array(samples)[:, 0]
        spread = np.linspace(-SPREAD, SPREAD, len(column), dtype=np.float32)
        shuffled = spread[np.argsort(np.sin(np.arange(len(column)) * 12.9898))]
        return np.stack([column, (band + shuffled) * self.extent], axis=1).astype(np.float32)

    @torch.no_grad()
    def scores(self, step: int, trained: System, batch: Batch) -> ScoresMeasured | None:
        """What the critic says of fresh reals and of the fixed fakes."""
        judges, fixed = capability(trained, Judges), self._of_latents
        if judges is None or fixed is None:
            return None
        with _Evaluating(trained):
            fake = judges.judge(fixed.make(trained), fixed.labels)
            real = judges.judge(batch.real, batch.label)
        logits = _are_logits(judges)
        return ScoresMeasured(step, _array(real), _array(fake), logits)


def _are_logits(judges: Judges | None) -> bool:
    return bool(getattr(judges, "are_logits", False))


class _Evaluating:
    """Players in evaluation mode for a moment: fixed statistics, nothing updated."""

    def __init__(self, system: System) -> None:
        self._players = [(player, player.training) for player in system.players.values()]

    def __enter__(self) -> None:
        for player, _ in self._players:
            player.eval()

    def __exit__(self, *_: object) -> None:
        for player, was_training in self._players:
            player.train(was_training)


def evaluating(system: System) -> _Evaluating:
    return _Evaluating(system)


def plane_of(samples: Tensor) -> Plane | None:
    """Where (n, d) samples are drawn; None for single numbers, which are drawn along a line."""
    return Plane(samples) if samples.shape[1] > 1 else None


def _extent(preset: Preset, plane: Plane | None) -> float:
    if isinstance(preset.data, World):
        return preset.data.extent
    return 1.0 if plane is None else plane.extent


def _array(samples: Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = samples.detach().cpu().numpy().astype(np.float32)
    return array
