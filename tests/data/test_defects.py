"""Defects: surfaces, masks, and the same surface without its defect."""

import numpy as np
import pytest
import torch

from ganstudio.core.errors import Cancelled, DataError
from ganstudio.data.defect_drawing import CRACK, DEFECTS, NORMAL, SCRATCH, SPOT, draw
from ganstudio.data.defects import REGIONS, Defects, planted
from ganstudio.data.pixels import to_float, to_uint8
from ganstudio.data.textures import TEXTURES, grid, noise, texture

every_defect = pytest.mark.parametrize("defect", [CRACK, SPOT, SCRATCH])
every_texture = pytest.mark.parametrize("number", range(len(TEXTURES)), ids=TEXTURES)


def pieces(count, defect, size=64, **changes):
    factors = planted(count)._replace(defect=np.full(count, defect))
    return draw(factors._replace(**{k: np.full(count, v) for k, v in changes.items()}), size)


@every_defect
@pytest.mark.parametrize("size", [32, 64, 128])
def test_only_the_defect_differs_from_the_sound_surface(defect, size):
    sound, damaged = pieces(12, NORMAL, size), pieces(12, defect, size)
    assert not sound.masks.any()
    changed = np.abs(sound.pictures.astype(int) - damaged.pictures).max(-1)
    inside = damaged.masks == defect
    assert set(np.unique(damaged.masks)) == {0, defect}
    assert changed[inside].mean() > 35
    assert changed[~inside].mean() < 4


@every_defect
def test_defects_are_small_but_can_be_seen(defect):
    share = (pieces(60, defect, 32).masks > 0).mean((1, 2))
    assert share.min() > 0.004
    assert 0.015 < share.mean() < 0.09
    assert share.max() < 0.2


@every_defect
def test_larger_extent_is_more_damage(defect):
    little, much = ((pieces(30, defect, extent=e).masks > 0).mean() for e in (0.7, 1.4))
    assert much > 1.25 * little


def test_a_scratch_runs_in_its_direction():
    for turn, is_level in ((0.0, True), (np.pi / 2, False)):
        drawn = pieces(8, SCRATCH, turn=turn, x=0.5, y=0.5)
        for mask in drawn.masks:
            rows, columns = np.nonzero(mask)
            assert (np.ptp(columns) > np.ptp(rows)) == is_level


def test_cracks_are_dark_and_scratches_bright():
    for defect, is_dark in ((CRACK, True), (SCRATCH, False)):
        damaged, sound = (pieces(9, kind, texture=0) for kind in (defect, NORMAL))
        inside = damaged.masks > 0
        difference = damaged.pictures[inside].mean() - sound.pictures[inside].mean()
        assert (difference < -40) if is_dark else (difference > 25)


def test_hills_have_the_spread_that_was_asked_for():
    random = np.random.default_rng(0)
    fields = np.stack([noise(random, 64, 9, 9) for _ in range(60)])
    assert fields.std() == pytest.approx(1, abs=0.15)
    assert abs(fields.mean()) < 0.1
    assert np.abs(np.diff(fields, axis=2)).mean() < 0.35


@every_texture
def test_textures_are_reproducible_and_never_the_same(number):
    one, again = (texture(number, 32, -1.0, np.random.default_rng(4)) for _ in range(2))
    other = texture(number, 32, -1.0, np.random.default_rng(5))
    assert (one == again).all()
    assert np.abs(one - other).mean() > 0.01
    assert one.shape == (3, 32, 32)
    assert 0 <= one.min() < one.max() <= 1


def test_brushed_metal_is_smoother_along_than_across():
    metal = texture(1, 64, -1.0, np.random.default_rng(0)).mean(0)
    along, across = np.abs(np.diff(metal, axis=1)).mean(), np.abs(np.diff(metal, axis=0)).mean()
    assert across > 2 * along


@every_texture
def test_a_surface_is_brighter_towards_the_light(number):
    tilt = 0.0
    for seed in range(12):
        level = texture(number, 64, -np.pi / 2, np.random.default_rng(seed)).mean(0)
        tilt += level[:32].mean() - level[32:].mean()
    assert tilt > 0.1


def test_the_grid_is_that_of_pixel_middles():
    x, y = grid(4)
    assert x.ravel().tolist() == y.ravel().tolist() == [0.125, 0.375, 0.625, 0.875]


def test_two_of_five_are_sound():
    factors = planted(4000)
    shares = np.bincount(factors.defect, minlength=4) / 4000
    np.testing.assert_allclose(shares, [0.4, 0.2, 0.2, 0.2], atol=0.03)


def test_a_picture_does_not_depend_on_its_neighbours():
    factors = planted(12)
    together = draw(factors, 32)
    for number in (0, 5, 11):
        alone = draw(factors.rows(np.array([number])), 32)
        assert (alone.pictures[0] == together.pictures[number]).all()
        assert (alone.masks[0] == together.masks[number]).all()


def test_a_small_picture_is_the_large_one_seen_from_afar():
    factors = planted(12)._replace(defect=np.zeros(12, np.int64))
    large, small = draw(factors, 128).pictures.astype(float), draw(factors, 64).pictures
    assert np.abs(large.reshape(12, 64, 2, 64, 2, 3).mean((2, 4)) - small).mean() < 3


def test_batches_carry_pictures_classes_and_masks(opened):
    source = Defects(count=20, surface="all")
    data = opened(source)
    batch, factors = data.reference(20, 2), data.reference_factors(20, 2)
    drawn = draw(factors, 32)
    assert (to_uint8(batch.real) == drawn.pictures).all()
    assert (batch.regions.numpy() == drawn.masks).all()
    assert batch.label.tolist() == factors.defect.tolist()
    assert data.spec == source.spec()
    assert data.spec.classes == DEFECTS
    assert len(REGIONS) == len(DEFECTS)


def test_restored_pictures_are_the_sound_surface(opened):
    data = opened(Defects(count=20))
    batch, restored = data.reference(20, 2), data.restored(20, 2)
    apart = (batch.real - restored).abs().amax(1)
    is_normal = batch.label == NORMAL
    assert torch.equal(batch.real[is_normal], restored[is_normal])
    assert apart[batch.regions > 0].mean() > 0.25
    sound = draw(planted(20)._replace(texture=np.zeros(20), defect=np.zeros(20)), 32).pictures
    every = to_float(torch.from_numpy(sound).permute(0, 3, 1, 2))
    nearest = (restored[:, None] - every[None]).abs().mean((2, 3, 4)).min(1).values
    assert nearest.max() == 0


def test_one_surface_may_be_chosen():
    assert set(Defects(count=20, surface="metal").factors().texture) == {TEXTURES.index("metal")}
    assert set(Defects(count=60, surface="all").factors().texture) == {0, 1, 2}


def test_draws_continue_exactly(opened):
    data, other = opened(Defects(count=20), seed=1), opened(Defects(count=20), seed=1)
    data.draw(7)
    other.restore(data.state())
    one, two = data.draw(9), other.draw(9)
    assert torch.equal(one.real, two.real)
    assert torch.equal(one.label, two.label)
    assert torch.equal(one.regions, two.regions)


def test_another_number_of_pieces_cannot_continue(opened):
    with pytest.raises(DataError):
        opened(Defects(count=20)).restore(opened(Defects(count=21)).state())


def test_a_cancelled_drawing_leaves_nothing_behind():
    def report(words, share):
        if share > 0.4:
            raise Cancelled(words)

    with pytest.raises(Cancelled, match="Drawing 64 of 100"):
        Defects(count=100).pictures(report)
    assert len(Defects(count=20).pictures(lambda *_: None).images) == 20
