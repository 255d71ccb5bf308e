"""Which images a network that doubles from 4 pixels can make or judge."""

from ganstudio.core.errors import InputError

SIDES = (8, 16, 32, 64, 128)
START = 4


def doublings(shape: tuple[int, ...], network: str) -> int:
    """How many doublings lead from 4 pixels to the side of a (c, h, w) image: 1 to 5.

    Raises:
        InputError: the shape is not a square image of a possible side.
    """
    require_image(shape, network)
    _, height, width = shape
    if height != width or height not in SIDES:
        sides = ", ".join(map(str, SIDES[:-1]))
        raise InputError(
            f"{network} works on square images of {sides} or {SIDES[-1]} px, and this data has "
            f"{width} × {height} px: set another image size in the data settings, or choose an MLP."
        )
    return SIDES.index(height) + 1


def require_image(shape: tuple[int, ...], network: str) -> None:
    """Raises InputError where the shape is not that of a (c, h, w) image."""
    if len(shape) != 3:
        raise InputError(
            f"{network} works on images, and this data has {_counted(shape)} a sample: choose an "
            "MLP, or data made of images."
        )


def _counted(shape: tuple[int, ...]) -> str:
    return "1 number" if shape == (1,) else f"{' × '.join(map(str, shape))} numbers"
