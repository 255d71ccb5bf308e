"""On a generator whose maps are known: the first one alone paints the upper left square."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from pydantic import ValidationError
from torch import nn

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.feature_maps import dropped_maps, has_maps, map_layers
from ganstudio.edit.forget import Forget, strongest
from ganstudio.edit.latents import Latent
from ganstudio.edit.marked import BoundingBox, Marked, inside

UPPER_LEFT = BoundingBox(left=0.01, top=0.01, right=0.49, bottom=0.49)
ALL = BoundingBox(left=0, top=0, right=1, bottom=1)
SHOWN = (Latent(seed=8), Latent(seed=9))


class Painter(nn.Module):
    """4 x 4 maps: upper left and lower right, as strong as z says, all places, none; 8 x 8 px."""

    def __init__(self) -> None:
        super().__init__()
        self.patterns = torch.zeros(4, 4, 4)
        self.patterns[0, :2, :2] = self.patterns[1, 2:, 2:] = self.patterns[2] = 1
        self.to_image = nn.ConvTranspose2d(4, 1, 2, 2)
        nn.init.constant_(self.to_image.weight, 0.3)
        nn.init.constant_(self.to_image.bias, -0.9)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        strength = torch.cat([1 + z[:, :2].abs(), torch.ones(len(z), 2)], 1)
        maps = strength[:, :, None, None] * self.patterns
        return self.to_image(maps).tanh()


class Drawing:
    """A system that only draws, of four numbers and without classes."""

    classes = 0
    averaged = ("generator",)

    def __init__(self, network: nn.Module) -> None:
        self.players = {"generator": network}

    def parts(self):
        return ()

    def latents(self, count, random):
        return random.normal(count, 4).clamp(-1, 1)

    def generate(self, latents, labels=None):
        return self.players["generator"](latents)


@pytest.fixture
def painting() -> Drawing:
    return Drawing(Painter())


def marked(count=3, *boxes):
    return tuple(Marked(latent=Latent(seed=seed), boxes=boxes) for seed in range(1, count + 1))


def rows(rendering):
    return rendering.pictures.reshape(3, -1, *rendering.pictures.shape[1:])


def test_boxes_drop_the_map_that_draws_there_and_leave_all_else_bit_for_bit(painting):
    result = Forget(marked=marked(3, UPPER_LEFT), shown=SHOWN).run(painting)
    readings = result.readings
    assert readings["dropped"] == (0,)
    weights = readings["weights"]
    assert weights[0] > 0 > weights[1]
    assert weights[3] == 0
    assert readings["accuracy"] == 1
    plain, without, change = rows(result)
    artist = Artist(painting)
    for at, latent in enumerate(SHOWN):
        assert (plain[at] == artist.draw(latent)).all()
        assert (without[at, 4:] == plain[at, 4:]).all()
        assert (without[at, :4, 4:] == plain[at, :4, 4:]).all()
        # where map 0 was, only the map of all places is left
        assert (without[at, :4, :4] == plain[at, 0, -1]).all()
        assert (change[at].astype(int) == plain[at].astype(int) - without[at]).all()
    assert readings["change"].outside == 0 < readings["change"].inside


def test_the_change_is_that_of_the_marked_samples(painting):
    request = Forget(marked=marked(2, UPPER_LEFT), shown=(Latent(seed=1), Latent(seed=2)))
    result = request.run(painting)
    apart = rows(result)[2][:, :4, :4].astype(float)
    assert result.readings["change"].inside == pytest.approx(apart.mean())


def test_without_boxes_all_stays_as_it_is_and_layers_are_told(painting):
    result = Forget(marked=marked(2), shown=SHOWN).run(painting)
    plain, without, change = rows(result)
    assert (plain == without).all()
    assert not change.any()
    (layer,) = result.readings["layers"]
    assert (layer.height, layer.width, layer.maps) == (4, 4, 4)
    assert set(result.readings) == {"layers"}


def test_a_share_of_none_drops_nothing_bit_for_bit(painting):
    result = Forget(marked=marked(2, UPPER_LEFT), shown=SHOWN, share=0).run(painting)
    assert result.readings["dropped"] == ()
    assert (rows(result)[0] == rows(result)[1]).all()


def test_the_strongest_share_of_the_weights_above_zero_is_dropped():
    weights = np.array([0.2, -1.0, 0.9, 0.0, 0.5, 0.1])
    assert strongest(weights, 1.0) == (2, 4, 0, 5)
    assert strongest(weights, 0.5) == (2, 4)
    assert strongest(weights, 0.01) == (2,)
    assert strongest(weights, 0.0) == ()
    assert strongest(-weights.clip(0), 1.0) == ()


def test_a_single_sample_cannot_be_held_out(painting):
    result = Forget(marked=marked(1, UPPER_LEFT), shown=SHOWN).run(painting)
    assert result.readings["accuracy"] is None
    assert result.readings["dropped"] == (0,)


def test_what_does_not_fit_is_said_in_a_sentence(painting):
    with pytest.raises(InputError, match="from 0 to 0; 3 is not one"):
        Forget(marked=marked(1, UPPER_LEFT), shown=SHOWN, layer=3).run(painting)
    with pytest.raises(InputError, match="cover every place"):
        Forget(marked=marked(2, ALL), shown=SHOWN).run(painting)
    painting.players["generator"].patterns[:2] = 0
    with pytest.raises(InputError, match="the same at every place"):
        Forget(marked=marked(1, UPPER_LEFT), shown=SHOWN).run(painting)


@pytest.mark.parametrize(
    ("box", "sentence"),
    [
        ("{left: 0.5, top: 0, right: 1.2, bottom: 1}", "right.*1.2"),
        ("{left: 0.5, top: 0, right: 0.5, bottom: 1}", "its left before its right"),
    ],
)
def test_a_box_that_lies_elsewhere_is_refused(box, sentence):
    text = (
        "edit: {kind: forget, marked: [{latent: {seed: 1}, boxes: ["
        + box
        + "]}], shown: [{seed: 2}]}"
    )
    with pytest.raises(InputError, match=sentence):
        loads(text, Script, "edit.yaml")
    with pytest.raises(ValidationError):
        Forget(marked=(), shown=SHOWN)


def test_a_model_without_maps_says_so(labelled):
    assert not has_maps(labelled)
    with pytest.raises(InputError, match="no convolutions: choose a run"):
        Forget(marked=marked(1), shown=SHOWN).run(labelled)


def test_places_in_a_box_are_those_whose_middle_is_and_never_none():
    box = BoundingBox(left=0.2, top=0.2, right=0.7, bottom=0.4)
    wanted = np.zeros((4, 4), bool)
    wanted[1, 1:3] = True
    assert (inside([box], 4, 4) == wanted).all()
    tiny = BoundingBox(left=0.97, top=0.0, right=1.0, bottom=0.02)
    assert np.argwhere(inside([tiny], 4, 4)).tolist() == [[0, 3]]
    assert inside([ALL], 3, 5).all()


@pytest.mark.parametrize("kind", ["styled", "resampling", "captioned"])
def test_any_convolutional_generator_has_layers_whose_maps_can_be_dropped(kind, request):
    system = request.getfixturevalue(kind)
    caption = "a red circle" if kind == "captioned" else ""
    one = Latent(seed=3, caption=caption)
    artist = Artist(system)
    plain = artist.draw(one)
    layers = map_layers(system, lambda: artist.draw(one))
    assert layers[0].height == plain.shape[0] // (2 if kind == "captioned" else 1)
    assert len(layers) > 1
    for layer in layers:
        with dropped_maps(system, layer, range(layer.maps)):
            changed = (artist.draw(one) != plain).any()
        assert changed or layer is not layers[0]  # attention may count for nothing at first
        assert (artist.draw(one) == plain).all()


def test_layers_that_read_the_same_maps_lose_them_together():
    first, second = nn.Conv2d(2, 1, 1), nn.Conv2d(2, 1, 3, padding=1)

    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = first, second

        def forward(self, z):
            maps = z[:, :2, None, None].expand(-1, -1, 4, 4)
            return self.first(maps) + self.second(maps)

    system = Drawing(Twice())
    artist = Artist(system)
    (layer,) = map_layers(system, lambda: artist.draw(Latent(seed=1)))
    assert layer.calls == {0, 1}
    with dropped_maps(system, layer, (0, 1)):
        drawn = artist.draw(Latent(seed=1))
    with torch.no_grad():
        bare = (first.bias + second.bias).item()
    assert np.allclose(drawn, round((bare + 1) * 127.5), atol=1)


def test_a_script_replays_the_same_bytes(painting):
    request = Forget(marked=marked(2, UPPER_LEFT), shown=SHOWN, share=0.5)
    script = loads(dumps(Script(edit=request)), Script, "edit.yaml")
    assert script.edit == request
    assert (script.edit.run(painting).sheet() == request.run(painting).sheet()).all()


def test_who_does_not_wait_ends_it(painting):
    seen = SimpleNamespace(last=-1)

    def told(index, _picture):
        seen.last = index
        if index == 1:
            raise Cancelled("A newer request has come.")

    with pytest.raises(Cancelled):
        Forget(marked=marked(1, UPPER_LEFT), shown=SHOWN).run(painting, told)
    assert seen.last == 1


def test_what_another_thread_draws_meanwhile_keeps_its_maps(painting):
    artist, one = Artist(painting), Latent(seed=1)
    plain = artist.draw(one)
    (layer,) = map_layers(painting, lambda: artist.draw(one))
    with dropped_maps(painting, layer, (0,)), ThreadPoolExecutor(1) as pool:
        elsewhere = pool.submit(artist.draw, one).result()
        assert (artist.draw(one) != plain).any()
    assert (elsewhere == plain).all()
