"""The Dirac-GAN: data at 0, a generator at theta, a critic D(x) = psi x; who finds the rest point.

Mescheder et al. 2018, arXiv:1801.04406, sections 2 and 3: the smallest game that shows that a
point where both gradients vanish need not draw anybody near.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit

from ganstudio.core.errors import InputError
from ganstudio.theory.divergences import Floats

GameName = Literal[
    "gan", "non_saturating", "wgan", "wgan_gp", "r1", "consensus", "instance_noise", "spectral"
]
_GENERATOR, _CRITIC = np.eye(2)  # who moves
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(64)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class DiracGame:
    """One way to play it.

    Attributes:
        strength: of the penalty (wgan_gp, r1, consensus), or the noise's standard deviation.
        clip: of psi, where weights are clipped (wgan); infinite for none.
    """

    name: GameName
    strength: float = 1.0
    clip: float = np.inf

    def field(self, theta: float, psi: float) -> Floats:
        """(2,) the directions in which gradient descent moves theta and psi."""
        match self.name:
            case "gan":
                return _plain(theta, psi)
            case "non_saturating":
                slope = expit(-theta * psi)
                return np.array([-psi * expit(theta * psi), theta * slope])
            case "wgan":
                return np.array([-psi, theta])
            case "wgan_gp":
                away = np.sign(psi) * (abs(psi) - 1)
                return np.array([-psi, theta - self.strength * away])
            case "r1":
                return _plain(theta, psi) - np.array([0.0, self.strength * psi])
            case "consensus":
                v = _plain(theta, psi)
                return v - self.strength * _jacobian(_plain, theta, psi).T @ v
            case "instance_noise":
                return self._noisy(theta, psi)
            case "spectral":  # psi / |psi| has no slope in psi: the critic never turns
                return np.array([-np.sign(psi) * expit(-theta * np.sign(psi)), 0.0])

    def jacobian(self, theta: float = 0.0, psi: float = 0.0) -> Floats:
        """(2, 2) of the field, by central differences."""
        return _jacobian(self.field, theta, psi)

    def _noisy(self, theta: float, psi: float) -> Floats:
        """Noise of one size on fakes and reals: the field in the mean over both."""
        fakes = theta + self.strength * _NODES
        reals = self.strength * _NODES
        slope_fake, slope_real = expit(-fakes * psi), expit(reals * psi)
        on_theta = -psi * (_WEIGHTS * slope_fake).sum()
        on_psi = (_WEIGHTS * (fakes * slope_fake - reals * slope_real)).sum()
        return np.array([on_theta, on_psi])


def trajectory(
    game: DiracGame,
    start: tuple[float, float],
    rate: float,
    steps: int,
    critic_steps: int = 0,
) -> Floats:
    """(steps + 1, 2) theta and psi along gradient descent.

    Args:
        game: how it is played.
        start: theta and psi.
        rate: of both players.
        steps: of the generator.
        critic_steps: 0 moves both at once; otherwise the critic takes so many, then the generator.

    Raises:
        InputError: a rate that is not positive.
    """
    if not rate > 0:
        raise InputError(f"The learning rate is {rate:g}: give one above 0.")
    place = np.array(start, float)
    path = [place]
    for _ in range(steps):
        if critic_steps:
            for _ in range(critic_steps):
                place = _moved(game, place, rate * _CRITIC)
            place = _moved(game, place, rate * _GENERATOR)
        else:
            place = _moved(game, place, rate * (_CRITIC + _GENERATOR))
        path.append(place)
    return np.stack(path)


def _jacobian(
    field: Callable[[float, float], Floats], theta: float, psi: float, step: float = 1e-5
) -> Floats:
    by_theta = (field(theta + step, psi) - field(theta - step, psi)) / (2 * step)
    by_psi = (field(theta, psi + step) - field(theta, psi - step)) / (2 * step)
    return np.stack([by_theta, by_psi], axis=1)


def _plain(theta: float, psi: float) -> Floats:
    """Of L = f(theta psi) + f(0) with f(t) = -log(1 + exp(-t)), which psi maximises."""
    slope = expit(-theta * psi)
    return np.array([-psi * slope, theta * slope])


def _moved(game: DiracGame, place: Floats, rates: Floats) -> Floats:
    theta, psi = place + rates * game.field(*place)
    return np.array([theta, np.clip(psi, -game.clip, game.clip)])
