"""The instruments of a run that is watched: each is read as often as its cost allows."""

import math
import time
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import (
    NAMES_NODES,
    Captioned,
    Classifies,
    Encodes,
    Generates,
    Judges,
    Perceives,
    capability,
)
from ganstudio.core.events import Curve, InstrumentsRead, NoticeGiven
from ganstudio.core.instruments import (
    ClassesRead,
    FeaturesRead,
    FiltersRead,
    FitRead,
    GradientsRead,
    LatentsRead,
    LayerNorms,
    NodesRead,
    Numbers,
    PairDistancesRead,
    SlopesRead,
    SpectraRead,
    StripsRead,
    WeightsRead,
    share_named_right,
)
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.batches import Batch
from ganstudio.data.graphs import Nodes
from ganstudio.engine.filters import IMAGES as EXAMINED
from ganstudio.engine.filters import Filters
from ganstudio.engine.instrument_clock import Clock, Read
from ganstudio.engine.labels_alone import LabelsAlone
from ganstudio.engine.layers import histograms, parameters_by_layer
from ganstudio.engine.naming import COUNT, name_classes, name_nodes, offers
from ganstudio.engine.pair_distances import compare_pairs
from ganstudio.engine.preview import evaluating
from ganstudio.engine.setup import Setup
from ganstudio.engine.slope import interpolates, slopes
from ganstudio.engine.spaces import Spaces
from ganstudio.engine.spectra import Spectra
from ganstudio.engine.spreading import Spreading
from ganstudio.engine.strips import STRIPS, Asked
from ganstudio.nn.random import Random
from ganstudio.parts.constraints import WeightClip

SHARE = 0.005  # of the time that all instruments together may take
SECONDS = 1.0  # least time between two readings of one instrument
SAMPLES, IMAGES = 128, 64  # of each kind, for slopes and fits
PLACES = 256  # real samples whose codes and features are drawn, and as many fakes
NEIGHBOURS = 2000  # real images that fakes are compared with
MOST_NUMBERS = 16_000_000  # of them together
NODES = "nodes"
PLAYER = "critic"  # whose network constraints hold


