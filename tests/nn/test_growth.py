"""The timetable of a growing network, and what it makes of real images."""

import pytest
import torch
from torch import nn

from ganstudio.core.system import Grown
from ganstudio.nn.growth import Growing, Growth, Stage, Timetable, enlarged, level_widths, shrunk

TABLE = Timetable(levels=2, hold=100, fade=50)
IMAGES = torch.rand(3, 1, 16, 16, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(
    ("seen", "stage"),
    [
        (0, Stage(0)),
        (99, Stage(0)),
        (100, Stage(1, 0.0)),
        (110, Stage(1, 0.2)),
        (149, Stage(1, 0.98)),
        (150, Stage(1)),
        (250, Stage(2, 0.0)),
        (300, Stage(2)),
        (10_000, Stage(2)),
    ],
)
def test_every_level_is_trained_then_the_next_fades_in(seen: int, stage: Stage) -> None:
    assert TABLE.stage(seen) == stage


def players(timetable: Timetable | None = TABLE) -> dict[str, nn.Module]:
    return {
        "generator": nn.Sequential(Growing(2, timetable)),
        "critic": Growing(2),
        "encoder": nn.Linear(1, 1),
    }


def test_a_growth_starts_small_and_names_who_grew_when_a_level_comes_and_when_it_is_in() -> None:
    growing = players()
    growth = Growth(growing)
    changes = {seen: growth.follow(seen) for seen in (0, 50, 100, 120, 150, 200, 250, 290, 300)}
    assert [seen for seen, grown in changes.items() if grown] == [100, 150, 250, 300]
    assert changes[100] == Grown(("generator", "critic"), "8 px fades in")
    told = [grown.stage for grown in changes.values() if grown]
    assert told == ["8 px fades in", "8 px in full", "16 px fades in", "16 px in full"]
    critic = growing["critic"]
    assert isinstance(critic, Growing)
    assert critic.stage == Stage(2)


def test_without_a_timetable_networks_are_as_large_as_they_get() -> None:
    growth = Growth(players(None))
    assert growth.follow(0) is None
    assert growth.faded(IMAGES) is IMAGES
    assert growth.readings(torch.zeros(())) == {}


def test_the_stage_is_part_of_the_saved_state() -> None:
    network, other = Growing(2), Growing(2)
    network.stage = Stage(1, 1 / 3)
    other.load_state_dict(network.state_dict())
    assert other.stage == Stage(1, 1 / 3)


def test_reals_are_shown_in_the_resolution_of_the_stage() -> None:
    growth = Growth(players())
    small = shrunk(IMAGES, 4)
    assert torch.equal(growth.faded(IMAGES), enlarged(small, 4))
    growth.follow(150)
    assert torch.equal(growth.faded(IMAGES), enlarged(shrunk(IMAGES, 2), 2))
    growth.follow(300)
    assert torch.equal(growth.faded(IMAGES), IMAGES)


def test_reals_fade_as_fakes_do() -> None:
    growth = Growth(players())
    growth.follow(100)
    assert torch.allclose(growth.faded(IMAGES), enlarged(shrunk(IMAGES, 4), 4), atol=1e-6)
    growth.follow(110)
    old, new = enlarged(shrunk(IMAGES, 4), 4), enlarged(shrunk(IMAGES, 2), 2)
    assert torch.allclose(growth.faded(IMAGES), 0.8 * old + 0.2 * new, atol=1e-6)


def test_readings_tell_the_resolution_and_the_fade() -> None:
    growth = Growth(players())
    growth.follow(110)
    readings = {name: float(value) for name, value in growth.readings(torch.zeros(())).items()}
    assert readings == {"resolution": 8.0, "fade": pytest.approx(0.2)}


def test_widths_double_towards_the_start_up_to_a_limit() -> None:
    assert level_widths(8, 40, 3) == [40, 32, 16, 8]
