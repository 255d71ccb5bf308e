"""Looks at a run while it trains: snapshots, live previews, measurements."""

import time

import numpy as np

from ganstudio.core.events import Curve, InstrumentsRead, ModesCounted
from ganstudio.core.rng import derive
from ganstudio.engine.evaluate import Evaluator
from ganstudio.engine.instruments import Instruments
from ganstudio.engine.limiter import join_curves
from ganstudio.engine.listener import Emit
from ganstudio.engine.preview import Preview
from ganstudio.engine.publication import Publication
from ganstudio.engine.setup import Setup

LIVE_SECONDS = 0.4
LIVE_SHARE = 0.01  # of the time that previews between snapshots may take
REST_SECONDS = 0.3  # that instruments may take before a run rests


class Observer:
    """Emits what is seen; decides when to look so that training is not slowed."""

    def __init__(self, setup: Setup, emit: Emit, publication: Publication | None = None) -> None:
        self._setup = setup
        self._emit = emit
        self._publication = publication if setup.group.is_main else None
        self._preview = Preview(setup.preset, setup.average.shadow, setup.dataset, setup.device)
        self._evaluator = Evaluator(setup.preset, setup.dataset, setup.device)
        self._instruments = Instruments(setup)
        self._curves: list[Curve] = []
        self._next_live = 0.0
        self._snapped = self._measured = -1

    def is_due(self) -> bool:
        """Whether something is to be looked at after this step."""
        return self._is_snapshot_due() or self._is_measure_due() or self._is_live_due()

    def look(self) -> None:
        """Called after a step for which something is due and whose numbers are finite."""
        if self._is_snapshot_due():
            self.snapshot()
        elif self._is_live_due():
            self._live()
        if self._is_measure_due():
            self.measure()

    def _is_snapshot_due(self) -> bool:
        return falls_on(self._setup.step, self._setup.preset.schedule.snapshot_every)

    def _is_measure_due(self) -> bool:
        return falls_on(self._setup.step, self._setup.preset.schedule.evaluate_every)

    def _is_live_due(self) -> bool:
        return self._publication is not None and time.monotonic() >= self._next_live

    def forget(self) -> None:
        """Drop what was not reported yet: the run goes back to a checkpoint."""
        self._curves.clear()
        self._instruments.forget()
        self._snapped = self._measured = -1

    def finish(self, is_done: bool) -> None:
        """The last snapshot and readings, and of a run that is done the last measurement."""
        if self._snapped != self._setup.step:
            self.snapshot()
        if self._publication is not None:
            self._tell(self._instruments.read_at_rest(REST_SECONDS))
        if is_done and self._measured != self._setup.step:
            self.measure()

    def rest(self) -> None:
        """Show how things stand before the run rests."""
        self.snapshot(kept=False)
        if self._publication is not None:
            self._tell(self._instruments.read_at_rest(REST_SECONDS))

    def snapshot(self, kept: bool = True) -> None:
        setup = self._setup
        if not setup.group.is_main:
            return
        averaged = setup.average.catch_up()
        self._emit(self._preview.take(setup.step, setup.system, averaged, kept))
        self._scores()
        if kept:
            self._snapped = setup.step
            if self._publication is not None:
                self._publication.publish(setup)
                self._tell(self._instruments.read_nodes())

    def _tell(self, read: InstrumentsRead | None) -> None:
        for notice in self._instruments.take_notices():
            self._emit(notice)
        if read is not None:
            self._emit(read)

    def measure(self) -> None:
        """Metrics of now, recorded as scalars with the next report."""
        setup = self._setup
        if not setup.group.is_main:
            return
        averaged = setup.average.catch_up()
        evaluation = self._evaluator.measure(setup.step, setup.system, averaged)
        steps = np.array([setup.step], np.int64)
        for name, value in evaluation.readings.items():
            self._curves.append(Curve(name, steps, np.array([value])))
        if evaluation.coverage is not None:
            counts = tuple(map(int, evaluation.coverage.counts))
            self._emit(ModesCounted(setup.step, counts, evaluation.samples))
        self._instruments.name_classes()
        self._instruments.name_by_labels_alone()
        self._measured = setup.step

    def take_curves(self) -> tuple[Curve, ...]:
        """Measurements since the last call, one curve a name."""
        taken, self._curves = self._curves, []
        return join_curves([*taken, *self._instruments.take_curves()])

    def _live(self) -> None:
        began = time.monotonic()
        self.snapshot(kept=False)
        self._tell(self._instruments.read(time.monotonic() - began))
        cost = time.monotonic() - began
        self._next_live = time.monotonic() + max(LIVE_SECONDS, cost / LIVE_SHARE)

    def _scores(self) -> None:
        setup = self._setup
        batch = setup.dataset.reference(256, derive(setup.preset.seed, "scores"))
        scores = self._preview.scores(setup.step, setup.system, batch)
        if scores is not None:
            self._emit(scores)


def falls_on(step: int, every: int) -> bool:
    """Whether what comes every so many steps, 0 for never, comes at this one."""
    return every > 0 and step % every == 0
