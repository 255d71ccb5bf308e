import numpy as np
import pytest

from ganstudio.core.errors import Cancelled
from ganstudio.engine.lone_critic import LoneCritic, Recipe
from ganstudio.engine.lone_games import SurfaceTask, trained_on_line, trained_surface, world_points
from ganstudio.parts.objectives.minimax import Minimax
from ganstudio.theory.bounds import optimal_discriminator
from ganstudio.theory.densities import Mixture, gaussian

X = np.linspace(-6, 6, 241)
DATA, FAKES = gaussian(0.0, 0.5), gaussian(0.0, 1.5)


def untold(*_):
    """Nobody looks on."""


def test_a_trained_discriminator_comes_to_the_closed_form_where_there_are_samples():
    trained = trained_on_line("discriminator", DATA, FAKES, X, untold, steps=150)
    seen = np.exp(DATA.log_density(X)) + np.exp(FAKES.log_density(X)) > 0.01
    assert np.abs(trained - optimal_discriminator(DATA, FAKES)(X))[seen].max() < 0.05


def test_far_fakes_feel_the_trained_critic_and_not_the_discriminator():
    data, fakes = gaussian(3.0, 0.6), gaussian(-3.0, 0.6)
    slope = np.gradient(trained_on_line("critic", data, fakes, X, untold, steps=300), X)
    between = slope[(X > -3) & (X < 3)]
    assert np.abs(between - between.mean()).max() < 0.2 * between.mean()
    assert between.mean() == pytest.approx(1, abs=0.2)
    silent = np.gradient(trained_on_line("discriminator", data, fakes, X, untold, steps=60), X)
    assert abs(np.interp(-3, X, silent)) < 1e-3


def test_one_seed_gives_one_critic_and_leaves_torchs_own_generator_alone():
    def sides(random, count):
        return random.normal(count, 1), random.normal(count, 1) + 1

    first, second, other = (LoneCritic(Recipe(Minimax()), sides, 1, seed) for seed in (1, 1, 2))
    for critic in (first, second, other):
        critic.train(3)
    points = X[:, None]
    assert (first.values(points) == second.values(points)).all()
    assert (first.values(points) != other.values(points)).any()


def test_what_raises_while_it_is_told_ends_the_training():
    steps = []

    def told(step, total, values):
        steps.append((step, total, values.shape))
        if step >= 40:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        trained_on_line("discriminator", DATA, Mixture((0, 1), (1, 1), (0.5, 0.5)), X, told)
    assert [step for step, _, _ in steps] == [0, 20, 40]
    assert steps[0][1:] == (1000, X.shape)


def test_clipping_drives_weights_to_the_limits_and_a_penalty_holds_the_slope():
    clipped = trained_surface(SurfaceTask("ring", 0.01, steps=60), untold).held
    assert (np.abs(clipped.weights) > 0.009).mean() > 0.5
    assert np.abs(clipped.weights).max() <= 0.01 + 1e-8
    assert clipped.slope < 0.01
    penalised = trained_surface(SurfaceTask("ring", None, steps=60), untold)
    assert 0.8 < penalised.held.slope < 1.2
    assert penalised.values.shape == (56, 56)


def test_in_a_deep_critic_clipping_explodes_or_fades_and_a_penalty_does_neither():
    sizes = {}
    for clip in (0.01, 0.1, None):
        task = SurfaceTask("swiss_roll", clip, depth=12, steps=60 if clip else 20)
        gradients = trained_surface(task, untold).held.gradients
        assert gradients.shape == (13,)
        sizes[clip] = np.median(gradients)
    assert sizes[0.01] < 1e-6 < 1e-2 < sizes[None] < 10 < 50 < sizes[0.1]


def test_fakes_of_a_world_are_its_samples_with_noise_of_one():
    real, fake = world_points("grid", 4000)
    grown = fake.var(axis=0) - real.var(axis=0)
    assert grown == pytest.approx([1, 1], abs=0.12)
