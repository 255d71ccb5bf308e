"""Earlier fakes: kept while there is room, then exchanged at even odds, and saved with the run."""

import torch

from ganstudio.nn.random import Random
from ganstudio.parts.image_pool import ImagePool

CPU = torch.device("cpu")


def fakes(first: int, count: int) -> torch.Tensor:
    return torch.arange(first, first + count, dtype=torch.float32)[:, None]


def test_while_there_is_room_new_fakes_are_shown_and_kept() -> None:
    pool = ImagePool(6, (1,), Random(0, CPU))
    assert torch.equal(pool.exchange(fakes(0, 4)), fakes(0, 4))
    assert torch.equal(pool.exchange(fakes(4, 2)), fakes(4, 2))
    assert torch.equal(pool.kept, fakes(0, 6))


def test_a_full_pool_shows_about_as_many_earlier_fakes_as_new_ones_and_loses_none() -> None:
    pool = ImagePool(50, (1,), Random(0, CPU))
    pool.exchange(fakes(0, 50))
    new = fakes(50, 2000)
    shown = pool.exchange(new)
    earlier = int((shown != new).sum())
    assert 900 < earlier < 1100
    assert sorted([*shown[:, 0].tolist(), *pool.kept[:, 0].tolist()]) == list(range(2050))


def test_a_kept_fake_may_be_older_than_the_size_of_the_pool() -> None:
    pool = ImagePool(50, (1,), Random(0, CPU))
    pool.exchange(fakes(0, 50))
    new = fakes(50, 2000)
    assert (new - pool.exchange(new)).max() > 100


def test_a_pool_of_none_shows_what_comes_and_nothing_keeps_a_graph() -> None:
    given = fakes(0, 3).requires_grad_()
    assert torch.equal(ImagePool(0, (1,), Random(0, CPU)).exchange(given), given)
    assert not ImagePool(0, (1,), Random(0, CPU)).exchange(given).requires_grad
    assert not ImagePool(2, (1,), Random(0, CPU)).exchange(given).requires_grad


def test_a_restored_pool_goes_on_as_the_first_would() -> None:
    random, other_random = Random(0, CPU), Random(5, CPU)
    pool, other = ImagePool(4, (1,), random), ImagePool(4, (1,), other_random)
    pool.exchange(fakes(0, 6))
    other.load_state_dict(pool.state_dict())
    other_random.restore(random.state())
    for start in (6, 12):
        assert torch.equal(pool.exchange(fakes(start, 6)), other.exchange(fakes(start, 6)))
