"""Worlds of single numbers: densities, the critic along the axis, the figure of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from ganstudio.core.events import LineView, SnapshotTaken, WorldView
from ganstudio.data.worlds import Mixture1D
from ganstudio.engine import snapshots
from ganstudio.engine.line_figure import LineLayers, dashes, line_figure
from ganstudio.engine.line_world import BAND, along, is_line, sigmoid, smoothed
from ganstudio.engine.preset import Preset
from ganstudio.engine.preview import Preview
from ganstudio.engine.setup import Setup
from ganstudio.engine.subjects import SHEET
from ganstudio.engine.world_picture import draw_world

AXIS = np.linspace(-4, 4, 257)
CPU = torch.device("cpu")
SIZE = (496, 264)


def bell(middle: float, sigma: float = 0.5) -> np.ndarray:
    return np.exp(-0.5 * ((AXIS - middle) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))


def world(*, are_logits: bool = True) -> WorldView:
    """Data around 2, fakes around 0, a critic that rises with x and is unsure at 1."""
    numbers = np.random.default_rng(0).normal(size=512).astype(np.float32) / 2
    real, fake = (
        np.stack([numbers + middle, np.full(512, 4 * band)], axis=1).astype(np.float32)
        for middle, band in ((2, BAND), (0, -BAND))
    )
    grid = np.linspace(-4, 4, 56, dtype=np.float32)
    surface = np.repeat(2 * (grid - 1)[None], 56, axis=0)
    latents = np.linspace(-1, 1, 5, dtype=np.float32)
    curves = (one.astype(np.float32) for one in (AXIS, bell(2), bell(0), 2 * (AXIS - 1)))
    line = LineView(*curves, latents, latents / 2, 1, are_logits)
    return WorldView(4.0, real, fake, fake, surface, np.zeros((0, 4), np.float32), line=line)


def taken(preset: dict) -> WorldView:
    checked = Preset.model_validate(preset)
    setup = Setup(checked, CPU)
    preview = Preview(checked, setup.system, setup.dataset, CPU)
    found = preview.take(0, setup.system, setup.average.catch_up()).world
    assert found is not None
    return found


def stroke(figure, ink, dash):
    (found,) = [
        one for one in figure.strokes
        if (one.ink, one.dash, one.is_filled) == (ink, dash, False) and len(one.path) > 3
    ]  # fmt: skip
    return found.path


@pytest.mark.parametrize(("middles", "sigma"), [((1.0,), 0.5), ((-1.0, 1.0), 0.25)])
def test_a_smoothed_density_integrates_to_one_and_keeps_its_modes(middles, sigma):
    random = np.random.default_rng(1)
    samples = random.normal(random.choice(middles, 4096), sigma)
    found = smoothed(samples, AXIS)
    truth = sum(bell(middle, sigma) for middle in middles) / len(middles)
    assert np.trapezoid(found, AXIS) == pytest.approx(1, abs=0.01)
    assert np.abs(found - truth).max() < 0.15 * truth.max()


def test_samples_beside_the_axis_take_their_share_of_the_density_with_them():
    found = smoothed(np.array([0.0, 0.01, 100.0, np.nan]), AXIS)
    assert np.trapezoid(found, AXIS) == pytest.approx(2 / 3, abs=0.01)
    assert not smoothed(np.array([]), AXIS).any()


def test_the_true_density_of_a_mixture_is_that_of_its_shares():
    found = Mixture1D(means=(0.0, 2.0), weights=(3.0, 1.0), sigma=0.5).density(AXIS)
    assert found == pytest.approx(0.75 * bell(0) + 0.25 * bell(2))


def test_a_preview_of_numbers_holds_what_the_figure_needs():
    found = taken({"data": {"kind": "mixture1d"}})
    line = found.line
    assert line is not None
    assert line.are_logits
    assert line.latent_size == 2
    assert len(line.latents) == len(line.images) == SHEET
    assert np.diff(line.latents) == pytest.approx(np.diff(line.latents)[0], abs=1e-4)
    places = np.linspace(-found.extent, found.extent, found.surface.shape[1])
    assert np.interp(places, line.axis, line.critic) == pytest.approx(found.surface[0], abs=1e-3)
    assert np.trapezoid(line.data, line.axis) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("objective", "are_logits"),
    [
        ({"kind": "minimax"}, True),
        ({"kind": "f_divergence", "divergence": "jensen_shannon"}, True),
        ({"kind": "f_divergence", "divergence": "kl"}, False),
        ({"kind": "least_squares"}, False),
        ({"kind": "wasserstein"}, False),
    ],
)
def test_only_scores_that_are_logits_are_shown_as_probabilities(objective, are_logits):
    preset = {"data": {"kind": "mixture1d"}, "system": {"system": "latent", "objective": objective}}
    line = taken(preset).line
    assert line is not None
    assert line.are_logits is are_logits


@pytest.mark.parametrize(
    ("system", "undecided"),
    [
        ({"objective": {"kind": "least_squares", "a": -1, "b": 2}}, 0.5),
        ({"objective": {"kind": "non_saturating"}}, 0),
        ({"objective": {"kind": "wasserstein"}}, np.nan),
        ({"views": [{"kind": "pack"}]}, np.nan),
        ({"system": "unrolled"}, 0),
    ],
)
def test_a_world_tells_the_score_at_which_its_critic_is_undecided(system, undecided, tmp_path):
    found = taken({"data": {"kind": "ring"}, "system": {"system": "latent"} | system})
    assert found.undecided == pytest.approx(undecided, nan_ok=True)
    snapshots.save(tmp_path, SnapshotTaken(3, world=found))
    again = snapshots.load(tmp_path, 3).world
    assert again.undecided == pytest.approx(undecided, nan_ok=True)


def test_points_of_a_plane_have_no_line():
    assert taken({"data": {"kind": "ring"}}).line is None


def test_a_snapshot_keeps_its_line(tmp_path: Path):
    snapshots.save(tmp_path, SnapshotTaken(3, world=world()))
    found = snapshots.load(tmp_path, 3).world
    assert found is not None
    assert found.line is not None
    assert (found.line.latent_size, found.line.are_logits) == (1, True)
    assert (found.line.data == world().line.data).all()
    assert found.line.images == pytest.approx(world().line.images)


def test_an_older_snapshot_shows_what_it_has(tmp_path: Path):
    snapshots.save(tmp_path, SnapshotTaken(3, world=replace(world(), line=None)))
    found = snapshots.load(tmp_path, 3).world
    assert found is not None
    assert is_line(found)
    curves = along(found)
    assert not curves.is_true
    assert not curves.are_logits
    assert np.abs(curves.data - bell(2)).max() < 0.12
    assert np.interp(1.0, curves.axis, curves.critic) == pytest.approx(0, abs=1e-5)
    assert draw_world(found, SIZE).shape == (264, 496, 3)


def test_a_plane_with_a_critic_of_x_alone_is_no_line():
    flat = replace(world(), line=None)
    spread = np.random.default_rng(0).normal(size=(512, 2)).astype(np.float32)
    assert not is_line(replace(flat, real=spread))


def test_the_best_critic_is_p_over_p_plus_q_and_a_half_where_nothing_lies():
    curves = along(world())
    at = {x: float(np.interp(x, AXIS, curves.best())) for x in (0.0, 1.0, 2.0, -4.0)}
    assert at[1.0] == pytest.approx(0.5, abs=1e-3)
    assert at[0.0] < 0.02
    assert at[2.0] > 0.98
    assert at[-4.0] == pytest.approx(0.5, abs=1e-3)


def test_curves_stand_where_their_values_are():
    figure = line_figure(world(), SIZE, LineLayers(best=True))
    room = figure.room
    data = next(one for one in figure.strokes if one.ink == "real").path
    assert room.number(data[data[:, 1].argmin(), 0]) == pytest.approx(2, abs=0.05)
    critic = stroke(figure, "critic", "dashed")
    height = np.interp(room.across(np.array(1.0)), critic[:, 0], critic[:, 1])
    assert height == pytest.approx((room.top + room.floor) / 2, abs=1.5)
    best = stroke(figure, "critic", "dotted")
    assert np.interp(room.across(np.array(2.0)), best[:, 0], best[:, 1]) < room.top + 5


def test_raw_scores_have_an_axis_of_their_own():
    figure = line_figure(world(are_logits=False), SIZE)
    room = figure.room
    ends = [words.text for words in figure.words if words.ink == "critic"]
    assert ends != ["0", "0.5", "1"]
    critic = stroke(figure, "critic", "dashed")
    assert critic[:, 1].min() == pytest.approx(room.top, abs=1)
    assert critic[:, 1].max() == pytest.approx(room.floor, abs=1)


def test_arrows_lead_from_z_to_what_is_made_of_it():
    figure = line_figure(world(), SIZE)
    room = figure.room
    arrows = [one.path for one in figure.strokes if one.ink == "generator" and len(one.path) == 2]
    seen = [path for path in arrows if path[0, 1] == room.source]
    assert [room.number(path[1, 0]) for path in seen] == pytest.approx([-0.5, -0.25, 0, 0.25, 0.5])
    assert all(path[1, 1] == room.axis for path in seen)
    without = line_figure(world(), SIZE, LineLayers(mapping=False))
    assert without.room.floor > room.floor


def test_a_larger_latent_says_along_what_the_arrows_go():
    line = replace(world().line, latent_size=254)
    words = [one.text for one in line_figure(replace(world(), line=line), SIZE).words]
    assert any("z₁ of 254" in text for text in words)
    assert not any("z₁" in one.text for one in line_figure(world(), SIZE).words)


def test_the_view_of_a_run_stays_where_fakes_go():
    wandered = replace(world(), fake=world().fake * 10)
    assert line_figure(wandered, SIZE).room == line_figure(world(), SIZE).room


def test_pictures_show_the_curves_in_their_colours():
    picture = draw_world(world(), SIZE).astype(int)
    orange = (picture[..., 0] - picture[..., 2] > 100).any(axis=0)
    blue = (picture[..., 2] - picture[..., 0] > 100).any(axis=0)
    assert orange.sum() > 100
    assert blue.sum() > 100
    assert (draw_world(world(), (84, 56)) > 150).any()


def test_what_is_not_finite_is_left_out():
    line = replace(world().line, critic=np.full(257, np.nan, np.float32))
    assert draw_world(replace(world(), line=line), SIZE).shape == (264, 496, 3)


def test_dashes_lie_on_their_line():
    figure = line_figure(world(), SIZE)
    dashed = next(one for one in figure.strokes if one.dash == "dashed" and len(one.path) > 3)
    pieces = list(dashes(dashed))
    drawn = sum(float(np.hypot(*np.diff(piece, axis=0).T).sum()) for piece in pieces)
    whole = float(np.hypot(*np.diff(dashed.path, axis=0).T).sum())
    assert len(pieces) > 10
    assert drawn / whole == pytest.approx(6 / 9.5, abs=0.05)


def test_probabilities_of_scores_are_their_sigmoids():
    assert sigmoid(np.array([0.0, np.log(3)])) == pytest.approx([0.5, 0.75])
    assert np.isfinite(sigmoid(np.array([-1e6, 1e6]))).all()
