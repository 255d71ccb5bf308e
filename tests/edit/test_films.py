"""Films painted frame by frame: of what, with what beside them, and what is refused."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.capabilities import PlaysFrames, capability
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.data.source import Share, unreported
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.film_reading import film_of_batch, film_of_files, with_twin
from ganstudio.edit.films import PlayFilm
from ganstudio.edit.movies import Movie, write_movie
from ganstudio.engine.preset import loads as preset_of
from ganstudio.engine.setup import build_system

FILMS = """\
data: {kind: traffic, count: 8}
system:
  system: vid2vid
  generator: {kind: frames, channels: 4, halvings: 1, blocks: 2, reach: 1.0}
  critic: {kind: multiscale, channels: 4, halvings: 1, widens: true}
  video_critic: {kind: multiscale, channels: 4, halvings: 1, widens: true}
schedule: {steps: 1, batch: 2}
"""
PAST, FRAMES, SIDE = 2, 9, 32
CPU = torch.device("cpu")


def built(text):
    preset = preset_of(text, "tiny")
    system = build_system(preset, CPU)
    for player in system.players.values():
        player.eval()
    return system, preset


@pytest.fixture(scope="module")
def painter():
    return built(FILMS)


@pytest.fixture(scope="module")
def twin():
    return built(FILMS.replace("system: vid2vid", "system: vid2vid\n  past: 0"))[0]


@pytest.fixture(scope="module")
def batch(painter):
    data = painter[1].data
    return data.open(0, CPU, Share(), unreported).reference(1, derive(0, "films"))


@pytest.fixture(scope="module")
def film(painter, batch):
    return film_of_batch(batch, painter[1].data.spec(), "Film 1")


def views_of(rendering, film, names):
    return dict(zip(names, np.split(rendering.pictures, len(names)), strict=True))


def test_frames_are_what_the_system_plays_behind_the_given_ones(painter, batch, film):
    system, _ = painter
    asked = film.model_copy(update={"views": ("made", "real")})
    films = views_of(asked.run(system), film, ("made", "real"))
    assert films["made"].shape == (FRAMES, SIDE, SIDE, 3)
    assert np.array_equal(films["made"][:PAST], films["real"][:PAST])
    with torch.no_grad():
        whole = capability(system, PlaysFrames).play(batch)["painting"][0]
    expected = (whole.permute(0, 2, 3, 1).numpy() + 1) * 127.5
    assert np.abs(films["made"] - expected).max() < 2


def test_a_frame_is_the_moved_one_and_paint_where_that_is_fresh(painter, film):
    names = ("made", "moved", "paint", "fresh")
    system, _ = painter
    films = views_of(film.model_copy(update={"views": names}).run(system), film, names)
    made, moved, paint, fresh = (films[one][PAST:].astype(float) for one in names)
    share = fresh / 255
    assert np.abs(made - (paint * share + moved * (1 - share))).max() < 3


def test_a_film_of_nothing_starts_with_paint_alone_and_is_the_same_again(painter, film):
    names = ("made", "paint", "fresh", "alone")
    system, _ = painter
    asked = film.model_copy(update={"views": names, "starts_real": False})
    first, again = asked.run(system), asked.run(system)
    films = views_of(first, film, names)
    assert np.array_equal(films["made"][0], films["paint"][0])
    assert np.array_equal(films["alone"][0], films["paint"][0])
    assert (films["fresh"][0] == 255).all()
    assert not np.array_equal(films["made"][5], films["alone"][5])
    assert first.pictures.tobytes() == again.pictures.tobytes()


def test_a_twin_stands_beside_it_and_in_its_script(painter, twin, film):
    system, _ = painter
    both = with_twin(film, twin, "frame-wise")
    asked = both.model_copy(update={"views": ("made", "twin", "real")})
    assert (asked.twin_name, both.views[-1]) == ("frame-wise", "twin")
    made = asked.run(system)
    alone = film.model_copy(update={"views": ("made",)}).run(twin)
    assert np.array_equal(views_of(made, film, ("made", "twin", "real"))["twin"], alone.pictures)
    steady = made.readings["steady"]
    real = asked.real.array().astype(float)
    maps = asked.maps.array()
    stays = maps[PAST + 1 :] == maps[PAST:-1]
    expected = np.abs(real[PAST + 1 :] - real[PAST:-1]).mean(-1)[stays].mean()
    assert steady["real"] == pytest.approx(expected)
    assert set(steady) == {"made", "twin", "real"}
    script = Script(workspace="edit", edit=asked)
    assert loads(dumps(script), Script, "script").edit == asked


def test_a_painter_without_memory_has_nothing_that_moves(twin, film):
    painted = film.run(twin)
    assert len(painted.pictures) == FRAMES * 3  # map, made, real
    assert set(painted.readings["steady"]) == {"made", "real"}


def test_label_frames_of_a_folder_are_a_film_in_the_order_of_their_numbers(painter, film, tmp_path):
    system, preset = painter
    folder = tmp_path / "frames"
    folder.mkdir()
    maps = film.maps.array()
    for at in range(3):
        Image.fromarray(maps[at]).save(folder / f"frame{at * 5}.png")  # 0, 5, 10
    found = film_of_files([folder], preset.data.spec())
    assert (found.name, found.starts_real) == ("frames", False)
    assert np.array_equal(found.maps.array(), maps[:3])
    assert "real" not in found.offers(capability(system, PlaysFrames))
    assert len(found.run(system).pictures) == 3 * 5  # map, made, moved, paint, fresh


def test_what_is_no_film_of_the_model_is_one_sentence(painter, film, tmp_path):
    system, preset = painter
    with pytest.raises(InputError, match="There is no film yet"):
        PlayFilm().run(system)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no frames in empty"):
        film_of_files([tmp_path / "empty"], preset.data.spec())
    Image.fromarray(np.full((SIDE, SIDE), 9, np.uint8)).save(tmp_path / "9.png")
    with pytest.raises(InputError, match=r"9\.png has the id 9 at column 0, row 0"):
        film_of_files([tmp_path / "9.png"], preset.data.spec())
    colours = film.palette.of(np.zeros((9, 3), np.uint8))
    strange = film.maps.of(np.full((3, SIDE, SIDE), 8, np.uint8))
    with pytest.raises(InputError, match="with 9 regions, which this model does not paint"):
        PlayFilm(maps=strange, palette=colours).run(system)
    with pytest.raises(ValueError, match="ids beyond the 1 colours"):
        PlayFilm(maps=film.maps, palette=film.palette.of(np.zeros((1, 3), np.uint8)))


def test_a_film_is_written_with_its_views_beside_each_other(painter, film, tmp_path):
    system, _ = painter
    asked = film.model_copy(update={"views": ("map", "made")})
    movie = Movie(asked, system, Script(workspace="edit", edit=asked))
    folder = write_movie(movie, "frames", tmp_path / "out", lambda _share, _words: None)
    frames = sorted(folder.glob("*.png"))
    assert len(frames) == FRAMES
    pictures = asked.run(system).pictures
    shown = np.asarray(Image.open(frames[4]))
    assert np.array_equal(shown[:, -SIDE:], pictures[FRAMES + 4])
    assert (folder / "film.edit.yaml").exists()
