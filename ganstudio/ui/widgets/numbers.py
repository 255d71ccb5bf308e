"""Numbers as people read and type them."""

import math

from ganstudio.core.errors import InputError

MINUS = "−"
_SMALL, _LARGE = 1e-3, 1e6


def format_number(value: float, digits: int = 6) -> str:
    """Short text that reads back as the same number to `digits` significant digits.

    Very small and very large numbers are written as 3e-4; a leading minus is U+2212.
    """
    if isinstance(value, int) or not math.isfinite(value):
        return with_minus(str(value))
    if value != 0 and not _SMALL <= abs(value) < _LARGE:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return with_minus(f"{mantissa}e{int(exponent)}")
    return with_minus(f"{value:.{digits}g}")


def with_minus(text: str) -> str:
    """A number's text with a typographic minus in front; exponents keep their hyphen."""
    return MINUS + text[1:] if text.startswith("-") else text


def parse_number(text: str) -> float:
    """Read a number with either minus, thousands commas and scientific notation.

    Raises:
        InputError: the text is no number.
    """
    plain = text.strip().replace(MINUS, "-").replace(",", "").replace("\N{THIN SPACE}", "")
    try:
        return float(plain)
    except ValueError as error:
        raise InputError(f"“{text.strip()}” is not a number. Type one like 0.5 or 3e-4.") from error


def grouped(value: int) -> str:
    """A count with thousands commas."""
    return with_minus(f"{value:,}")
