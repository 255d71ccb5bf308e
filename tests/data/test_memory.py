import torch

from ganstudio.data.memory import fits, free_memory

CPU = torch.device("cpu")


def test_free_memory_is_plausible():
    assert 2**26 < free_memory(CPU) < 2**50


def test_only_a_quarter_of_the_free_memory_is_taken():
    assert fits(1000, CPU)
    assert not fits(free_memory(CPU), CPU)
