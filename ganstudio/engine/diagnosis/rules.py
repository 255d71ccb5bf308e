"""What can be wrong with a run: each rule reads the vital signs and knows what it would mean."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from ganstudio.engine.diagnosis import remedies
from ganstudio.engine.diagnosis.remedies import Remedies
from ganstudio.engine.diagnosis.vitals import Case, History, Vitals, lasting

CROWDED = 0.45  # of the way from one mode to all: from here on fakes miss modes
NARROW = 0.3  # of the data's spread
SURE = 0.98  # of pairs that the critic ranks right
FADED, SILENT = 5e-3, 1e-4  # of the largest gradient so far; of any
EXPLODED = 100.0  # times the run's first gradients
LARGE, HUGE = 10.0, 1000.0  # norms from which on that counts, and from which any does
WANDERING, RETURNING = 0.2, 0.35  # data's spread a snapshot; net way over the whole way
LAPS = 8  # snapshots over which it is looked for
COPIED = 0.35  # of the usual distance between real samples
NEARER = 0.95  # of the distance to real samples a few signs before: fakes that learn come so near
FAR = 2.0  # times that usual distance: where fakes of a critic that is too strong stay
DYING = 0.9  # of a layer's units
BURSTING, TENTH = 2.0, 0.1  # times a layer's singular value so much of the run before


@dataclass(frozen=True, slots=True)
class Found:
    """Evidence: a sentence with its reading, what it should be, and since which step."""

    sentence: str
    reading: str
    expected: str
    since: int
    place: str = ""  # the player it happens to


@dataclass(frozen=True, slots=True)
class Fine:
    """Nothing is wrong here, in words."""

    words: str


Verdict = Found | Fine | None
"""None: it cannot be told, or not yet."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be wrong, how it is seen, what follows from it, why it happens, what to try."""

    key: str
    title: str
    judge: Callable[[Case, History], Verdict]
    consequence: str
    theory: str
    remedies: Callable[[Found], Remedies]


def collapse(case: Case, history: History) -> Verdict:
    row = lasting(_later(case, history, 0.1), _is_crowded)
    if not _is_lasting(case, row) or _comes_nearer(history):
        newest = history[-1] if history else None
        if newest is None or newest.spread is None or _is_crowded(newest):
            return None
        return Fine("No collapse, fakes are as varied as the data")
    last = row[-1]
    if last.modes and last.occupied is not None:
        reading = f"{last.occupied:.1f} of {last.modes}"
        asked = f"more than {_crowd(last.modes):.1f} of {last.modes}"
        return Found(f"Fakes lie around {reading} modes.", reading, asked, row[0].step)
    assert last.spread is not None  # or it were not crowded
    reading = _percent(last.spread)
    sentence = f"Fakes are {reading} as far apart as real samples."
    return Found(sentence, reading, f"more than {_percent(NARROW)}", row[0].step)


def strong_critic(case: Case, history: History) -> Verdict:
    if case.is_distance:
        return None
    row = lasting(_later(case, history, 0.1), lambda v: v.rank is not None and v.rank >= SURE)
    rank = history[-1].rank if history else None
    if rank is None:
        return None
    reading = _percent(rank, 1)
    if _is_lasting(case, row, least=4) and not _learns_all_the_same(history):
        sentence = f"The critic puts a real sample above a fake one {reading} of the time."
        return Found(sentence, reading, f"less than {_percent(SURE)}", row[0].step, "critic")
    if rank >= SURE:
        return None
    return Fine(f"Players balanced, critic right on {_percent(rank)}")


def faded_gradient(case: Case, history: History) -> Verdict:
    if not history or "generator" not in history[-1].norms:
        return None
    most = max(v.norms.get("generator", 0.0) for v in history)

    def is_faded(signs: Vitals) -> bool:
        norm = signs.norms.get("generator", 1.0)
        is_far = signs.rank is not None and (signs.rank >= 0.9 or case.is_distance)
        return norm <= SILENT or (norm <= FADED * most and is_far)

    row = lasting(history, is_faded)
    norm = history[-1].norms["generator"]
    if _is_lasting(case, row):
        asked = f"more than {max(SILENT, FADED * most):.1g}"
        sentence = f"The generator's gradient norm is {norm:.1g}."
        return Found(sentence, f"{norm:.1g}", asked, row[0].step, "generator")
    return None if is_faded(history[-1]) else Fine("Generator's gradient alive")


