import io
import shutil

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.core.system import System
from ganstudio.edit import movies
from ganstudio.edit.documents import Script, read
from ganstudio.edit.latents import Latent
from ganstudio.edit.movies import Movie, apng, enlarged, gif, write_movie
from ganstudio.edit.provenance import read_script
from ganstudio.edit.timeline import Interpolate, Key

FILM = Interpolate(
    keys=(Key(time=0, latent=Latent(seed=1)), Key(time=1, latent=Latent(seed=2))),
    frames_per_second=5,
    seconds=1.2,
    space="w-lerp",
    columns=3,
)
ENDINGS = {"gif": "f.gif", "apng": "f.png", "sheet": "f.png", "latents": "f.npz", "frames": "f"}


@pytest.fixture
def movie(styled: System) -> Movie:
    return Movie(FILM, styled, Script(edit=FILM))


def quiet(_share: float | None, _words: str) -> None:
    pass


@pytest.mark.parametrize("kind", sorted(ENDINGS))
def test_every_kind_has_its_script_beside_it(movie: Movie, kind, tmp_path) -> None:
    target = write_movie(movie, kind, tmp_path / ENDINGS[kind], quiet)
    script = target / "film.edit.yaml" if kind == "frames" else tmp_path / "f.edit.yaml"
    assert read(script, Script) == movie.script


def test_frames_are_the_films_own_pixels(movie: Movie, tmp_path) -> None:
    folder = write_movie(movie, "frames", tmp_path / "film", quiet)
    pictures = FILM.run(movie.system).pictures
    files = sorted(folder.glob("*.png"))
    assert [file.name for file in files] == [f"{at:04}.png" for at in range(6)]
    for file, picture in zip(files, pictures, strict=True):
        assert np.array_equal(np.asarray(Image.open(file)), picture[..., 0])


def test_an_animated_png_keeps_every_pixel_and_its_script(movie: Movie, tmp_path) -> None:
    target = write_movie(movie, "apng", tmp_path / "f.png", quiet)
    pictures = FILM.run(movie.system).pictures
    with Image.open(target) as found:
        assert found.n_frames == 6
        for at, picture in enumerate(pictures):
            found.seek(at)
            assert np.array_equal(np.asarray(found), enlarged(picture)[..., 0])
            assert found.info["duration"] == pytest.approx(200)
    assert read_script(target) == movie.script


def test_a_gif_is_as_long_as_its_film() -> None:
    frames = [np.full((4, 4, 3), 8 * at, np.uint8) for at in range(30)]
    with Image.open(io.BytesIO(gif(frames, 30))) as found:
        lasts = []
        for at in range(found.n_frames):
            found.seek(at)
            lasts.append(found.info["duration"])
        assert found.info["loop"] == 0
    assert sum(lasts) == 1000
    assert set(lasts) == {30, 40}


def test_the_sheet_is_what_a_replay_draws(movie: Movie, tmp_path) -> None:
    target = write_movie(movie, "sheet", tmp_path / "f.png", quiet)
    script = read_script(target)
    assert script is not None
    again = script.edit.run(movie.system).sheet()
    assert np.array_equal(np.asarray(Image.open(target)), again[..., 0])


def test_latents_are_the_points_of_the_film(movie: Movie, tmp_path) -> None:
    target = write_movie(movie, "latents", tmp_path / "f.npz", quiet)
    with np.load(target, allow_pickle=False) as found:
        assert found["styles"].ndim == 3
        assert len(found["styles"]) == len(found["times"]) == len(found["truncations"]) == 6
        assert found["times"][5] == pytest.approx(1.0)
        assert not np.array_equal(found["styles"][0], found["styles"][5])


@pytest.mark.parametrize("kind", sorted(ENDINGS))
def test_a_cancelled_film_leaves_nothing_behind(movie: Movie, kind, tmp_path) -> None:
    def refuse(share: float | None, _words: str) -> None:
        if share is not None and share > 0.4:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        write_movie(movie, kind, tmp_path / ENDINGS[kind], refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_is_not_touched(movie: Movie, tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="choose an empty or a new folder"):
        write_movie(movie, "frames", tmp_path, quiet)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_one_sentence(movie: Movie, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Choose another folder"):
        write_movie(movie, "gif", tmp_path / "file" / "f.gif", quiet)


def test_progress_ends_with_the_whole(movie: Movie, tmp_path) -> None:
    told = []
    write_movie(movie, "gif", tmp_path / "f.gif", lambda share, words: told.append((share, words)))
    assert told[-1] == (1.0, "Frame 6 of 6")
    assert [share for share, _ in told] == sorted(share for share, _ in told)


def test_a_missing_encoder_is_told_with_a_way_out(movie: Movie, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "choose GIF or APNG" in movies.why_not("mp4")
    with pytest.raises(InputError, match="needs the program ffmpeg"):
        write_movie(movie, "mp4", tmp_path / "f.mp4", quiet)


def encoder(folder, text: str) -> None:
    """A program by that name, which this machine may lack."""
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)


def test_frames_are_fed_to_the_encoder_as_they_are(movie: Movie, tmp_path, monkeypatch) -> None:
    (tmp_path / "bin").mkdir()
    encoder(tmp_path / "bin", 'for last; do :; done; exec /bin/cat > "$last"')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    target = write_movie(movie, "mp4", tmp_path / "f.mp4", quiet)
    pictures = FILM.run(movie.system).pictures
    expected = b"".join(enlarged(picture).tobytes() for picture in pictures)
    assert target.read_bytes() == expected


def test_an_encoder_that_fails_is_quoted(movie: Movie, tmp_path, monkeypatch) -> None:
    (tmp_path / "bin").mkdir()
    encoder(tmp_path / "bin", "echo no such codec >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(InputError, match="no such codec"):
        write_movie(movie, "mp4", tmp_path / "f.mp4", quiet)
    assert not (tmp_path / "f.mp4").exists()


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no encoder on this machine")
def test_an_encoder_writes_a_film(movie: Movie, tmp_path) -> None:
    target = write_movie(movie, "mp4", tmp_path / "f.mp4", quiet)
    assert b"ftyp" in target.read_bytes()[:16]


def test_small_frames_are_enlarged_by_whole_steps() -> None:
    small = np.arange(4, dtype=np.uint8).reshape(2, 2, 1)
    large = enlarged(small)
    assert large.shape == (256, 256, 1)
    assert np.array_equal(large[::128, ::128], small)


def test_animations_of_one_frame_are_possible() -> None:
    frame = [np.zeros((4, 4, 1), np.uint8)]
    assert Image.open(io.BytesIO(apng(frame, 10))).size == (4, 4)
    assert Image.open(io.BytesIO(gif(frame, 10))).size == (4, 4)
