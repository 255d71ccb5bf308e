"""Looks after a run: takes its vital signs at kept snapshots and tells what is doubtful."""

import statistics
import time
from collections.abc import Sequence

from ganstudio.core.events import (
    DiagnosisMade,
    Event,
    HealthChecked,
    NoticeGiven,
    RunFailed,
    ScalarsRecorded,
    SnapshotTaken,
)
from ganstudio.engine.diagnosis.examination import Examination
from ganstudio.engine.diagnosis.remedies import first_possible
from ganstudio.engine.diagnosis.rules import NOT_A_NUMBER, RULES, Fine, Found, Rule, Verdict
from ganstudio.engine.diagnosis.vitals import Case, Vitals
from ganstudio.engine.listener import Emit
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import Setup
from ganstudio.parts.constraints import SpectralNorm, WeightClip
from ganstudio.parts.findings import Facts
from ganstudio.parts.objectives import FDivergence, Wasserstein
from ganstudio.parts.penalties import GradientPenalty

SHARE = 0.02  # of the time that examinations may take
PAUSE = 1.0  # seconds between two of them, so that findings do not flood whoever watches
KEPT = 400  # vital signs that are looked back on
NORM = "/gradient_norm"
RETOLD = 20  # parts of the run: how often a lasting finding is told again
LOW, HIGH = 0.25, 3.0  # slopes of a 1-Lipschitz critic, as shares of its target


class Diagnostician:
    """Passes every event on; adds findings behind the snapshots that they were made at."""

    def __init__(self, setup: Setup, emit: Emit, share: float = SHARE) -> None:
        """Args: share: of the time that examinations may take; 1 looks at every snapshot."""
        self._setup = setup
        self._emit = emit
        self._share = share
        self._examination = Examination(setup)
        self._history: list[Vitals] = []
        self._norms: dict[str, list[float]] = {}
        self._told: dict[str, int] = {}
        self._due = 0.0
        self._is_broken = False

    @property
    def history(self) -> Sequence[Vitals]:
        return tuple(self._history)

    def receive(self, event: Event) -> None:
        if isinstance(event, RunFailed) and not event.details:  # errors have a traceback
            self._tell_failure(event)
        self._emit(event)
        if isinstance(event, ScalarsRecorded):
            self._keep_norms(event)
        elif isinstance(event, SnapshotTaken) and event.kept:
            self._look_at_run()

    def forget(self, step: int) -> None:
        """The run goes back to a checkpoint."""
        self._history = [signs for signs in self._history if signs.step <= step]
        self._norms.clear()
        self._told.clear()

    def _keep_norms(self, event: ScalarsRecorded) -> None:
        for curve in event.curves:
            if curve.name.endswith(NORM):
                values = self._norms.setdefault(curve.name.removesuffix(NORM), [])
                values.extend(curve.values.tolist())

    def _look_at_run(self) -> None:
        """Of what breaks is told once; then it rests, and training does not notice."""
        began = time.monotonic()
        if self._is_broken or not self._setup.group.is_main or not self._norms:
            return
        if began < self._due and self._setup.step < self._setup.preset.schedule.steps:
            return
        try:
            self._examine()
        except Exception as error:  # noqa: BLE001 - whatever breaks, it is but a diagnosis
            self._is_broken = True
            text = (
                f"The diagnosis broke and rests; the run goes on. {type(error).__name__}: {error}"
            )
            self._emit(NoticeGiven(self._setup.step, text, "warning"))
        now = time.monotonic()
        if self._share < 1:
            self._due = now + max((now - began) * (1 / self._share - 1), PAUSE)

    def _examine(self) -> None:
        norms = {player: statistics.median(values) for player, values in self._norms.items()}
        self._norms.clear()
        self._history.append(self._examination.take(norms))
        if len(self._history) > KEPT:  # thinned, so that the beginning is not forgotten
            del self._history[1 : KEPT // 2 : 2]
        case = case_of(self._setup.preset)
        verdicts = [(rule, rule.judge(case, self._history)) for rule in RULES]
        self._tell(verdicts)

    def _tell(self, verdicts: Sequence[tuple[Rule, Verdict]]) -> None:
        step, passed, present = self._setup.step, [], []
        for rule, verdict in verdicts:
            if isinstance(verdict, Fine):
                passed.append(verdict.words)
            elif isinstance(verdict, Found):
                present.append(rule.key)
                self._tell_finding(rule, verdict)
        self._told = {key: told for key, told in self._told.items() if key in present}
        self._emit(HealthChecked(step, tuple(passed), tuple(present)))

    def _tell_finding(self, rule: Rule, found: Found) -> None:
        """What lasts is told again now and then, with its newest reading."""
        step, pause = self._setup.step, self._setup.preset.schedule.steps / RETOLD
        if rule.key not in self._told or step - self._told[rule.key] >= pause:
            is_new = rule.key not in self._told
            self._told[rule.key] = step
            self._emit(finding(step, rule, found, self._setup.preset, is_new=is_new))

    def _tell_failure(self, event: RunFailed) -> None:
        layer = f" in layer {event.layer}" if event.layer else ""
        term = f"the {event.term.replace('_', ' ')} term" if event.term else "a gradient"
        known = self._setup.system.players
        place = next((name for name in known if name in event.message), next(iter(known)))
        sentence = f"At step {event.step:,} {term}{layer} was no number any more."
        found = Found(sentence, f"{event.step:,}", "", event.step, place)
        self._emit(finding(event.step, NOT_A_NUMBER, found, self._setup.preset))


def case_of(preset: Preset) -> Case:
    """The facts that verdicts depend on."""
    facts = preset.system.facts(preset.data.spec(), preset.schedule.batch)
    objective = facts.objective
    is_distance = isinstance(objective, Wasserstein | FDivergence)
    is_clipped = facts.uses(WeightClip)
    return Case(preset.schedule.steps, is_distance, _slopes(facts), is_clipped)


def _slopes(facts: Facts) -> tuple[float, float] | None:
    for part in facts.penalties:
        if isinstance(part, GradientPenalty):
            low = 0.0 if part.one_sided else LOW * part.target
            return low, max(HIGH * part.target, 1.0)
    is_bare = isinstance(facts.objective, Wasserstein) and not facts.uses(WeightClip)
    return (0.0, HIGH) if is_bare or facts.uses(SpectralNorm) else None


def finding(
    step: int, rule: Rule, found: Found, preset: Preset, *, is_new: bool = True
) -> DiagnosisMade:
    """A verdict as it is told and kept, with a remedy that this preset takes."""
    remedy = first_possible(preset, rule.remedies(found))
    return DiagnosisMade(
        step,
        rule.title,
        found.sentence,
        remedy.words if remedy else "",
        key=rule.key,
        reading=found.reading,
        expected=found.expected,
        since=found.since,
        consequence=rule.consequence,
        theory=rule.theory,
        path=remedy.path if remedy else "",
        value=remedy.value if remedy else None,
        is_new=is_new,
    )
