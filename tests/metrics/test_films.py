"""Measures of films in closed form."""

import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.metrics.figures import Battery
from ganstudio.metrics.films import FILM_MEASURES, Films, agreement, flicker, occlusion

N, T, SIDE = 2, 4, 8


def sliding(shift=1.0):
    """A ramp that comes a pixel to the right in every frame; the first column is new."""
    columns = torch.arange(SIDE) - shift * torch.arange(T)[:, None]
    films = (columns / SIDE)[None, :, None, None].expand(N, T, 3, SIDE, SIDE).contiguous()
    flow = torch.zeros(N, T, 2, SIDE, SIDE)
    flow[:, :, 0] = -shift
    is_new = torch.zeros(N, T, SIDE, SIDE, dtype=torch.bool)
    is_new[:, 1:, :, 0] = True
    return films, flow, is_new


def test_what_moves_as_the_scene_moves_does_not_flicker():
    films, flow, is_new = sliding()
    assert flicker(films, flow, is_new) == pytest.approx(0, abs=1e-6)


def test_light_that_comes_and_goes_is_flicker():
    films, flow, is_new = sliding()
    films[:, 1::2] += 0.3
    assert flicker(films, flow, is_new) == pytest.approx(0.3, abs=1e-5)
    assert flicker(films[:, :3], flow[:, :3], is_new[:, :3], 2) == pytest.approx(0.3, abs=1e-5)


def test_paint_that_stays_while_the_scene_moves_flickers_by_its_slope():
    films, flow, is_new = sliding()
    still = films[:, :1].expand(-1, T, -1, -1, -1)
    assert flicker(still, flow, is_new) == pytest.approx(1 / SIDE, abs=1e-5)


def test_places_that_are_new_do_not_count():
    films, flow, is_new = sliding()
    films[..., 0] = torch.rand(N, T, 3, SIDE)
    is_new[:, :, :, 1] = True  # what was painted at the border comes here
    assert flicker(films, flow, is_new) == pytest.approx(0, abs=1e-6)


def test_agreement_is_overlap_and_that_of_as_many_places_anywhere():
    found, wanted = torch.zeros(2, 100, dtype=torch.bool), torch.zeros(2, 100, dtype=torch.bool)
    found[:, :30], wanted[:, 20:60] = True, True
    one = agreement(found, wanted)
    assert one.overlap == pytest.approx(10 / 60)
    assert one.chance == pytest.approx(0.3 * 0.4 / (0.3 + 0.4 - 0.12))
    random = torch.Generator().manual_seed(0)
    scattered = [torch.rand(400, 400, generator=random) < share for share in (0.3, 0.4)]
    by_chance = agreement(*scattered)
    assert by_chance.overlap == pytest.approx(by_chance.chance, abs=0.005)
    assert agreement(wanted, wanted).overlap == 1
    everything = agreement(torch.ones_like(wanted), wanted)
    assert everything.overlap == pytest.approx(everything.chance)


def test_paint_of_given_frames_does_not_count():
    films, flow, is_new = sliding()
    fresh = is_new.float()
    fresh[:, :2] = 0.9
    found = occlusion(Films(films, films, flow, is_new, fresh, past=2))
    assert found.overlap == 1
    half = 0.5 * is_new.float()
    assert occlusion(Films(films, films, flow, is_new, half, past=2)).overlap == 0


def test_readings_compare_with_real_films_and_say_what_cannot_be_measured():
    films, flow, is_new = sliding()
    made = films.clone()
    made[:, 3:] += 0.2
    sides = Films(made, films, flow, is_new, is_new.float(), past=2)
    battery = Battery(FILM_MEASURES, lambda: sides, N)
    found = {row.name: row.value for row in battery.read(lambda *_: True)}
    assert found["flicker"] == pytest.approx(0.2, abs=1e-5)
    assert found["flicker_real"] == pytest.approx(0, abs=1e-6)
    assert found["occlusion_iou"] == 1
    assert found["occlusion_chance"] == pytest.approx(1 / 8 * 1 / 8 / (1 / 4 - 1 / 64))
    with pytest.raises(InputError, match="paints each frame whole"):
        occlusion(Films(films, films, flow, is_new))
