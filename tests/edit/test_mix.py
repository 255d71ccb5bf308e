import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.mix import (
    Crossover,
    Mix,
    MixCells,
    Places,
    crossed,
    crossover_ranges,
    named_ranges,
)

SOURCES = (Latent(seed=1), Latent(seed=2))
DESTINATIONS = (Latent(seed=3), Latent(seed=4), Latent(seed=5))


def grid(**changed: object) -> Mix:
    return Mix(sources=SOURCES, destinations=DESTINATIONS).model_copy(update=changed)


@given(
    seeds=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
    truncation=st.sampled_from([-0.5, 0.0, 0.7, 1.0, 1.8]),
    noise=st.sampled_from(["fixed", "random", "off"]),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_layer_is_the_destination_and_all_layers_are_the_source_bit_for_bit(
    styled: System, seeds: tuple[int, int], truncation: float, noise: str
) -> None:
    manner = Manner.model_validate({"truncation": truncation, "noise": noise, "noise_seed": 3})
    source, destination = (Latent(seed=seed) for seed in seeds)
    artist = Artist(styled)
    every = tuple(range(len(artist.style_sides)))
    mix = Mix(sources=(source,), destinations=(destination,), manner=manner)
    nothing = mix.run(styled).pictures[0]
    everything = mix.model_copy(update={"layers": every}).run(styled).pictures[0]
    assert np.array_equal(nothing, artist.draw(destination, manner))
    assert np.array_equal(everything, artist.draw(source, manner))


def test_chosen_layers_come_from_the_source_and_the_others_from_the_destination() -> None:
    source, destination = torch.ones(1, 4, 2), torch.zeros(1, 4, 2)
    mixed = crossed(source, destination, (1, 3))
    assert mixed[0, :, 0].tolist() == [0, 1, 0, 1]


def test_layers_that_a_model_does_not_have_are_passed_over() -> None:
    mixed = crossed(torch.ones(1, 2, 1), torch.zeros(1, 2, 1), (-1, 1, 7))
    assert mixed.flatten().tolist() == [0, 1]


def test_rows_are_sources_and_columns_destinations(styled: System) -> None:
    every = tuple(range(len(Artist(styled).style_sides)))
    drawn = grid(layers=every).run(styled)
    assert (drawn.columns, len(drawn.pictures)) == (3, 6)
    first, second = drawn.pictures[:3], drawn.pictures[3:]
    assert all(np.array_equal(one, first[0]) for one in first)
    assert not np.array_equal(first[0], second[0])


def test_cells_are_told_in_the_order_in_which_they_are_wanted(styled: System) -> None:
    told: dict[int, np.ndarray] = {}
    MixCells(mix=grid(layers=(0,)), cells=(4, 0)).run(styled, told.__setitem__)
    assert list(told) == [4, 0]
    whole = grid(layers=(0,)).run(styled)
    assert np.array_equal(told[4], whole.pictures[4])


def test_a_grid_that_nobody_waits_for_ends_after_one_cell(styled: System) -> None:
    told = []

    def refuse(index: int, _picture: object) -> None:
        told.append(index)
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        grid().run(styled, refuse)
    assert told == [0]


def test_the_latent_of_a_cell_draws_its_picture(styled: System) -> None:
    request = Crossover(source=SOURCES[0], destination=DESTINATIONS[0], ranges=((1, 2), ()))
    found = request.run(styled)
    places = Places(source=SOURCES[0], destination=DESTINATIONS[0], ranges=((1, 2), ()))
    latents = places.run(styled).readings["latents"]
    again = [Artist(styled).draw(latent) for latent in latents]
    assert np.array_equal(np.stack(again), found.pictures)
    assert np.array_equal(found.pictures[1], Artist(styled).draw(DESTINATIONS[0]))


def test_crossover_points_go_from_none_over_the_finest_to_all() -> None:
    assert crossover_ranges((4, 8, 8, 16)) == ((), (3,), (1, 2, 3), (0, 1, 2, 3))


@pytest.mark.parametrize(
    ("sides", "coarse", "middle", "fine"),
    [
        ((4, 4, 8, 16, 32, 64, 128), (0, 1, 2), (3, 4), (5, 6)),
        ((4, 8, 8, 16), (0,), (1, 2), (3,)),
        ((4, 8), (0,), (), (1,)),
        ((4,), (0,), (), ()),
    ],
)
def test_layers_are_named_as_in_the_paper_or_in_thirds(sides, coarse, middle, fine) -> None:
    assert named_ranges(sides) == {"coarse": coarse, "middle": middle, "fine": fine}


def test_models_without_styles_say_so(labelled: System) -> None:
    with pytest.raises(InputError, match="no styles"):
        grid().run(labelled)


def test_a_latent_of_another_model_is_told(styled: System) -> None:
    alien = Latent.model_validate({"z": {"type": "float32", "shape": [2], "data": _packed([0, 0])}})
    with pytest.raises(InputError, match="belongs to another model"):
        Mix(sources=(alien,), destinations=DESTINATIONS).run(styled)


def _packed(values: list[float]) -> str:
    from ganstudio.edit.packed import Packed

    return Packed.of(np.array(values, np.float32)).data
