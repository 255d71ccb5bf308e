"""Numbers as people read and type them."""

from ganstudio.core.errors import InputError

MINUS = "−"
_SMALL, _LARGE = 1e-3, 1e6


def format_number(value: float, digits: int = 6) -> str:
    """Short text that reads back as the same number to `digits` significant digits.

    Very small and very large numbers are written as 3e-4; minus is U+2212.
    """
    if isinstance(value, int):
        return str(value).replace("-", MINUS)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value).replace("-", MINUS)
    if value != 0 and not _SMALL <= abs(value) < _LARGE:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    return f"{value:.{digits}g}".replace("-", MINUS)


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
    return f"{value:,}".replace("-", MINUS)
