"""What truncation trades: measured strength by strength, of the same latents."""

import csv
import io
import math

import pytest
import torch

from ganstudio.core.capabilities import Truncates, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.core.rng import derive
from ganstudio.data.pixels import to_uint8
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model
from ganstudio.engine.truncation_curve import (
    PSIS,
    THRESHOLDS,
    TruncationCurve,
    TruncationPoint,
    truncation_curve,
)
from ganstudio.metrics.spread import within_class_spread
from ganstudio.nn.random import Random
from ganstudio.parts.truncation import strength_at
from tests.tiny import LABELLED, POINTS, STYLED, train

BIGGAN = """\
data: {kind: digits, size: 8}
system:
  system: latent
  conditioning: {kind: projection}
  generator: {kind: biggan, channels: 4, shared: 4}
  critic: {kind: biggan, channels: 4}
schedule: {steps: 2, batch: 4}
"""


def unreported(_: float, __: str) -> None:
    """Nobody looks."""


@torch.no_grad()
def spread(model: TrainedModel, limit: float) -> float:
    """Of samples of the curve's latents without values beyond the limit."""
    latents = model.averaged.latents(320, Random(derive(0, "truncation"), model.device))
    labels = torch.arange(320) % 10
    truncates = capability(model.averaged, Truncates)
    made = truncates.truncated(latents, strength_at(limit), labels)
    return within_class_spread(to_uint8(made), labels.numpy())


@pytest.fixture(scope="module")
def biggan(tmp_path_factory) -> TrainedModel:
    run = train(BIGGAN, tmp_path_factory.mktemp("runs") / "biggan")
    return load_model(RunFolder.open(run))


@pytest.fixture(scope="module")
def styled(tmp_path_factory) -> TrainedModel:
    run = train(STYLED, tmp_path_factory.mktemp("runs") / "styled")
    return load_model(RunFolder.open(run))


def test_the_same_latents_are_truncated_at_every_threshold(biggan) -> None:
    told = []
    curve = truncation_curve(biggan, lambda share, words: told.append((share, words)), 320)
    assert [point.called for point in curve.points] == [math.inf, *THRESHOLDS]
    assert not curve.pulls
    assert (curve.features, curve.samples) == ("digits classifier", 320)
    at = 1 + THRESHOLDS.index(0.5)
    ratio = curve.points[at].spread / curve.points[0].spread
    assert ratio == pytest.approx(spread(biggan, 0.5) / spread(biggan, math.inf))
    assert ratio != 1
    assert all(point.fid is not None and point.fid > 0 for point in curve.points)
    assert all(point.score is not None and point.score >= 1 for point in curve.points)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert (0.0, "without truncation") in told


def test_no_truncation_is_what_the_generator_draws_and_few_samples_have_no_fid(biggan) -> None:
    first = truncation_curve(biggan, unreported, 60).points[0]
    assert first.fid is None
    again = truncation_curve(biggan, unreported, 60).points[0]
    assert first == again
    other = truncation_curve(biggan, unreported, 60, seed=1).points[0]
    assert other.spread != first.spread


def test_styles_are_pulled_towards_their_mean(styled) -> None:
    curve = truncation_curve(styled, unreported, 40)
    assert curve.pulls
    assert [point.called for point in curve.points] == list(PSIS)
    spreads = [point.spread for point in curve.points]
    assert spreads[-1] < spreads[0]


def test_whoever_reports_may_stop_it(biggan) -> None:
    def stop(share: float, _: str) -> None:
        if share > 0.3:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        truncation_curve(biggan, stop, 60)


@pytest.mark.parametrize("text", [LABELLED, POINTS])
def test_a_generator_without_truncation_is_refused(text, tmp_path) -> None:
    model = load_model(RunFolder.open(train(text, tmp_path / "run")))
    with pytest.raises(InputError, match="offers no truncation"):
        truncation_curve(model, unreported, 20)


def test_the_points_are_written_at_full_precision_with_gaps() -> None:
    points = (TruncationPoint(math.inf, None, 1 / 3, 0.1), TruncationPoint(2.0, 4.5, None, 0.5))
    stream = io.StringIO()
    TruncationCurve(False, points, "pixels", 60).write_csv(stream)
    head, *rows = csv.reader(io.StringIO(stream.getvalue()))
    assert head == ["strength", "fid", "inception_score", "spread", "features", "samples"]
    assert rows[0] == ["inf", "", repr(1 / 3), "0.1", "pixels", "60"]
    assert rows[1] == ["2.0", "4.5", "", "0.5", "pixels", "60"]
