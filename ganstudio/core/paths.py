"""Where the studio's files lie, and how a file that matters is written."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

import platformdirs

HOME_VARIABLE = "GANSTUDIO_HOME"
_PACKAGE = Path(__file__).resolve().parent.parent


def _resource(name: str) -> Path:
    bundled = _PACKAGE / "_bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def assets_dir() -> Path:
    """Icons, fonts and sample pictures: inside the wheel, or the repository's own."""
    return _resource("assets")


def presets_dir() -> Path:
    """The shipped presets, `<family>/<name>.yaml`."""
    return _resource("presets")


def home() -> Path:
    """The user's own folder: runs, presets and settings. `GANSTUDIO_HOME` moves it."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("GAN Studio", False))


def runs_dir() -> Path:
    return home() / "runs"


def own_presets_dir() -> Path:
    return home() / "presets"


def trash_dir() -> Path:
    return home() / "trash"


def settings_path() -> Path:
    return home() / "settings.json"


def cache_dir() -> Path:
    """Decoded datasets and pictures that can be made again."""
    chosen = os.environ.get(HOME_VARIABLE)
    return (
        Path(chosen) / "cache" if chosen else Path(platformdirs.user_cache_dir("GAN Studio", False))
    )


def write_atomically(path: Path, content: bytes) -> None:
    """Write under a temporary name, flush to disk, then rename: a reader never meets half of it.

    Raises OSError that names `path`.
    """
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        _forget(temporary)
        error.filename, error.filename2 = str(path), None
        raise
    except BaseException:
        _forget(temporary)
        raise


def _forget(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
