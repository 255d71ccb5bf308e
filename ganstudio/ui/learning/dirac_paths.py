"""The smallest game: one number of the generator against one of the critic."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganstudio.theory.dirac import DiracGame, GameName, trajectory
from ganstudio.theory.divergences import Floats
from ganstudio.ui.learning.sandbox import (
    Curve,
    Knob,
    Plot,
    Sandbox,
    Shown,
    Switch,
    Values,
    figure,
    number,
)

_START = (1.0, 0.5)
_OFFERED: tuple[tuple[GameName, str], ...] = (
    ("gan", "GAN"),
    ("non_saturating", "Non-saturating GAN"),
    ("wgan", "WGAN, clipped at 1"),
    ("wgan_gp", "WGAN-GP"),
    ("r1", "GAN with R1"),
    ("consensus", "Consensus optimisation"),
    ("instance_noise", "Instance noise"),
    ("spectral", "Spectral norm"),
)
_NAMES: dict[str, GameName] = {name: name for name, _ in _OFFERED}
_AT_REST = 0.05
_JUMP = 1e3  # a field that is torn at 0 has no slope there


def _show(values: Values) -> Shown:
    name = _NAMES[str(values["game"])]
    game = DiracGame(name, number(values, "strength"), 1.0 if name == "wgan" else np.inf)
    steps = int(number(values, "steps"))
    in_turns = 1 if values["order"] == "turns" else 0
    path = trajectory(game, _START, number(values, "rate"), steps, in_turns)
    count = np.arange(steps + 1, dtype=float)
    plane = Plot(
        "The path",
        (Curve("θ, ψ", path[:, 0], path[:, 1], "accent"),),
        "θ across, ψ up; both rest at 0",
        is_plane=True,
    )
    over = Plot(
        "Over the steps",
        (
            Curve("Generator θ", count, path[:, 0], "generator", "dash"),
            Curve("Critic ψ", count, path[:, 1], "critic"),
        ),
        lines=(("rest", 0.0, ""),),
    )
    end = float(np.linalg.norm(path[-1]))
    eigenvalues = np.linalg.eigvals(game.jacobian())
    readings = (
        ("Distance left", figure(end, 3)),
        ("Eigenvalues at 0", _pair_words(eigenvalues)),
    )
    return Shown((plane, over), readings, _verdict(name, path))


def _pair_words(values: NDArray[Any]) -> str:
    if np.abs(values).max() > _JUMP:
        return "none: a jump"
    real, turn = float(values[0].real), float(abs(values[0].imag))
    if turn < 1e-6:
        return ", ".join(figure(float(value.real), 3) for value in values)
    return f"{figure(0.0 if abs(real) < 1e-6 else real, 3)} ± {figure(turn, 3)} i"


def _verdict(name: GameName, path: Floats) -> str:
    distances = np.linalg.norm(path, axis=1)
    late = distances[-max(len(distances) // 5, 1) :]
    if name == "spectral":
        return "A normalised critic of one weight is ±x: it never turns, and θ walks past 0."
    if late.max() < _AT_REST:
        return "It finds the rest point: the penalty takes the turn out of the game."
    if late.max() > 1.2 * distances[0]:
        return "It spirals away: steps of a finite size add length at every turn."
    return "It goes round: both gradients vanish at 0, and nothing draws the players there."


DIRAC_GAN = Sandbox(
    _show,
    (
        Knob("rate", "Learning rate", 0.01, 0.5, 0.1, is_log=True),
        Knob("strength", "Strength of the penalty", 0.05, 5, 1.0, is_log=True),
        Knob("steps", "Steps", 10, 1000, 400, is_whole=True),
    ),
    (
        Switch("game", _OFFERED, "gan", "Game"),
        Switch("order", (("once", "Both at once"), ("turns", "In turns")), "once"),
    ),
)
