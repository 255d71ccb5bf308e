import numpy as np
import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.directions import (
    Direction,
    DirectionFile,
    read_directions,
    write_directions,
)
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.packed import Packed
from ganstudio.edit.steer import Move, Steer, Strip

LATENT = Latent(seed=4)


def direction(width: int, space: str = "w", **fields) -> Direction:
    values = torch.zeros(width)
    values[1] = 1
    base = {"name": "Second", "source": "pca", "space": space, "sigma": 0.5}
    return Direction(vector=Packed.of(values), **(base | fields))


def test_no_amount_leaves_the_picture_bit_for_bit(styled) -> None:
    steer = Steer(latents=(LATENT,), moves=(Move(direction=direction(8)),))
    plain = Draw(items=(Drawn(latent=LATENT),))
    assert np.array_equal(steer.run(styled).pictures, plain.run(styled).pictures)


def test_styles_move_in_the_range_alone(styled) -> None:
    move = Move(direction=direction(8, layers=(1, 2)), amount=2)
    artist = Artist(styled)
    before = artist.styles(LATENT)[0]
    place = Steer(latents=(LATENT,), moves=(move,)).run(styled).readings["latents"][0]
    apart = place.styles.tensor() - before
    assert torch.allclose(apart[1:3, 1], torch.tensor(1.0), atol=1e-6)
    apart[1:3, 1] = 0
    assert not apart.any()


def test_what_was_steered_is_drawn_again_from_its_latent(styled, labelled) -> None:
    for system, move in (
        (styled, Move(direction=direction(8), amount=1.5)),
        (styled, Move(direction=direction(4, "z"), amount=-1.5)),
        (labelled, Move(direction=direction(100, "z"), amount=1.5)),
    ):
        width = Artist(system).z(LATENT).numel()
        if move.direction.space == "z" and len(move.direction.vector.array()) != width:
            move = Move(direction=direction(width, "z"), amount=move.amount)
        rendering = Steer(latents=(LATENT,), moves=(move,)).run(system)
        again = Draw(items=(Drawn(latent=rendering.readings["latents"][0]),)).run(system)
        assert np.array_equal(rendering.pictures, again.pictures)


def test_a_strip_shows_what_steering_shows(styled) -> None:
    steer = Steer(latents=(LATENT,), moves=(Move(direction=direction(8), amount=1),))
    strip = Strip(steer=steer, amounts=(0, 1))
    assert np.array_equal(strip.run(styled).pictures[1:], steer.run(styled).pictures)


def test_directions_of_other_models_are_told(styled, labelled) -> None:
    wrong = Steer(latents=(LATENT,), moves=(Move(direction=direction(9), amount=1),))
    with pytest.raises(InputError, match="has 9 numbers and the model's w has 8"):
        wrong.run(styled)
    with pytest.raises(InputError, match="this model has none"):
        wrong.run(labelled)
    beyond = Move(direction=direction(8, layers=(40, 41)), amount=1)
    with pytest.raises(InputError, match="from layer 41 on"):
        Steer(latents=(LATENT,), moves=(beyond,)).run(styled)


def test_a_file_holds_what_was_written(tmp_path) -> None:
    path = tmp_path / "second.gandirection"
    own = direction(8, layers=(0, 3), is_starred=True)
    write_directions(path, (own,), "run")
    assert read_directions(path) == DirectionFile(model="run", directions=(own,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2", "is no .gandirection file"),
        ("hello", "is no .gandirection file"),
        ("format: 2\ndirections: []", "newer studio"),
        ("directions: []", "directions"),
        ("directions: [{name: a, source: pca, space: w, sigma: -1}]", "vector is missing"),
        ("!!python/object/apply:os.system ['true']", "is no .gandirection file"),
    ],
)
def test_damaged_files_are_one_sentence(tmp_path, text, words) -> None:
    path = tmp_path / "bad.gandirection"
    path.write_text(text)
    with pytest.raises(InputError, match=words) as told:
        read_directions(path)
    assert "\n" not in str(told.value)


def test_a_vector_that_is_no_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="length 1"):
        Direction(name="a", source="pca", space="z", sigma=1, vector=Packed.of(torch.ones(3)))
    vector = Packed.of(torch.tensor([float("nan")]))
    with pytest.raises(ValueError, match="finite"):
        Direction(name="a", source="pca", space="z", sigma=1, vector=vector)
