"""How panels write numbers: two or three digits, a unit, no more."""

from ganstudio.ui.widgets.numbers import MINUS, format_number, grouped

THIN = "\N{THIN SPACE}"
_SIZES = ("B", "kB", "MB", "GB", "TB")


def reading(value: float) -> str:
    """Three digits or so, always with the same decimals in a decade."""
    size = abs(value)
    if not size < float("inf"):
        return "not a number"
    if size >= 1e6 or 0 < size < 1e-3:
        return format_number(value, 2)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def percent(share: float) -> str:
    return f"{100 * share:.1f}{THIN}%"


def steps(step: int) -> str:
    return grouped(step)


def amount(size: float) -> str:
    """Bytes in decimal units."""
    index = 0
    while size >= 1000 and index < len(_SIZES) - 1:
        size /= 1000
        index += 1
    return f"{size:.{0 if index < 2 or size >= 100 else 1}f}{THIN}{_SIZES[index]}"


def duration(seconds: float) -> str:
    """A rough time: "50 s", "about 2 min"."""
    if seconds < 90:
        return f"{max(round(seconds), 0)}{THIN}s"
    if seconds < 5400:
        return f"about {round(seconds / 60)}{THIN}min"
    return f"about {seconds / 3600:.1f}{THIN}h"


def setting_name(path: str) -> str:
    """The last part of a preset's path, as words."""
    return path.rsplit(".", 1)[-1].replace("_", " ")


def value_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return format_number(value, 4)
