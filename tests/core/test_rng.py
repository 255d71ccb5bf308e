"""Streams of random numbers from one seed."""

from hypothesis import given
from hypothesis import strategies as st

from ganstudio.core.rng import derive


def test_the_values_stay_the_same_for_ever() -> None:
    assert derive(0, "weights") == 4283426181684004966
    assert derive(1, "weights") == 4751643840457870560
    assert derive(0, "order", 7) == 4153643748280638025


@given(st.integers(0, 2**31 - 1), st.text(max_size=20), st.integers(0, 10**9))
def test_a_seed_is_63_bits_and_hangs_on_every_part(seed: int, name: str, number: int) -> None:
    value = derive(seed, name, number)
    assert 0 <= value < 2**63
    assert value == derive(seed, name, number)
    assert value != derive(seed + 1, name, number)
    assert value != derive(seed, name, number + 1)
    assert value != derive(seed, name + "x", number)
