"""Which labels are kept, and that the others leave no trace."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch
from ganstudio.nn.random import Random
from ganstudio.parts.label_memory import LabelMemory


def batch(labels: list[int], start: float = 0.0) -> Batch:
    numbers = torch.arange(len(labels), dtype=torch.float32) + start
    return Batch(numbers[:, None].expand(-1, 2).clone(), torch.tensor(labels))


def test_it_keeps_the_first_of_each_class() -> None:
    memory = LabelMemory((2,), classes=3, each=1)
    memory.offer(batch([2, 2, 0]))
    assert not memory.is_full
    memory.offer(batch([0, 1, 1], start=10.0))
    assert memory.is_full
    assert memory.labels.tolist() == [2, 0, 1]
    assert memory.samples[:, 0].tolist() == [0.0, 2.0, 11.0]


def test_it_keeps_as_many_of_each_class_as_asked() -> None:
    memory = LabelMemory((2,), classes=2, each=2)
    memory.offer(batch([0, 0, 0, 1]))
    memory.offer(batch([0, 1, 1]))
    assert memory.labels.bincount().tolist() == [2, 2]


def test_it_draws_samples_with_their_own_labels_and_none_of_the_empty_places() -> None:
    memory = LabelMemory((2,), classes=3, each=1)
    memory.offer(batch([2, 0], start=5.0))
    samples, labels = memory.draw(200, Random(0, torch.device("cpu")))
    pairs = set(zip(samples[:, 0].tolist(), labels.tolist(), strict=True))
    assert pairs == {(5.0, 2), (6.0, 0)}


def test_data_without_labels_are_refused_while_some_are_wanted() -> None:
    memory = LabelMemory((2,), classes=1, each=1)
    with pytest.raises(InputError, match="choose data with classes"):
        memory.offer(Batch(torch.zeros(1, 2)))
    memory.offer(batch([0]))
    memory.offer(Batch(torch.zeros(1, 2)))
    assert memory.is_full


def test_samples_of_unknown_class_are_passed_over() -> None:
    memory = LabelMemory((2,), classes=2, each=1)
    memory.offer(batch([-1, 1, -1], start=5.0))
    assert int(memory.held) == 1
    assert memory.samples[0, 0] == 6.0
    memory.offer(batch([-1, 0], start=8.0))
    assert memory.is_full
    assert memory.labels.tolist() == [1, 0]


def test_a_sample_that_comes_back_is_kept_once() -> None:
    memory = LabelMemory((2,), classes=2, each=2)
    memory.offer(batch([0, 1]))
    memory.offer(batch([0, 1]))
    assert int(memory.held) == 2
    memory.offer(batch([0, 1], start=7.0))
    assert memory.samples[:, 0].tolist() == [0.0, 1.0, 7.0, 8.0]


def test_nothing_is_drawn_while_nothing_is_held() -> None:
    memory = LabelMemory((2,), classes=2, each=1)
    memory.offer(batch([-1, -1]))
    samples, labels = memory.draw(3, Random(0, torch.device("cpu")))
    assert samples.shape == (0, 2)
    assert labels.shape == (0,)
