"""A figure of a benchmark and what it is held to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure with the floor (or ceiling) it is held to."""

    name: str
    value: float
    unit: str
    floor: float
    is_ceiling: bool = False

    @property
    def is_met(self) -> bool:
        return self.value <= self.floor if self.is_ceiling else self.value >= self.floor

    @property
    def text(self) -> str:
        return _worded(self.value, self.unit)

    @property
    def floor_text(self) -> str:
        return ("≤ " if self.is_ceiling else "≥ ") + _worded(self.floor, self.unit)


def _worded(value: float, unit: str) -> str:
    shown = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return f"{shown} {unit}".rstrip()
