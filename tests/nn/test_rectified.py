"""What is heard at the rectifiers of a network."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from ganstudio.core.errors import InputError
from ganstudio.nn.rectified import last_hidden, representation


def test_maps_are_summed_up_by_their_largest_of_four_by_four_fields():
    first = [nn.Conv2d(1, 2, 1, bias=False), nn.LeakyReLU(0.5)]
    net = nn.Sequential(*first, nn.Conv2d(2, 3, 4, 4), nn.ReLU(), nn.Flatten(), nn.Linear(12, 1))
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor([1.0, -1.0])[:, None, None, None])
        images = torch.randn(5, 1, 8, 8)
        found = representation(net, images)
        last = F.relu(net[2](F.leaky_relu(net[0](images), 0.5)))
    assert found.shape == (5, 2 * 16 + 3 * 4)  # maps of 8 x 8, and of 2 x 2 as they are
    blocks = images[:, 0].reshape(5, 4, 2, 4, 2).amax((2, 4)).flatten(1)
    assert torch.equal(found[:, :16], F.leaky_relu(blocks, 0.5))
    assert torch.equal(found[:, 32:], last.flatten(1))


def test_vectors_stay_as_they_are_and_a_network_without_rectifiers_is_refused():
    net = nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
    images = torch.randn(2, 1, 2, 2)
    assert torch.equal(representation(net, images), net[:3](images))
    with pytest.raises(InputError, match="no rectified layers"):
        representation(nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.Tanh()), images)


def test_the_last_hidden_layer_is_what_the_last_rectifier_answered():
    torch.manual_seed(0)
    first, last = nn.Linear(3, 5), nn.Linear(5, 2)
    samples = torch.randn(4, 3)
    given, hidden = last_hidden(nn.Sequential(first, nn.ReLU(), last), samples)
    assert torch.equal(hidden, F.relu(first(samples)))
    assert torch.equal(given, last(hidden))
    assert last_hidden(first, samples)[1] is None
