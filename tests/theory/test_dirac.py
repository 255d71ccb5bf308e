import numpy as np
import pytest

from ganstudio.core.errors import InputError
from ganstudio.theory.dirac import DiracGame, trajectory

START = (1.0, 0.5)


def distances(path):
    return np.linalg.norm(path, axis=1)


def test_wgan_played_at_once_spirals_out_by_its_closed_form():
    """A quarter turn times the rate, added: every step lengthens by sqrt(1 + rate²)."""
    path = trajectory(DiracGame("wgan"), START, 0.1, 50)
    expected = distances(path)[0] * (1 + 0.01) ** (np.arange(51) / 2)
    np.testing.assert_allclose(distances(path), expected, rtol=1e-12)


def test_wgan_played_in_turns_stays_on_an_ellipse():
    rate = 0.1
    theta, psi = trajectory(DiracGame("wgan"), START, rate, 200, critic_steps=1).T
    kept = theta**2 + psi**2 + rate * theta * psi  # moving the critic first
    np.testing.assert_allclose(kept, kept[0], rtol=1e-9)


def test_clipped_weights_stay_inside():
    path = trajectory(DiracGame("wgan", clip=0.3), START, 0.1, 300)
    assert np.abs(path[1:, 1]).max() <= 0.3


@pytest.mark.parametrize("name", ["gan", "non_saturating"])
def test_unpenalised_games_circle(name):
    values = np.linalg.eigvals(DiracGame(name).jacobian())
    np.testing.assert_allclose(sorted(values.imag), [-0.5, 0.5], atol=1e-6)
    np.testing.assert_allclose(values.real, 0, atol=1e-6)
    path = trajectory(DiracGame(name), START, 0.05, 2000)
    assert distances(path[-300:]).min() > 0.3


@pytest.mark.parametrize("strength", [0.3, 1.0, 2.0])
def test_r1_has_the_papers_eigenvalues(strength):
    """(-γ ± sqrt(γ² - 4 f'(0)²)) / 2 with f'(0) = 1/2: lemma 3.2 of the paper."""
    found = np.sort_complex(np.linalg.eigvals(DiracGame("r1", strength).jacobian()))
    root = np.sqrt(complex(strength**2 - 1))
    expected = np.sort_complex(np.array([(-strength - root) / 2, (-strength + root) / 2]))
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("name", ["r1", "consensus", "instance_noise"])
def test_three_games_find_the_rest_point(name):
    path = trajectory(DiracGame(name), START, 0.1, 3000)
    assert distances(path)[-1] < 1e-3


def test_instance_noise_has_the_papers_real_part():
    """Noise of variance s² damps the critic: the trace is -s² / 2 (f''(0) = -1/4, both sides)."""
    jacobian = DiracGame("instance_noise", 0.8).jacobian()
    assert np.trace(jacobian) == pytest.approx(-0.5 * 0.8**2, abs=1e-5)


def test_the_gradient_penalty_ends_on_a_circle_not_at_rest():
    path = trajectory(DiracGame("wgan_gp"), START, 0.02, 6000)
    assert distances(path[-500:]).min() > 0.05


def test_a_normalised_critic_never_turns():
    path = trajectory(DiracGame("spectral"), START, 0.1, 100)
    assert (path[:, 1] == START[1]).all()
    assert path[-1, 0] < 0


def test_a_rate_of_zero_is_refused():
    with pytest.raises(InputError, match="learning rate"):
        trajectory(DiracGame("gan"), START, 0.0, 1)
