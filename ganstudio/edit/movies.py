"""Films as files: frames, animations, a sheet, the latents; each with its script beside it."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist, Picture
from ganstudio.edit.documents import Script, dumps
from ganstudio.edit.films import PlayFilm
from ganstudio.edit.provenance import BESIDE, KEY, to_png
from ganstudio.edit.request import Rendering
from ganstudio.edit.timeline import Course, Interpolate

ReelKind = Literal["frames", "gif", "apng", "mp4"]
MovieKind = Literal[ReelKind, "sheet", "latents"]
ENDINGS: dict[MovieKind, str] = {
    "frames": "", "gif": ".gif", "apng": ".png", "mp4": ".mp4", "sheet": ".png", "latents": ".npz",
}  # fmt: skip
_CLEAR = 256  # px of an animation that can be watched: smaller frames are enlarged
_ENCODER = "ffmpeg"

Progress = Callable[[float | None, str], None]
"""Told the share that is done, and of what; raises Cancelled when nobody waits."""

Film = Interpolate | PlayFilm
"""What a film is made of, and how fast it goes; `drawn` gives its frames."""


@dataclass(frozen=True, slots=True)
class Movie:
    """A film, the system that draws it in evaluation mode, and the script that replays it."""

    film: Film
    system: System
    script: Script


@dataclass(frozen=True, slots=True)
class Reel:
    """Pictures of one size that pass in turn: how many a second, and what replays them."""

    pictures: Iterator[Picture]
    count: int
    per_second: float
    script: Script | None = None


def why_not(kind: MovieKind) -> str:
    """Why files of this kind cannot be written here; empty where they can."""
    if kind == "mp4" and shutil.which(_ENCODER) is None:
        return "MP4 needs the program ffmpeg, which is not there: choose GIF or APNG, or install it"
    return ""


def write_movie(movie: Movie, kind: MovieKind, target: Path, progress: Progress) -> Path:
    """Draw a film and write it, whole or not at all.

    Args:
        movie: what is drawn.
        kind: of the file; "frames" takes a folder, which is made.
        target: of the ending that belongs to the kind.
        progress: told after every frame.

    Returns:
        What was written: the file, or the folder.

    Raises:
        InputError: the model cannot draw it, or a program or a writable place is missing.
        Cancelled: `progress` did not want to wait; nothing is left behind.
    """
    with _saying_why(kind, target):
        _write(movie, kind, target, progress)
        script = target / f"film{BESIDE}" if kind == "frames" else target.with_suffix(BESIDE)
        write_atomically(script, dumps(movie.script).encode())
    return target


def write_reel(reel: Reel, kind: ReelKind, target: Path) -> Path:
    """Write pictures that are there already, whole or not at all.

    Args:
        reel: the pictures, and how fast they pass.
        kind: of the file; "frames" takes a folder, which is made.
        target: of the ending that belongs to the kind.

    Returns:
        What was written: the file, or the folder.

    Raises:
        InputError: a program or a writable place is missing.
    """
    with _saying_why(kind, target):
        _write_reel(reel, kind, target)
    return target


@contextmanager
def _saying_why(kind: MovieKind, target: Path) -> Iterator[None]:
    """Raises InputError where the kind cannot be written here, or nothing at that place."""
    reason = why_not(kind)
    if reason:
        raise InputError(f"{reason}.")
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{error.filename or target} was not written: {error.strerror or error}. Choose "
            "another folder or make room."
        ) from error


def _write(movie: Movie, kind: MovieKind, target: Path, progress: Progress) -> None:
    film = movie.film
    match kind:
        case "latents":
            write_atomically(target, latents_of(movie, progress))
        case "sheet":
            pictures = np.stack(list(_drawn(movie, progress)))
            write_atomically(
                target, to_png(Rendering(pictures, film.columns).sheet(), movie.script)
            )
        case _:
            pictures_in_turn = _drawn(movie, progress)
            reel = Reel(pictures_in_turn, film.frame_count, film.frames_per_second, movie.script)
            _write_reel(reel, kind, target)


def _write_reel(reel: Reel, kind: ReelKind, target: Path) -> None:
    match kind:
        case "frames":
            _write_frames(reel, target)
        case "mp4":
            _write_mp4(reel, target)
        case _:
            frames = [enlarged(picture) for picture in reel.pictures]
            write = gif if kind == "gif" else apng
            write_atomically(target, write(frames, reel.per_second, reel.script))


def gif(frames: list[Picture], per_second: float, _script: Script | None = None) -> bytes:
    """An animation that repeats. GIF counts hundredths of a second, so its pace is rounded."""
    ends = [round(100 * (at + 1) / per_second) for at in range(len(frames))]
    lasts = [10 * max(end - start, 2) for start, end in zip([0, *ends], ends, strict=False)]
    images = [_image(frame) for frame in frames]
    target = io.BytesIO()
    images[0].save(
        target, "GIF", save_all=True, append_images=images[1:], loop=0, duration=lasts,
        optimize=False,
    )  # fmt: skip
    return target.getvalue()


def apng(frames: list[Picture], per_second: float, script: Script | None = None) -> bytes:
    """An animated PNG that repeats, exact in every pixel, and carries its script."""
    about = PngImagePlugin.PngInfo()
    if script is not None:
        about.add_itxt(KEY, dumps(script), zip=True)
    images = [_image(frame) for frame in frames]
    target = io.BytesIO()
    images[0].save(
        target, "PNG", save_all=True, append_images=images[1:], loop=0, pnginfo=about,
        duration=1000 / per_second,
    )  # fmt: skip
    return target.getvalue()


def latents_of(movie: Movie, progress: Progress) -> bytes:
    """The points of a film as an .npz: z (frames, d) or styles (frames, layers, d), and times."""
    film = movie.film
    if not isinstance(film, Interpolate):
        raise InputError("This film is painted of maps and has no latents: choose another file.")
    course = Course(film, Artist(movie.system))
    points = []
    for frame in range(film.frame_count):
        points.append(course.point(film.moment(frame))[0].cpu().numpy())
        progress((frame + 1) / film.frame_count, "Latents")
    name = "styles" if film.space in ("w-lerp", "w+") else "z"
    moments = [film.moment(frame) for frame in range(film.frame_count)]
    target = io.BytesIO()
    arrays: dict[str, NDArray[np.float32]] = {
        name: np.stack(points),
        "times": np.array([film.time_of(at) for at in range(film.frame_count)], np.float32),
        "truncations": np.array([moment.truncation for moment in moments], np.float32),
    }
    np.savez_compressed(target, allow_pickle=False, **arrays)
    return target.getvalue()


def enlarged(picture: Picture) -> Picture:
    """A small picture at a whole multiple of its size, pixels as squares."""
    times = max(1, _CLEAR // max(picture.shape[:2]))
    return picture.repeat(times, 0).repeat(times, 1)


def _drawn(movie: Movie, progress: Progress) -> Iterator[Picture]:
    film = movie.film
    for frame, picture in enumerate(film.drawn(movie.system)):
        progress((frame + 1) / film.frame_count, f"Frame {frame + 1:,} of {film.frame_count:,}")
        yield picture


def _write_frames(reel: Reel, folder: Path) -> None:
    """Into a folder of another name first, so that a film that is cut short leaves nothing."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder.name} holds files already: choose an empty or a new folder.")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    digits = max(4, len(str(reel.count)))
    try:
        for at, picture in enumerate(reel.pictures):
            (unfinished / f"{at:0{digits}}.png").write_bytes(to_png(picture))
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_mp4(reel: Reel, target: Path) -> None:
    unfinished = target.with_name(f".{target.stem}.unfinished.mp4")
    frames = (_even(enlarged(picture)) for picture in reel.pictures)
    first = next(frames)
    height, width, channels = first.shape
    pixels = "gray" if channels == 1 else "rgb24"
    command = [
        _ENCODER, "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", pixels, "-s",
        f"{width}x{height}", "-r", str(reel.per_second), "-i", "-", "-pix_fmt",
        "yuv420p", "-movflags", "+faststart", str(unfinished),
    ]  # fmt: skip
    encoder = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _feed(encoder, first, frames)
        unfinished.replace(target)
    finally:
        if encoder.poll() is None:
            encoder.kill()
            encoder.communicate()
        unfinished.unlink(missing_ok=True)


def _feed(encoder: "subprocess.Popen[bytes]", first: Picture, frames: Iterator[Picture]) -> None:
    """Raises InputError with the encoder's own words."""
    assert encoder.stdin is not None
    try:
        encoder.stdin.write(first.tobytes())
        for frame in frames:
            encoder.stdin.write(frame.tobytes())
    except BrokenPipeError:
        pass  # it tells why below
    _, told = encoder.communicate()
    if encoder.returncode:
        words = " ".join(told.decode(errors="replace").split())[:200]
        raise InputError(f"{_ENCODER} could not write the film: {words}. Choose GIF or APNG.")


def _even(picture: Picture) -> Picture:
    """Video is coded in blocks of 2 px: an odd last row or column is repeated."""
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _image(picture: Picture) -> Image.Image:
    return Image.fromarray(picture[..., 0] if picture.shape[-1] == 1 else picture)
