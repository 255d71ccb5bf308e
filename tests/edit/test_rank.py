import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.data.pixels import to_float
from ganstudio.edit.artist import Artist
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.rank import Rank

ITEMS = tuple(Drawn(latent=Latent(seed=seed)) for seed in range(1, 7))


def test_pictures_come_in_the_order_of_the_critic(styled):
    result = Rank(items=ITEMS).run(styled)
    values = result.readings["values"]
    order = np.argsort([-value for value in values], kind="stable")
    artist = Artist(styled)
    for place, item in enumerate(order):
        assert (result.pictures[place] == artist.draw(ITEMS[item].latent)).all()
    assert len(set(values)) > 1


def test_values_are_what_the_critic_says_of_the_pictures(styled):
    picture = Artist(styled).draw(ITEMS[0].latent)
    image = to_float(torch.from_numpy(picture).permute(2, 0, 1)[None])
    with torch.no_grad():
        wanted = float(styled.judge(image))
    assert Rank(items=ITEMS).run(styled).readings["values"][0] == pytest.approx(wanted, abs=1e-5)


def test_a_latent_is_the_nearest_to_itself(styled, labelled):
    for system in (styled, labelled):
        values = Rank(items=ITEMS, by="distance", to=ITEMS[3].latent).run(system).readings["values"]
        assert values[3] == 0
        assert min(value for at, value in enumerate(values) if at != 3) > 0


def test_distances_need_something_to_measure_to(styled):
    with pytest.raises(InputError, match="choose a latent first"):
        Rank(items=ITEMS, by="distance").run(styled)
