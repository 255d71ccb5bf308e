"""What a picture or a session says of itself, read without torch: which workspace it belongs to."""

from pathlib import Path
from typing import Any, Literal

import yaml
from PIL import Image, UnidentifiedImageError

from ganstudio.core.errors import InputError

KEY = "ganstudio-edit"
SESSION_SUFFIX = ".gansession"
DIRECTION_SUFFIX = ".gandirection"
LATENT_MIME = "application/x-ganstudio-latent"  # of drags within the studio
_MOST = 256 << 20


def carried_text(path: Path) -> str | None:
    """The script in a PNG's text; None for pictures of elsewhere. Raises InputError."""
    try:
        with Image.open(path) as image:
            image.load()
            text = getattr(image, "text", {}).get(KEY)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise InputError(f"{path.name} cannot be read as a picture: {error}.") from error
    return None if text is None else str(text)


def workspace_of(path: Path) -> Literal["explore", "edit"] | None:
    """Where a session or picture was made; None for a picture that carries no edit.

    Raises InputError: it cannot be read.
    """
    if path.suffix.lower() == SESSION_SUFFIX:
        text = _session_text(path)
    else:
        carried = carried_text(path)
        if carried is None:
            return None
        text = carried
    return "edit" if _top(text).get("workspace") == "edit" else "explore"


def _session_text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST:
            raise InputError(f"{path.name} is larger than any session: choose another file.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as text: {error}.") from error


def _top(text: str) -> dict[str, Any]:
    """The first lines alone, where they suffice: what follows may be megabytes of numbers."""
    head = "".join(
        line for line in text[:4096].splitlines(keepends=True) if line.startswith("workspace:")
    )
    try:
        found = yaml.safe_load(head)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
