"""vid2vid beside its frame-wise twin, Wang et al. 2018, arXiv:1808.06601, section 4."""

from typing import NamedTuple

import torch

from ganstudio.core.capabilities import PlaysFrames, capability
from ganstudio.data.batches import Batch
from ganstudio.data.source import Share, unreported
from ganstudio.data.traffic import Traffic
from ganstudio.engine.playback import films_of
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.films import Films, flicker, occlusion

UNSEEN_PLACE, FILMS = 1, 64
MOST_FLICKER, LEAST_GAIN = 0.5, 0.3


class Steadiness(NamedTuple):
    """Flicker of two painters' films and of the real ones, over the same frames."""

    ours: float
    twin: float
    real: float


def run(seed: int, report: Report) -> Outcome:
    """Films of scenes that were never shown, by the game and by its twin without memory."""
    chosen = shipped("vid2vid-traffic", seed)
    setup, seconds = trained(chosen, report)
    twin, more = trained(chosen.edited("system.past", 0), report)
    batch = _unseen(setup)
    ours, theirs = (_films(one, batch) for one in (setup, twin))
    first = ours.past + 1  # both frames are painted, by either
    found = Steadiness(
        *(flicker(film, ours.flow, ours.is_new, first) for film in (ours.made, theirs.made,
                                                                   ours.real))
    )  # fmt: skip
    share = found.ours / found.twin
    new = occlusion(ours)
    gain = new.overlap - new.chance
    distance, theirs_off = (
        float((films.made[:, first:] - films.real[:, first:]).abs().mean())
        for films in (ours, theirs)
    )
    words = (
        f"flicker {found.ours:.4f}, of the twin {found.twin:.4f} ({100 * share:.0f} %), of real "
        f"films {found.real:.4f}; what is new: IoU {new.overlap:.3f}, by chance {new.chance:.3f}; "
        f"L1 to the real frames {distance:.3f}, of the twin {theirs_off:.3f}"
    )
    report(f"vid2vid-traffic, seed {seed}: {words}, {seconds + more:.0f} s")
    is_met = share <= MOST_FLICKER and gain >= LEAST_GAIN
    return Outcome(share, is_met, words, seconds + more)


def _unseen(setup: Setup) -> Batch:
    data = setup.preset.data
    assert isinstance(data, Traffic)  # as the preset says
    unseen = data.model_copy(update={"place": UNSEEN_PLACE, "count": FILMS})
    return unseen.open(0, CPU, Share(), unreported).reference(FILMS, 0)


@torch.no_grad()
def _films(setup: Setup, batch: Batch) -> Films:
    averaged = setup.average.catch_up()
    plays = capability(averaged, PlaysFrames)
    assert plays is not None
    return films_of(averaged, plays, batch)


EXPERIMENT = Experiment(
    "vid2vid-traffic",
    "preferred to frame-by-frame pix2pixHD by 87 % of people (Wang 2018, Table 2)",
    "flicker as a share of the frame-wise twin's",
    f"≤ {MOST_FLICKER:g}; IoU of what is new ≥ {LEAST_GAIN:g} above chance",
    run,
)
