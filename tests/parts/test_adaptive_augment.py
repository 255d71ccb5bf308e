import math

import pytest
import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.parts.views.adaptive_augment import (
    INTERVAL,
    AdaptiveAugment,
    AdaptivelyAugmented,
    moved,
    recoloured,
)


def view(seed: int = 0, **settings: object) -> AdaptivelyAugmented:
    part = AdaptiveAugment.model_validate({"kind": "adaptive_augment"} | settings)
    built = part.build(Random(seed, torch.device("cpu")))
    assert isinstance(built, AdaptivelyAugmented)
    return built


def images(count: int = 4, channels: int = 3, side: int = 6) -> Tensor:
    source = torch.Generator().manual_seed(1)
    return torch.randn(count, channels, side, side, generator=source)


def once(batch: Tensor, flip: int = 0, turns: int = 0, down: int = 0, right: int = 0) -> Tensor:
    return moved(batch, torch.tensor([[flip, turns, down, right]]).expand(len(batch), -1))


def test_nothing_chosen_changes_nothing():
    assert torch.equal(once(images()), images())
    one = torch.ones(4)
    for batch in (images(channels=1), images()):
        assert torch.equal(recoloured(batch, 0 * one, one, 0 * one, one), batch)


def test_a_flip_is_a_mirror_image():
    assert torch.equal(once(images(), flip=1), images().flip(3))


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("flip", [0, 1])
def test_turns_are_quarter_turns_of_the_flipped_image(flip, turns):
    flipped = images().flip(3) if flip else images()
    assert torch.equal(once(images(), flip, turns), flipped.rot90(turns, (2, 3)))


@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, 2), (-2, 1)])
def test_shifts_are_by_whole_pixels_with_mirrored_edges(down, right):
    padded = torch.nn.functional.pad(images(), (2, 2, 2, 2), mode="reflect")
    expected = padded[:, :, 2 - down : 8 - down, 2 - right : 8 - right]
    assert torch.equal(once(images(), down=down, right=right), expected)


def test_a_shift_comes_after_a_turn():
    turned = images().rot90(1, (2, 3))
    assert torch.equal(once(images(), turns=1, down=1), once(turned, down=1))


def test_colours_are_changed_as_their_numbers_say():
    one = torch.ones(4)
    made = recoloured(images(), 0.5 * one, 2 * one, 0 * one, 0 * one)
    grey = (images() + 0.5).mean(1, keepdim=True) * 2
    torch.testing.assert_close(made, grey.expand_as(made))


@pytest.mark.parametrize("thirds", [1, 2])
def test_a_third_of_a_turn_of_hue_moves_every_channel_on(thirds):
    one = torch.ones(4)
    made = recoloured(images(), 0 * one, one, one * thirds * 2 * math.pi / 3, one)
    torch.testing.assert_close(made, images().roll(thirds, 1))


def test_hue_keeps_luma_and_how_far_a_colour_is_from_grey():
    one = torch.ones(4)
    made = recoloured(images(), 0 * one, one, torch.tensor([0.3, 1.0, -2.0, 3.0]), one)
    torch.testing.assert_close(made.mean(1), images().mean(1))
    torch.testing.assert_close(made.std(1), images().std(1))
    assert not torch.allclose(made, images())


def test_each_image_is_changed_on_its_own_with_the_chance_p():
    augment = view(start=0.5, geometry=False, colour=False, limit=0.5)
    same = images(1).expand(4000, -1, -1, -1)
    changed = (augment(same) != same).flatten(1).any(1).float().mean().item()
    # p of a flip that flips half of the time, of a turn that turns 3 of 4, of a shift 8 of 9.
    expected = 1 - (1 - 0.5 / 2) * (1 - 0.5 * 3 / 4) * (1 - 0.5 * 8 / 9)
    assert changed == pytest.approx(expected, abs=0.03)


def test_a_strength_of_zero_shows_images_as_they_are():
    assert torch.equal(view()(images()), images())


def test_augmentation_has_a_gradient_and_repeats_from_a_restored_state():
    augment = view(start=0.8).double()
    state = augment.random.state()
    batch = images(2, side=4).double().requires_grad_()

    def repeated(x: Tensor) -> Tensor:
        augment.random.restore(state)
        return augment(x)

    assert torch.autograd.gradcheck(repeated, batch)
    assert not torch.equal(augment(batch), augment(batch))


def test_evaluation_shows_images_as_they_are_and_draws_nothing():
    augment = view(start=0.8).eval()
    state, batch = augment.random.state(), images()
    assert augment(batch) is batch
    assert torch.equal(augment.random.state(), state)


def test_the_strength_rises_where_the_critic_is_too_sure_and_falls_where_it_is_not():
    augment = view(speed=1000, start=0.5)
    sure, unsure = torch.ones(10), torch.tensor([1.0, -1.0])
    for _ in range(INTERVAL - 1):
        augment.observe(sure)
        assert augment.p.item() == 0.5
    augment.observe(sure)
    assert augment.p.item() == pytest.approx(0.5 + INTERVAL * 10 / 1000)
    for _ in range(INTERVAL):
        augment.observe(unsure)
    assert augment.p.item() == pytest.approx(0.5 + INTERVAL * 8 / 1000)


def test_the_decision_is_about_all_batches_since_the_last_one():
    augment = view(speed=1000, start=0.5)
    for scores in (torch.ones(10), torch.ones(10), torch.ones(10), -torch.ones(10)):
        augment.observe(scores)  # a mean sign of 0.5, below the target of 0.6
    assert augment.p.item() == pytest.approx(0.5 - 40 / 1000)


def test_the_strength_stays_between_zero_and_its_limit():
    augment = view(speed=100, limit=0.8)
    for scores, expected in ((-torch.ones(50), 0.0), (torch.ones(50), 0.8)):
        for _ in range(3 * INTERVAL):
            augment.observe(scores)
        assert augment.p.item() == pytest.approx(expected)
    assert augment.readings()["augment"].item() == pytest.approx(0.8)
    assert augment.readings()["certainty"].item() == 1.0


def test_a_checkpoint_holds_the_strength_and_what_it_waits_for():
    augment, other = view(speed=1000), view(speed=1000)
    augment.observe(torch.ones(10))
    other.load_state_dict(augment.state_dict())
    for _ in range(INTERVAL - 1):
        other.observe(torch.ones(10))
    assert other.p.item() == pytest.approx(0.04)


def test_points_cannot_be_augmented():
    with pytest.raises(InputError, match="works on images"):
        view()(torch.randn(4, 2))