def exploded_gradient(_: Case, history: History) -> Verdict:
    if len(history) < 5:
        return None
    first = {
        player: float(np.median([v.norms.get(player, np.nan) for v in history[:3]]))
        for player in history[-1].norms
    }
    for player, usual in first.items():
        bound = min(max(EXPLODED * usual, LARGE), HUGE)
        row = lasting(history, partial(_is_above, player, bound))
        if len(row) >= 2:
            norm = row[-1].norms[player]
            reading = f"{norm:,.0f}"
            sentence = f"The {player}'s gradient norm is {reading}."
            return Found(sentence, reading, f"less than {bound:,.0f}", row[0].step, player)
    return Fine("No gradient explodes")


def exploded_weights(case: Case, history: History) -> Verdict:
    """Weights grow all the time; what they never do in a run that learns is to race away."""
    newest = history[-1].stretch if history else {}
    was = _a_tenth_before(case, history)
    for player, layers in newest.items():
        for layer in layers:
            row = lasting(history, partial(_is_bursting, was, player, layer))
            if _is_lasting(case, row):
                reading = f"{_growth(was, player, layer, row[-1]):.1f} times"
                asked = f"less than {BURSTING:g} times"
                sentence = (
                    f"In layer {layer} of the {player} the largest singular value is "
                    f"{layers[layer]:,.3g}, {reading} what it was a tenth of the run before."
                )
                return Found(sentence, reading, asked, row[0].step, player)
    return Fine("Weights do not race away") if newest and history[-1].step in was else None


def wrong_slope(case: Case, history: History) -> Verdict:
    if case.slopes is None or not history or history[-1].slope is None:
        return None
    low, high = case.slopes
    row = lasting(
        _later(case, history, 0.25), lambda v: v.slope is not None and not low <= v.slope <= high
    )
    slope = history[-1].slope
    if _is_lasting(case, row, least=4):
        reading = f"{slope:,.0f}" if slope >= 100 else f"{slope:.2g}"
        sentence = f"The critic's gradient norm between reals and fakes is {reading}."
        asked = f"between {low:g} and {high:g}" if low else f"less than {high:g}"
        return Found(sentence, reading, asked, row[0].step, "critic")
    return Fine(f"Critic near 1-Lipschitz, slope {slope:.2f}") if low <= slope <= high else None


def oscillation(case: Case, history: History) -> Verdict:
    """Fakes that travel far between snapshots and yet get nowhere."""
    late = [v for v in _later(case, history, 0.1) if v.centre is not None]
    if len(late) < LAPS:
        return None
    swings = [_swing(late[end - LAPS : end]) for end in range(LAPS, len(late) + 1)]
    if not _swings(swings[-1]) or _comes_nearer(history):
        return Fine("No oscillation")
    still = [place for place, swing in enumerate(swings) if not _swings(swing)]
    since = _first_far(late[still[-1] + 1 if still else 0 :])
    reading = f"{swings[-1][0]:.2f}"
    sentence = f"From snapshot to snapshot the fakes move {reading} times the data's spread."
    return Found(sentence, reading, f"less than {WANDERING:g}, or in one direction", since)


def memorisation(case: Case, history: History) -> Verdict:
    row = lasting(
        _later(case, history, 0.05), lambda v: v.copied is not None and v.copied <= COPIED
    )
    copied = history[-1].copied if history else None
    if copied is None:
        return None
    if _is_lasting(case, row):
        sentence = f"Fakes lie {copied:.2f} times as near to training samples as those to another."
        return Found(sentence, f"{copied:.2f}", f"more than {COPIED:g}", row[0].step)
    return None if copied <= COPIED else Fine("No copied training sample")