class Instruments:
    """Gives the newest reading of each; training does not notice."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._spectra = Spectra()
        self._spaces = Spaces(setup)
        self._spreading = Spreading()
        self._labels_alone = LabelsAlone()
        self._filters = Filters(setup)
        self._offers = offers(setup)
        self._curves: list[Curve] = []
        self._named = -1  # the step at which the accuracy was last recorded
        self._notices: list[NoticeGiven] = []
        reads: dict[str, Read] = {
            NODES: self._nodes,
            "weights": self._weights,
            "gradients": self._gradients,
            "singular values": self._singular_values,
            "slopes": self._slopes,
            "pairwise distances": self._pair_distances,
            "named classes": self.name_classes,
            "fit": self._fit,
            "strips": self._strips,
            "latents": self._latents,
            "features": self._features,
            "filters": self._look_into_filters,
        }
        self._clocks = [Clock(name, read) for name, read in reads.items()]

    def read(self, seconds: float) -> InstrumentsRead | None:
        """Read what is due; once `seconds` have passed the rest waits. None where nothing was."""
        now = time.monotonic()
        due = [clock for clock in self._clocks if clock.due <= now]
        for clock in sorted(due, key=Clock.when):
            self._read(clock)
            if clock.newest is not None and time.monotonic() >= now + seconds:
                break
        return self._newest() if due else None

    def read_nodes(self) -> InstrumentsRead | None:
        """The nodes of a graph as well, out of turn; None where that would be too dear."""
        clock = next(one for one in self._clocks if one.name == NODES)
        if NAMES_NODES not in self._offers or clock.is_dear():
            return None
        self._read(clock)
        return self._newest()

    def _newest(self) -> InstrumentsRead | None:
        readings = [clock.newest for clock in self._clocks]
        known = tuple(reading for reading in readings if reading is not None)
        return InstrumentsRead(self._setup.step, known) if known else None

    def _read(self, clock: "Clock") -> None:
        """Of one that breaks is told; it rests from then on, and training does not notice."""
        try:
            clock.read()
        except Exception as error:  # noqa: BLE001 - whatever breaks, it is but an instrument
            clock.rest()
            said = f"{type(error).__name__}: {error}"
            text = f"The instrument of {clock.name} broke and rests; the run goes on. {said}"
            self._notices.append(NoticeGiven(self._setup.step, text, "warning"))
        else:
            clock.due = time.monotonic() + self._pause(clock)

    def take_notices(self) -> list[NoticeGiven]:
        """Of the instruments that broke since the last call."""
        taken, self._notices = self._notices, []
        return taken

    def _pause(self, clock: "Clock") -> float:
        """Seconds until it is due again.

        Pauses grow with the root of the cost, which for one share of the time makes their sum the
        least: what is cheap is not held up by what is dear.
        """
        roots = sum(math.sqrt(one.cost) for one in self._clocks)
        return max(SECONDS, math.sqrt(clock.cost) * roots / SHARE)

    def read_at_rest(self, seconds: float) -> InstrumentsRead | None:
        """The same while no step waits for it: everything is due."""
        for clock in self._clocks:
            clock.wake()
        return self.read(seconds)

    def forget(self) -> None:
        """The run goes back to a checkpoint: nothing was read."""
        self._curves.clear()
        self._named = -1
        for clock in self._clocks:
            clock.newest = None
            clock.wake()

    def take_curves(self) -> list[Curve]:
        """What was read as series since the last call."""
        taken, self._curves = self._curves, []
        return taken

    def name_classes(self) -> ClassesRead | None:
        """Record how many samples are named right; None where the system names no classes."""
        setup = self._setup
        averaged = setup.average.catch_up()
        if capability(averaged, Classifies) is None:
            return None
        found = name_classes(setup, averaged, self._labelled, self._random("asked"))
        if found is not None and self._named != setup.step:
            if found.counts.any():
                self._record("metric/accuracy", found.accuracy)
            if found.fakes is not None:
                self._record("metric/accuracy_fakes", share_named_right(found.fakes))
            if (spread := self._spreading.accuracy(setup)) is not None:
                self._record("metric/accuracy_propagated", spread)
            self._named = setup.step
        return found

    def name_by_labels_alone(self) -> None:
        """Record what the same critic names right that knows the labelled samples alone."""
        alone = self._labels_alone.learned(self._setup)
        if alone is None:
            return
        found = name_classes(self._setup, alone.system, self._labelled, self._random("asked"))
        if found is not None and found.counts.any():
            self._record("metric/accuracy_alone", found.accuracy, alone.step)

    def _record(self, name: str, value: float, step: int | None = None) -> None:
        at = self._setup.step if step is None else step
        self._curves.append(Curve(name, np.array([at], np.int64), np.array([value])))

    def _weights(self) -> WeightsRead:
        clips = [part for part in getattr(self._setup.preset.system, "constraints", ())
                 if isinstance(part, WeightClip)]  # fmt: skip
        found = {}
        for player, network in self._setup.system.players.items():
            clip = clips[0] if clips and player == PLAYER else None
            limit, affine = (None, True) if clip is None else (clip.limit, clip.affine)
            found[player] = histograms(network, limit, affine=affine)
        limits = {PLAYER: clips[0].limit} if clips else {}
        return WeightsRead(self._setup.step, found, limits)

    def _singular_values(self) -> SpectraRead:
        found = self._spectra.read(self._setup.step, self._setup.system)
        for player, spectra in found.players.items():
            for spectrum in spectra:
                if spectrum.step == found.step:
                    name = f"spectrum/{player}/{spectrum.layer}"
                    self._record(name, float(spectrum.values[0]))
        return found

    def _gradients(self) -> GradientsRead | None:
        found = {}
        for player, (parameters, norms) in self._setup.execution.gradients.items():
            layers = parameters_by_layer(self._setup.system.players[player])
            squares: dict[str, float] = {}
            for parameter, norm in zip(parameters, norms.double().cpu().tolist(), strict=True):
                layer = layers.get(id(parameter), "")
                squares[layer] = squares.get(layer, 0.0) + norm**2
            found[player] = LayerNorms(tuple(squares), np.sqrt(list(squares.values())))
        return GradientsRead(self._setup.step, found) if found else None

    def _slopes(self) -> SlopesRead | None:
        system = self._setup.system
        judges, fake = capability(system, Judges), self._fakes(system)
        if judges is None or fake is None:
            return None
        batch = self._fresh
        places = (batch.real, fake, interpolates(batch.real, fake, self._random("between")))
        found = (_numbers(slopes(system, judges, place, batch.label)) for place in places)
        return SlopesRead(self._setup.step, *found)

    def _pair_distances(self) -> PairDistancesRead | None:
        setup = self._setup
        fake = self._fakes(setup.average.catch_up())
        if fake is None:
            return None
        return compare_pairs(setup.step, self._fresh.real, fake, setup.dataset.spec.is_images)

    @torch.no_grad()
    def _fit(self) -> FitRead | None:
        system = self._setup.system
        captioned = capability(system, Captioned)
        fake = self._fakes(system) if captioned else None
        if captioned is None or fake is None:
            return None
        batch = self._fresh
        if batch.label is None:
            return None
        classes = self._setup.dataset.spec.classes
        other = (batch.label + 1) % len(classes)
        with evaluating(system):
            own, others = (
                captioned.conditions([classes[i] for i in label.tolist()])
                for label in (batch.label, other)
            )
            pairs = ((batch.real, own), (batch.real, others), (fake, own))
            found = [_numbers(captioned.fit(pictures, said)) for pictures, said in pairs]
        return FitRead(self._setup.step, *found)

    @torch.no_grad()
    def _strips(self) -> StripsRead | None:
        setup = self._setup
        averaged = setup.average.catch_up()
        if not setup.dataset.spec.is_images or capability(averaged, Generates) is None:
            return None
        real = self._many
        with evaluating(averaged):
            asked = [
                Asked(averaged, self._random("strips"), real.real, real.label,
                      setup.dataset.spec.classes)
                for _ in STRIPS
            ]  # fmt: skip
            found = [make(one) for make, one in zip(STRIPS, asked, strict=True)]
        return StripsRead(setup.step, tuple(strip for strip in found if strip is not None))

    def _latents(self) -> LatentsRead | None:
        averaged = self._setup.average.catch_up()
        if capability(averaged, Encodes) is None:
            return None
        return self._spaces.latents(averaged, self._placed, self._random("places"))

    def _features(self) -> FeaturesRead | None:
        averaged = self._setup.average.catch_up()
        if capability(averaged, Perceives) is None:
            return None
        random = self._random("places")
        return self._spaces.features(averaged, self._placed, random, self._placed_nodes)

    def _look_into_filters(self) -> FiltersRead | None:
        if not self._setup.dataset.spec.is_images:
            return None
        return self._filters.read(self._setup.average.catch_up(), self._examined)

    def _nodes(self) -> NodesRead | None:
        return name_nodes(self._setup, self._setup.average.catch_up())

    @torch.no_grad()
    def _fakes(self, system: System) -> Tensor | None:
        """As many as there are fresh reals, of the same classes."""
        generates = capability(system, Generates)
        if generates is None:
            return None
        batch = self._fresh
        latents = generates.latents(len(batch.real), self._random("slopes"))
        with evaluating(system):
            return generates.generate(latents, batch.label if generates.classes else None)

    @cached_property
    def _fresh(self) -> Batch:
        spec = self._setup.dataset.spec
        return self._reference(IMAGES if spec.is_images else SAMPLES, "slopes")

    @cached_property
    def _labelled(self) -> Batch:
        spec = self._setup.dataset.spec
        share = sum(spec.known) / spec.size if spec.known and spec.size else 1.0
        return self._reference(math.ceil(COUNT / share), "classes")

    @cached_property
    def _placed(self) -> Batch:
        return self._reference(PLACES, "places")

    @cached_property
    def _examined(self) -> Batch:
        return self._reference(EXAMINED, "filters")

    @cached_property
    def _placed_nodes(self) -> NDArray[np.int64] | None:
        """Which nodes of a graph they are."""
        dataset = self._setup.dataset
        if not isinstance(dataset, Nodes):
            return None
        found: NDArray[np.int64] = (
            dataset.numbers(len(self._placed.real), self._seed("places")).cpu().numpy()
        )
        return found

    @cached_property
    def _many(self) -> Batch:
        spec = self._setup.dataset.spec
        most = max(MOST_NUMBERS // int(np.prod(spec.shape)), 1)
        return self._reference(min(spec.size or NEIGHBOURS, NEIGHBOURS, most), "neighbours")

    def _reference(self, count: int, name: str) -> Batch:
        """Each sample once, where the data are few."""
        size = self._setup.dataset.spec.size
        count = min(count, size or count)
        return self._setup.dataset.reference(count, self._seed(name))

    def _random(self, name: str) -> Random:
        return Random(self._seed(name), self._setup.device)

    def _seed(self, name: str) -> int:
        return derive(self._setup.preset.seed, "instruments", name)


def _numbers(values: Tensor) -> Numbers:
    found: Numbers = values.detach().cpu().numpy().astype(np.float32)
    return found
