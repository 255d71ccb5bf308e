"""The wheel of colours that flow is drawn in."""

import pytest
import torch

from ganstudio.nn.flow_colours import flow_colours


def colour(across, down, longest=2.0):
    flow = torch.tensor([across, down], dtype=torch.float32)[None, :, None, None]
    return ((flow_colours(flow, longest)[0, :, 0, 0] + 1) / 2).tolist()


@pytest.mark.parametrize(
    ("across", "down", "wanted"),
    [(2, 0, [1, 0, 0]), (-2, 0, [0, 1, 1]), (-1, 3**0.5, [0, 1, 0]), (0, 0, [1, 1, 1]),
     (1, 0, [1, 0.5, 0.5]), (0, 2, [0.5, 1, 0]), (4, 0, [1, 0, 0])],
)  # fmt: skip
def test_directions_are_hues_and_lengths_how_full_they_are(across, down, wanted):
    assert colour(across, down) == pytest.approx(wanted, abs=1e-5)


def test_the_longest_shift_has_the_full_colour():
    flow = torch.zeros(1, 2, 1, 2)
    flow[0, 0] = torch.tensor([3.0, 1.5])
    found = (flow_colours(flow) + 1) / 2
    assert found[0, :, 0, 0].tolist() == pytest.approx([1, 0, 0], abs=1e-5)
    assert found[0, :, 0, 1].tolist() == pytest.approx([1, 0.5, 0.5], abs=1e-5)
    assert (flow_colours(torch.zeros(1, 2, 2, 2)) == 1).all()
