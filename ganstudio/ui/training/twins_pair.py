"""Two runs that are trained side by side and steered as one."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganstudio.core.events import Curve, Event, ProgressMade, ScalarsRecorded
from ganstudio.engine.twins import Twins
from ganstudio.ui.bridge import RunSession
from ganstudio.ui.context import StudioContext
from ganstudio.ui.curves import CurveStore
from ganstudio.ui.training.jobs import job_of
from ganstudio.ui.training.open_run import OpenRun
from ganstudio.ui.training.record import Record

LETTERS = ("a", "b")
GAP = "gap"


class JointCurves:
    """The curves of both in one store, as `a/...` and `b/...`, and B less A as `gap/...`."""

    def __init__(self) -> None:
        self.store = CurveStore()
        self._waiting: dict[str, dict[int, float]] = {}
        self._images: dict[str, float] = {}  # a step, by letter

    def set_images(self, letter: str, per_step: float) -> None:
        """Where both see as many images a step, what they recorded can lie over these."""
        self._images[letter] = per_step
        rates = {self._images.get(one) for one in LETTERS}
        self.store.clock.images_per_step = per_step if rates == {per_step} else 0.0

    def add(self, letter: str, curves: Sequence[Curve]) -> None:
        self.store.add(Curve(f"{letter}/{one.name}", one.steps, one.values) for one in curves)
        for curve in curves:
            self._subtract(letter, curve)

    def _subtract(self, letter: str, curve: Curve) -> None:
        """What the other twin has not reached yet waits for it."""
        other = LETTERS[letter == "a"]
        ours = self._waiting.setdefault(f"{letter}/{curve.name}", {})
        theirs = self._waiting.setdefault(f"{other}/{curve.name}", {})
        sign = 1.0 if letter == "b" else -1.0
        steps, values = [], []
        for step, value in zip(curve.steps.tolist(), curve.values.tolist(), strict=True):
            if step in theirs:
                steps.append(step)
                values.append(sign * (value - theirs.pop(step)))
            else:
                ours[step] = value
        if steps:
            gap = np.array(steps, np.int64), np.array(values)
            self.store.append(f"{GAP}/{curve.name}", *gap)


class TwinPair(QObject):
    """Both runs at rest or training; `changed` whenever one of them stands otherwise."""

    changed = Signal()

    def __init__(
        self,
        twins: Twins,
        records: tuple[Record, Record],
        context: StudioContext,
        *,
        is_checked: bool = False,
    ) -> None:
        """Args: is_checked: both were compared at the step where they part, and are equal."""
        super().__init__()
        self.twins = twins
        self.is_checked = is_checked
        self.runs = tuple(OpenRun.of_record(record, self) for record in records)
        self.joint = JointCurves()
        self._context = context
        self.joint.store.clock.extend(*records[0].clock)  # the time of twin A
        for letter, run, record in zip(LETTERS, self.runs, records, strict=True):
            self.joint.add(letter, record.curves)
            self.joint.set_images(letter, float(run.preset.schedule.batch))
            run.is_shown = True
            run.arrived.connect(self._on_arrived)
            run.changed.connect(self.changed)

    @property
    def is_training(self) -> bool:
        return any(run.is_training for run in self.runs)

    @property
    def is_paused(self) -> bool:
        phases = {run.phase for run in self.runs if run.is_training}
        return phases == {"paused"}

    @property
    def is_done(self) -> bool:
        return all(run.is_done for run in self.runs)

    @property
    def step(self) -> int:
        """What both have reached."""
        return min(run.step for run in self.runs)

    def start(self) -> None:
        """Train both from where they are, each on a thread of its own."""
        settings = self._context.settings
        for run in self.runs:
            if not run.is_training and not run.is_done:
                run.ended.connect(self._on_ended)
                session = run.start(job_of(run, settings.device), settings.plots.rate)
                self._context.add_training(session)
        self.changed.emit()

    def pause_or_continue(self) -> None:
        is_paused = self.is_paused
        for session in self._sessions():
            (session.resume if is_paused else session.pause)()

    def step_both(self) -> None:
        for session in self._sessions():
            session.step()

    def stop(self) -> None:
        for session in self._sessions():
            session.stop()

    def shut_down(self, milliseconds: int = 5000) -> bool:
        """Stop both and wait. Gives whether they ended."""
        sessions = self._sessions()
        self.stop()
        ended = [session.wait(milliseconds) for session in sessions]
        return all(ended)

    def _sessions(self) -> list[RunSession]:
        return [run.session for run in self.runs if run.session is not None]

    def _on_arrived(self, events: object) -> None:
        run = self.sender()
        if not isinstance(run, OpenRun) or not isinstance(events, tuple):
            return
        letter = LETTERS[self.runs.index(run)]
        for event in events:
            self._keep(letter, event)

    def _keep(self, letter: str, event: Event) -> None:
        if isinstance(event, ScalarsRecorded):
            self.joint.add(letter, event.curves)
            if letter == LETTERS[0]:
                self.joint.store.clock.add(event.step, event.seconds)
        elif isinstance(event, ProgressMade) and event.step:
            self.joint.set_images(letter, event.seen / event.step)

    def _on_ended(self, run: object) -> None:
        if not isinstance(run, OpenRun):
            return
        run.ended.disconnect(self._on_ended)
        for training in self._context.trainings():
            if training.name == run.name:
                self._context.remove_training(training)
        self._context.runs_changed.emit()
        self.changed.emit()
