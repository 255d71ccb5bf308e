"""Where the studio's files lie, and how a file that matters is written."""

import os
import tempfile
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
    """Write under a temporary name, flush to disk, then rename: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
