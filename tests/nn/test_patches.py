"""Patches of an image: how many, how large, and that each sees its own piece alone."""

import pytest
import torch

from ganstudio.nn.patches import PatchNetwork, receptive_field, smallest_side


@pytest.mark.parametrize(
    ("halvings", "side"), [(0, 1), (1, 16), (2, 34), (3, 70), (4, 142), (5, 286)]
)
def test_patches_are_as_large_as_the_paper_says(halvings: int, side: int) -> None:
    assert receptive_field(halvings) == side


def test_a_256_px_image_has_30_by_30_patches_of_70_px() -> None:
    assert PatchNetwork(6, 2, 3, "none")(torch.zeros(1, 6, 256, 256)).shape == (1, 30, 30)


@pytest.mark.parametrize("halvings", [1, 2, 3])
def test_the_smallest_image_has_one_patch_and_a_smaller_one_none(halvings: int) -> None:
    network, side = PatchNetwork(3, 2, halvings, "none"), smallest_side(halvings)
    assert network(torch.zeros(1, 3, side, side)).shape == (1, 1, 1)
    with pytest.raises(RuntimeError):
        network(torch.zeros(1, 3, side - 1, side - 1))


@pytest.mark.parametrize("halvings", [0, 1, 2])
def test_a_score_sees_its_patch_and_nothing_else(halvings: int) -> None:
    torch.manual_seed(0)
    image = torch.randn(1, 1, 64, 64, requires_grad=True)
    scores = PatchNetwork(1, 4, halvings, "none")(image)
    (slope,) = torch.autograd.grad(scores[0, scores.shape[1] // 2, scores.shape[2] // 2], image)
    seen = slope[0, 0].nonzero()
    side = receptive_field(halvings)
    assert (seen.amax(0) - seen.amin(0) + 1).tolist() == [side, side]
