import pytest
import torch
from torch import nn

from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.mlp import Hidden


@pytest.mark.parametrize("norm", ["none", "batch", "layer"])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh"])
def test_hidden_layers_map_to_their_width(norm, activation):
    layers = nn.Sequential(*Hidden(3, 7, activation, norm, "he", 1.0).layers(2))
    assert layers(torch.randn(5, 2)).shape == (5, 7)
    assert len(layers) == 9


def test_a_bias_that_batch_norm_would_undo_is_left_out():
    batch = Hidden(2, 7, "relu", "batch", "he", 1.0)
    plain = Hidden(2, 7, "relu", "none", "he", 1.0)
    assert batch.layers(2)[0].bias is None
    assert batch.last(3, 1).bias is not None
    assert plain.layers(2)[0].bias is not None


def test_heads_are_new_layers_initialised_as_their_network():
    network = FeatureNetwork(nn.Flatten(), 6, lambda linear: nn.init.constant_(linear.weight, 3.0))
    head = network.head(4)
    assert head.weight.shape == (4, 6)
    assert (head.weight == 3).all()
    assert network.head() is not network.head()
    assert list(network.parameters()) == []
