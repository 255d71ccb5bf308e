import pytest
import torch

from ganstudio.core.errors import DataError
from ganstudio.data.order import Order

CPU = torch.device("cpu")


def test_every_sample_comes_once_an_epoch_across_ragged_batches():
    order = Order(10, 0, CPU)
    seen = torch.cat([order.next(7).rows for _ in range(10)])
    for epoch in seen.view(7, 10):
        assert sorted(epoch.tolist()) == list(range(10))
    assert not torch.equal(seen[:10], seen[10:20])


def test_a_batch_may_be_larger_than_the_dataset():
    rows = Order(3, 0, CPU).next(8).rows
    assert sorted(rows[:3].tolist()) == sorted(rows[3:6].tolist()) == [0, 1, 2]
    assert rows.shape == (8,)


@pytest.mark.parametrize("before", [0, 9, 10, 11, 25])
def test_restored_order_continues_exactly(before):
    order = Order(10, 5, CPU)
    if before:
        order.next(before)
    again = Order(10, 5, CPU)
    again.restore(order.state())
    for count in (3, 12, 1):
        expected, found = order.next(count), again.next(count)
        assert torch.equal(expected.rows, found.rows)
        assert torch.equal(expected.mirrored, found.mirrored)


def test_seeds_give_orders_of_their_own():
    assert not torch.equal(Order(50, 0, CPU).next(50).rows, Order(50, 1, CPU).next(50).rows)


def test_about_half_is_mirrored_and_each_epoch_differently():
    order = Order(4000, 0, CPU)
    first, second = order.next(4000), order.next(4000)
    assert abs(first.mirrored.sum().item() - 2000) < 160
    by_row = [torch.empty(4000, dtype=torch.bool).scatter_(0, *one) for one in (first, second)]
    assert abs((by_row[0] ^ by_row[1]).sum().item() - 2000) < 160


def test_a_dataset_that_changed_its_size_is_refused():
    with pytest.raises(DataError, match="trained on 10 samples, but the dataset now has 9"):
        Order(9, 0, CPU).restore(Order(10, 0, CPU).state())
