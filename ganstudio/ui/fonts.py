"""The shipped fonts and the type roles of the studio."""

from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase

from ganstudio.core.paths import assets_dir

FontRole = Literal[
    "page",
    "object",
    "body",
    "strong",
    "control",
    "button",
    "title",
    "tick",
    "badge",
    "head",
    "code",
]

_SANS = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Ubuntu", "DejaVu Sans")
_MONO = ("JetBrains Mono", "Cascadia Mono", "Menlo", "DejaVu Sans Mono")

# role -> size in px at 100 %, weight
_ROLES: dict[FontRole, tuple[int, int]] = {
    "page": (20, 600),
    "object": (15, 600),
    "body": (13, 400),
    "strong": (13, 600),
    "control": (12, 400),
    "button": (12, 500),
    "title": (12, 600),
    "tick": (11, 400),
    "badge": (11, 500),
    "head": (11, 600),
    "code": (12, 400),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Register the shipped fonts once; needs a QGuiApplication. Returns the families found."""
    families: list[str] = []
    for path in sorted((assets_dir() / "fonts").rglob("*.[ot]tf")):
        identifier = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(identifier)
    return tuple(families)


def make_font(role: FontRole, scale: float) -> QFont:
    """A font for a type role, with tabular numerals, at the user's scale."""
    size, weight = _ROLES[role]
    font = QFont()
    font.setFamilies(list(_MONO if role == "code" else _SANS))
    font.setPixelSize(max(11, round(size * scale)))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role != "code":
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
