import pytest
import torch
from torch import nn

from ganstudio.core.errors import InputError
from ganstudio.nn.labels import ClassEmbedding, LabelledSequential, OneHot, one_hot, required
from ganstudio.nn.norms import ConditionalBatchNorm2d


def test_one_hot_is_one_at_the_class():
    assert one_hot(torch.tensor([2, 0]), 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert OneHot(3)(torch.tensor([1])).tolist() == [[0, 1, 0]]


def test_embedding_blends_classes_by_weight():
    torch.manual_seed(0)
    table = ClassEmbedding(3, 5)
    torch.testing.assert_close(table(torch.tensor([1])), table.weight[1:2])
    blended = table(torch.tensor([[0.25, 0.0, 0.75]]))
    expected = 0.25 * table.weight[0] + 0.75 * table.weight[2]
    torch.testing.assert_close(blended[0], expected)


def test_unit_weights_equal_a_class_id():
    torch.manual_seed(0)
    norm = ConditionalBatchNorm2d(2, 3)
    x = torch.randn(4, 2, 3, 3)
    label = torch.tensor([0, 1, 2, 1])
    torch.testing.assert_close(norm(x, label), norm(x, one_hot(label, 3)))


def test_label_reaches_only_the_layers_that_take_it():
    torch.manual_seed(0)
    layers = LabelledSequential(nn.Conv2d(2, 3, 1), ConditionalBatchNorm2d(3, 2), nn.ReLU())
    layers[1].bias.vector.weight.data[1] = 200 * layers[1].bias.map.weight.data.sum(0)
    x = torch.randn(4, 2, 3, 3)
    zeros, ones = torch.zeros(4, dtype=torch.long), torch.ones(4, dtype=torch.long)
    assert layers(x, ones).mean() > layers(x, zeros).mean() + 3


def test_a_missing_label_is_an_error():
    with pytest.raises(InputError, match="class labels"):
        required(None)
