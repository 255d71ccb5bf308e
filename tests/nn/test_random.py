"""Where the weights of new layers come from."""

from threading import Thread

import torch

from ganstudio.nn.random import initialised_from


def _weights(seed: int) -> torch.Tensor:
    with initialised_from(seed):
        return torch.cat([torch.randn(3), torch.randn(3)])


def test_a_seed_gives_its_weights_and_leaves_the_shared_generator_as_it_was() -> None:
    before = torch.random.get_rng_state()
    assert torch.equal(_weights(5), _weights(5))
    assert not torch.equal(_weights(5), _weights(6))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_weights_are_the_seed_s_though_another_thread_builds_meanwhile() -> None:
    alone, found = _weights(5), []
    other = Thread(target=lambda: found.append(_weights(6)))
    with initialised_from(5):
        first = torch.randn(3)
        other.start()
        other.join(0.2)
        second = torch.randn(3)
    other.join()
    assert torch.equal(torch.cat([first, second]), alone)
    assert torch.equal(found[0], _weights(6))