def dead_units(case: Case, history: History) -> Verdict:
    if not history or not history[-1].dead:
        return None
    for player, dead in history[-1].dead.items():
        row = lasting(history, partial(_is_dying, player))
        if _is_lasting(case, row):
            reading = _percent(dead.share)
            sentence = (
                f"In layer {dead.layer} of the {player}, {reading} of the units are always 0."
            )
            return Found(sentence, reading, f"less than {_percent(DYING)}", row[0].step, player)
    return Fine("Units alive")


def _percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"


def _crowd(modes: int) -> float:
    return 1 + CROWDED * (modes - 1)


def _is_crowded(signs: Vitals) -> bool:
    is_narrow = signs.spread is not None and signs.spread <= NARROW
    return is_narrow or (signs.occupied is not None and signs.occupied <= _crowd(signs.modes))


def _learns_all_the_same(history: History) -> bool:
    """A critic can nearly always tell pictures apart; where fakes are near, it has taught them."""
    copied = history[-1].copied
    return copied is not None and (copied <= FAR or _comes_nearer(history))


def _comes_nearer(history: History) -> bool:
    """Fakes come nearer to data that end: whatever else is seen of them, they learn."""
    before, now = history[-LAPS:][0].copied, history[-1].copied
    return before is not None and now is not None and now <= NEARER * before


def _is_above(player: str, bound: float, signs: Vitals) -> bool:
    return signs.norms.get(player, 0.0) >= bound


def _a_tenth_before(case: Case, history: History) -> dict[int, Vitals]:
    """By step, the signs of so much of the run before, once the run's beginning is over."""
    found, steps = dict[int, Vitals](), [signs.step for signs in history]
    for signs in _later(case, history, 0.25):
        place = bisect_right(steps, signs.step - TENTH * case.total)
        if place:
            found[signs.step] = history[place - 1]
    return found


def _growth(was: Mapping[int, Vitals], player: str, layer: str, signs: Vitals) -> float:
    """Of a layer's largest singular value, as a factor; 1 where it cannot be told."""
    before = was[signs.step].stretch.get(player, {}) if signs.step in was else {}
    return signs.stretch[player][layer] / before[layer] if before.get(layer) else 1.0


def _is_bursting(was: Mapping[int, Vitals], player: str, layer: str, signs: Vitals) -> bool:
    is_known = layer in signs.stretch.get(player, {})
    return is_known and _growth(was, player, layer, signs) >= BURSTING


def _is_dying(player: str, signs: Vitals) -> bool:
    return player in signs.dead and signs.dead[player].share >= DYING


def _swing(row: History) -> tuple[float, float]:
    """Mean way from one snapshot to the next, and the net way over the whole one."""
    places = np.array([signs.centre for signs in row])
    ways = np.linalg.norm(np.diff(places, axis=0), axis=1)
    net = float(np.linalg.norm(places[-1] - places[0]))
    return float(ways.mean()), net / max(float(ways.sum()), 1e-12)


def _first_far(row: History) -> int:
    """The first step that fakes came to from far."""
    places = np.array([signs.centre for signs in row])
    ways = np.linalg.norm(np.diff(places, axis=0), axis=1)
    return row[int(np.argmax(ways >= WANDERING / 2)) + 1].step


def _swings(swing: tuple[float, float]) -> bool:
    return swing[0] >= WANDERING and swing[1] <= RETURNING


def _later(case: Case, history: History, share: float) -> History:
    """Without the beginning, when anything goes."""
    return [signs for signs in history if signs.step >= share * case.total]


def _is_lasting(case: Case, row: History, least: int = 3) -> bool:
    """A few signs in a row that span a twentieth of the run."""
    return len(row) >= least and row[-1].step - row[0].step >= 0.05 * case.total


def _always(chosen: Remedies) -> Callable[[Found], Remedies]:
    return lambda _: chosen


def _of_player(make: Callable[[str], Remedies]) -> Callable[[Found], Remedies]:
    return lambda found: make(found.place)


