"""How a film goes from one key-frame to the next."""

from typing import Literal

Easing = Literal["hold", "linear", "smooth"]
EASINGS: tuple[Easing, ...] = ("hold", "linear", "smooth")


def eased(easing: Easing, share: float) -> float:
    """How far between two keys a film is, 0 to 1, when a share of the time has passed.

    Smooth is 3t^2 - 2t^3: it begins and ends at rest.
    """
    if easing == "hold":
        return 0.0
    return share * share * (3 - 2 * share) if easing == "smooth" else share
