from random import Random

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from ganstudio.core.errors import InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.draw import Draw, Drawn, from_text, to_text
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.mix import Mix
from ganstudio.edit.packed import Packed
from ganstudio.edit.steer import Steer
from ganstudio.edit.sweep import Sweep
from ganstudio.edit.timeline import Interpolate, Key


def test_a_latent_is_one_of_seed_z_and_styles():
    with pytest.raises(ValidationError, match="one of seed, z and styles"):
        Latent()
    with pytest.raises(ValidationError, match="one of seed, z and styles"):
        Latent(seed=1, z=Packed.of(torch.zeros(4)))
    with pytest.raises(ValidationError, match="a label or a blend"):
        Latent(seed=1, label=0, blend=(1.0, 0.0))


def test_reseeding_never_draws_the_same_seed_again():
    class Chance(Random):
        drawn = iter((7, 7, 12))

        def randrange(self, start, stop=None, step=1):
            return next(self.drawn)

    was = Latent(seed=7, label=3, caption="a small red circle")
    assert was.reseeded(Chance()) == was.model_copy(update={"seed": 12})
    z = Latent(z=Packed.of(torch.zeros(4)))
    assert z.reseeded(Random(0)).z is None


def test_a_latent_is_the_same_after_it_was_text():
    z = Packed.of(torch.randn(4, generator=torch.manual_seed(0)))
    drawn = Drawn(latent=Latent(z=z, label=3), manner=Manner(truncation=0.5), note="a seven")
    assert from_text(to_text(drawn)) == drawn


def test_a_number_alone_is_a_seed():
    assert from_text(" 42\n").latent == Latent(seed=42)


@pytest.mark.parametrize("text", ["", "hello", "a: 1", "ganstudio-latent: 3", "{", "[1, 2]"])
def test_other_text_is_no_latent(text):
    with pytest.raises(InputError, match=r"holds no latent|The latent"):
        from_text(text)


def test_an_empty_board_says_what_to_do(styled):
    with pytest.raises(InputError, match="put a latent on it"):
        Draw().run(styled)


def test_noise_of_one_input_changes_the_picture_and_off_is_zeros(styled):
    artist = Artist(styled)
    count = len(artist.noise.stored_noise())
    maps = artist.noise_maps(Manner(noise_at=("off", "random")))
    assert not maps[0].any()
    assert torch.equal(maps[1], artist.noise_maps(Manner(noise="random"))[1])
    stored = artist.noise.stored_noise()
    assert all(torch.equal(a, b) for a, b in zip(maps[2:], stored[2:], strict=True))
    assert len(maps) == count


def test_a_blend_of_one_class_is_that_class(labelled):
    artist = Artist(labelled)
    whole = tuple(float(at == 3) for at in range(10))
    by_blend = artist.draw(Latent(seed=1, blend=whole))
    assert (by_blend == artist.draw(Latent(seed=1, label=3))).all()


def test_a_blend_of_another_number_of_classes_is_refused(labelled):
    with pytest.raises(InputError, match="blends 2 classes and the model has 10"):
        Artist(labelled).draw(Latent(seed=1, blend=(0.5, 0.5)))


@pytest.mark.parametrize("field", ["z", "styles"])
def test_a_latent_of_another_size_is_told_by_every_request(styled, field):
    latent = Latent(**{field: Packed.of(np.zeros((3, 5) if field == "styles" else 5, np.float32))})
    for request in (
        Draw(items=(Drawn(latent=latent),)),
        Mix(sources=(latent,), destinations=(Latent(seed=1),)),
        Steer(latents=(latent,)),
        Sweep(latents=(latent,)),
        Interpolate(keys=(Key(time=0, latent=latent),), space="w+"),
    ):
        with pytest.raises(InputError, match="it belongs to another model"):
            request.run(styled)