RULES: tuple[Rule, ...] = (
    Rule(
        "collapse", "Mode collapse", collapse,
        "Whole parts of the data are never generated, however good each fake looks.",
        "The generator answers the critic of this moment, and its best answer is a single point"
        " that this critic likes; the critic then follows, and the game never asks for variety"
        " (Goodfellow 2016, sec. 5.1.1; Metz 2017).",
        _always(remedies.calm_critic),
    ),
    Rule(
        "strong critic", "Critic too strong", strong_critic,
        "What it tells the generator is nearly the same everywhere, so learning slows down.",
        "Where data and fakes do not overlap a critic can be right on all of them. JSD is then"
        " log 2 wherever the fakes lie, so its slope is 0 (Arjovsky & Bottou 2017, sec. 2).",
        _always(remedies.calm_critic),
    ),
    Rule(
        "faded gradient", "Vanishing generator gradient", faded_gradient,
        "The generator stands still although its fakes are told apart or lie far from the data.",
        "The slope of log(1 - D) in the critic's logit is -D: it dies where the critic is sure of"
        " a fake, while -log D keeps a slope of -1 there (Goodfellow 2014, sec. 3). Clipped weights"
        " shrink the gradient in every layer (Gulrajani 2017, Fig. 1b).",
        _always(remedies.revive_gradient),
    ),
    Rule(
        "exploded gradient", "Exploding gradient", exploded_gradient,
        "Updates overshoot, and the run is about to become not-a-number.",
        "The optimal value of a difference of means has no bound unless the critic's slope has one:"
        " without it the scores and their gradients grow for ever (Arjovsky 2017, sec. 3).",
        _always(remedies.bound_gradient),
    ),
    Rule(
        "exploded weights", "Exploding weights", exploded_weights,
        "Samples are about to collapse: go back to a checkpoint from before.",
        "In BigGAN's runs the largest singular value of some of the generator's layers grows"
        " throughout and explodes as samples collapse; to bound it does not prevent that, a"
        " stronger penalty on the critic does at some cost in quality (Brock 2018, sec. 4).",
        _of_player(remedies.steady),
    ),
    Rule(
        "slope", "Critic not 1-Lipschitz", wrong_slope,
        "Its estimate is no Wasserstein distance, and a multiple of it changes with every step.",
        "By Kantorovich-Rubinstein W₁ is the largest difference of means over 1-Lipschitz"
        " functions, and between paired points the best one has slope 1 (Gulrajani 2017, prop. 1).",
        _always(remedies.hold_slope),
    ),
    Rule(
        "oscillation", "Oscillation", oscillation,
        "The players chase each other, so the newest fakes are no better than earlier ones.",
        "Simultaneous descent on a zero-sum game turns round its equilibrium and need not reach it,"
        " as in the Dirac-GAN; a penalty that is zero-centred at real data adds the pull inwards"
        " (Mescheder 2018, theorem 4.1).",
        _always(remedies.against_chasing),
    ),
    Rule(
        "memorisation", "Memorisation", memorisation,
        "Fakes repeat the training data: a score of their quality says nothing of new samples.",
        "The game's optimum on finitely many samples is their copy, p_g equal to the empirical"
        " distribution; with few data the critic learns them by heart and leads the generator"
        " there (Zhao 2020, arXiv:2006.10738).",
        _always(remedies.augment),
    ),
    Rule(
        "dead units", "Dead units", dead_units,
        "The layer computes with what is left, and no gradient brings the others back.",
        "A rectifier has slope 0 below zero: a unit that an overlong update pushed there for all"
        " samples has gradient 0 for good; a leaky one keeps a slope (Radford 2015, sec. 3).",
        _of_player(remedies.leaky),
    ),
)  # fmt: skip

NOT_A_NUMBER = Rule(
    "not a number", "Not a number", lambda *_: None,
    "The update was withheld and the run ended: nothing after this step can be trusted.",
    "One infinite loss or gradient reaches every weight with the next update. It usually begins"
    " with steps that are too long, or with a logarithm or quotient near 0.",
    _of_player(partial(remedies.slower, by=10.0)),
)  # fmt: skip
