import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.parts.critic import Critic
from ganstudio.parts.views import DiffAugment, Pack
from ganstudio.parts.views.diff_augment import cut, recolored, shifted


def source(seed=0):
    return Random(seed, torch.device("cpu"))


def only(**chosen):
    return DiffAugment(**{"color": False, "translation": False, "cutout": False} | chosen)


def test_points_are_packed_along_their_features():
    points = torch.arange(12.0).reshape(6, 2)
    packed = Pack(count=3).build(source())(points)
    assert packed.tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]


def test_images_are_packed_along_their_channels():
    images = torch.randn(4, 3, 5, 5)
    packed = Pack(count=2).build(source())(images)
    assert packed.shape == (2, 6, 5, 5)
    assert torch.equal(packed[1, :3], images[2])
    assert torch.equal(packed[1, 3:], images[3])


def test_a_batch_that_cannot_be_packed_says_so():
    with pytest.raises(InputError, match="multiple of 4"):
        Pack(count=4).build(source())(torch.randn(6, 2))


def test_views_say_how_many_samples_a_verdict_is_about():
    assert Pack(count=4).pack() == 4
    assert DiffAugment().pack() == 1


def test_no_chance_is_the_middle_of_every_change():
    torch.manual_seed(0)
    images = torch.rand(2, 3, 8, 8) * 2 - 1
    half = torch.full((2, 3), 0.5)
    torch.testing.assert_close(recolored(images, half), images)
    torch.testing.assert_close(shifted(images, half[:, :2]), images)


def test_brightness_adds_and_keeps_differences():
    images = torch.zeros(2, 3, 4, 4)
    chance = torch.tensor([[0.0, 0.5, 0.5], [0.9, 0.5, 0.5]])
    brighter = recolored(images, chance)
    torch.testing.assert_close(brighter[0], torch.full((3, 4, 4), -0.5))
    torch.testing.assert_close(brighter[1], torch.full((3, 4, 4), 0.4))


def test_saturation_of_zero_is_grey_and_contrast_scales_around_the_mean():
    torch.manual_seed(0)
    images = torch.randn(1, 3, 4, 4)
    grey = recolored(images, torch.tensor([[0.5, 0.0, 0.5]]))
    torch.testing.assert_close(grey, images.mean(1, keepdim=True).expand_as(images))
    flat = recolored(images, torch.tensor([[0.5, 0.5, 0.0]]))
    torch.testing.assert_close(flat.mean(), images.mean())
    torch.testing.assert_close(flat.std(), images.std() / 2)


def test_translation_moves_by_whole_pixels_and_lets_zeros_in():
    images = torch.arange(1.0, 257).reshape(1, 1, 16, 16)
    moved = shifted(images, torch.tensor([[0.999, 0.0]]))  # two down, two left
    torch.testing.assert_close(moved[0, 0, 2:, :-2], images[0, 0, :-2, 2:])
    assert moved[0, 0, :2].abs().max() == 0
    assert moved[0, 0, :, -2:].abs().max() == 0


def test_translation_draws_every_shift_up_to_an_eighth():
    chance = torch.stack([torch.linspace(0, 0.999, 500), torch.full((500,), 0.5)], 1)
    images = torch.zeros(500, 1, 16, 16)
    images[:, 0, 8, 8] = 1
    rows = shifted(images, chance)[:, 0, :, 8].argmax(1) - 8
    assert rows.unique().tolist() == [-2, -1, 0, 1, 2]
    assert (rows + 2).bincount().tolist() == [100] * 5


def test_cutout_hides_half_the_side_or_less_at_an_edge():
    images = torch.ones(2, 1, 8, 8)
    chance = torch.tensor([[0.5, 0.5], [0.0, 0.999]])
    hidden = cut(images, chance)[:, 0] == 0
    assert hidden[0].sum() == 16
    assert hidden[0, 2:6, 2:6].all()
    assert hidden[1].sum() == 4
    assert hidden[1, :2, 6:].all()


@pytest.mark.parametrize(
    "policy",
    [DiffAugment(), only(color=True), only(translation=True), only(cutout=True)],
    ids=["all", "color", "translation", "cutout"],
)
def test_augmentation_has_a_gradient_and_repeats_from_a_restored_state(policy):
    torch.manual_seed(0)
    augment = policy.build(source())
    state = augment.random.state()
    images = torch.randn(3, 2, 8, 8, dtype=torch.float64, requires_grad=True)

    def repeated(x):
        augment.random.restore(state)
        return augment(x)

    assert torch.autograd.gradcheck(repeated, images)
    assert repeated(images).shape == images.shape
    assert torch.equal(repeated(images), repeated(images))
    assert not torch.equal(augment(images), augment(images))


def test_each_sample_is_changed_on_its_own():
    torch.manual_seed(0)
    images = torch.randn(1, 3, 16, 16).expand(8, -1, -1, -1)
    changed = DiffAugment().build(source())(images)
    assert len({tuple(image.flatten().tolist()) for image in changed}) == 8


def test_evaluation_mode_shows_images_as_they_are_and_draws_nothing():
    augment = DiffAugment().build(source())
    state = augment.random.state()
    images = torch.randn(2, 3, 8, 8)
    assert augment.eval()(images) is images
    assert torch.equal(augment.random.state(), state)


def test_no_toggle_is_no_change():
    images = torch.randn(2, 3, 8, 8)
    assert torch.equal(only().build(source())(images), images)


def test_points_cannot_be_augmented():
    with pytest.raises(InputError, match="works on images"):
        DiffAugment().build(source())(torch.randn(4, 2))


def test_views_are_applied_in_order():
    views = [DiffAugment().build(source()), Pack(count=2).build(source())]
    critic = Critic(torch.nn.Identity(), views)
    images = torch.randn(4, 3, 8, 8)
    expected = DiffAugment().build(source())(images).reshape(2, 6, 8, 8)
    assert torch.equal(critic.view(images), expected)
