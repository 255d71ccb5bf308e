import math
from pathlib import Path

import numpy as np
import pytest
import torch
import ziamath
from pydantic import TypeAdapter
from scipy.optimize import minimize_scalar

import ganstudio.parts.objectives as package
from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.objectives import (
    OBJECTIVES,
    FDivergence,
    Hinge,
    LeastSquares,
    Minimax,
    NonSaturating,
    Objective,
    Wasserstein,
)
from ganstudio.parts.variational import LogLambert, Numbers, log_lambert, row
from ganstudio.theory.divergences import NAMES, divergence

torch.manual_seed(0)
REAL = torch.randn(32, dtype=torch.float64) * 3
FAKE = torch.randn(32, dtype=torch.float64) * 3
FAR = (-1e4, -100.0, -30.0, 0.0, 30.0, 100.0, 1e4)

F_DIVERGENCES = [FDivergence(divergence=name, pi=0.3) for name in NAMES if name != "alpha"] + [
    FDivergence(divergence="alpha", alpha=alpha) for alpha in (-5, -1, 0.5, 0.7, 1.05, 1.5, 2, 5)
]
EVERY: list[ObjectivePart] = [
    Minimax(),
    NonSaturating(),
    LeastSquares(),
    LeastSquares(a=-1, b=1, c=0),
    Hinge(),
    Wasserstein(),
    FDivergence(divergence="alpha", alpha=0.95),
    *F_DIVERGENCES,
    *(part.model_copy(update={"generator": "divergence"}) for part in F_DIVERGENCES),
]
every_objective = pytest.mark.parametrize("objective", EVERY, ids=str)


def test_every_module_of_the_folder_is_in_the_union():
    modules = {file.stem for file in Path(package.__file__).parent.glob("[a-z]*.py")}
    assert modules == {part.model_fields["kind"].default for part in OBJECTIVES}


@pytest.mark.parametrize("part", OBJECTIVES)
def test_a_saved_objective_is_read_back_by_its_kind(part):
    saved = changes(part())
    assert saved == {"kind": part.model_fields["kind"].default}
    assert TypeAdapter(Objective).validate_python(saved) == part()
    assert part.label
    assert part.__doc__


def test_minimax_equals_its_logarithms():
    judge_real, judge_fake = torch.sigmoid(REAL), torch.sigmoid(FAKE)
    expected = -judge_real.log().mean() - (1 - judge_fake).log().mean()
    torch.testing.assert_close(Minimax().critic_loss(REAL, FAKE), expected)
    torch.testing.assert_close(Minimax().generator_loss(FAKE), (1 - judge_fake).log().mean())


def test_non_saturating_equals_its_logarithms():
    expected = -torch.sigmoid(FAKE).log().mean()
    torch.testing.assert_close(NonSaturating().generator_loss(FAKE), expected)
    same = Minimax().critic_loss(REAL, FAKE)
    torch.testing.assert_close(NonSaturating().critic_loss(REAL, FAKE), same)


def test_least_squares_carries_the_half_of_the_paper():
    objective = LeastSquares(a=-1, b=2, c=0.5)
    real, fake = torch.tensor([1.0, 3.0]), torch.tensor([0.0, 2.0])
    assert objective.critic_loss(real, fake).item() == 0.5 * 1 + 0.5 * (1 + 9) / 2
    assert objective.generator_loss(fake).item() == 0.5 * (0.25 + 2.25) / 2


def test_hinge_is_flat_beyond_the_margin():
    real, fake = torch.tensor([2.0, 0.5]), torch.tensor([-3.0, 0.0])
    assert Hinge().critic_loss(real, fake).item() == 0.25 + 0.5
    assert Hinge().generator_loss(fake).item() == 1.5


def test_wasserstein_critic_minimises_fake_minus_real():
    assert Wasserstein().critic_loss(torch.tensor([3.0]), torch.tensor([1.0])).item() == -2
    assert Wasserstein().generator_loss(torch.tensor([1.0, 3.0])).item() == -2


def test_least_squares_still_teaches_where_non_saturating_has_stopped():
    slopes = {}
    for objective in (LeastSquares(), NonSaturating()):
        score = torch.tensor([8.0], requires_grad=True)
        (slope,) = torch.autograd.grad(objective.generator_loss(score), score)
        slopes[objective.kind] = abs(slope.item())
    assert slopes["least_squares"] == 7
    assert 0 < slopes["non_saturating"] < 1e-3


def test_saturating_slope_vanishes_where_the_critic_is_sure_of_a_fake():
    score = torch.tensor([-10.0], requires_grad=True)
    (saturating,) = torch.autograd.grad(Minimax().generator_loss(score), score)
    (steep,) = torch.autograd.grad(NonSaturating().generator_loss(score), score)
    assert abs(saturating.item()) < 1e-4
    assert steep.item() == pytest.approx(-1, abs=1e-4)


@every_objective
def test_extreme_scores_give_finite_losses_and_slopes(objective):
    real = torch.tensor(FAR, requires_grad=True)
    fake = torch.tensor(FAR, requires_grad=True)
    loss = objective.critic_loss(real, fake)
    slopes = (*torch.autograd.grad(loss, (real, fake)),)
    generator = objective.generator_loss(fake)
    slopes += torch.autograd.grad(generator, fake)
    assert loss.isfinite()
    assert generator.isfinite()
    assert all(slope.isfinite().all() for slope in slopes)


@every_objective
def test_slopes_agree_with_finite_differences(objective):
    # Away from the kinks of the hinge.
    real = torch.linspace(-2.13, 2.9, 7, dtype=torch.float64, requires_grad=True)
    fake = torch.linspace(-2.71, 1.9, 7, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(objective.critic_loss, (real, fake))
    assert torch.autograd.gradcheck(objective.generator_loss, (fake,))


@every_objective
def test_the_critic_is_rewarded_for_telling_apart(objective):
    score = torch.zeros(1, requires_grad=True)
    real, fake = score + 0.2, score + 0.2
    to_real, to_fake = torch.autograd.grad(objective.critic_loss(real, fake), (real, fake))
    assert to_real.item() < 0 < to_fake.item()


@every_objective
def test_the_generator_is_rewarded_for_higher_scores(objective):
    fake = torch.tensor([-0.1], requires_grad=True)
    (slope,) = torch.autograd.grad(objective.generator_loss(fake), fake)
    assert slope.item() < 0


@every_objective
def test_equilibrium_is_where_constant_scores_minimise_the_critics_loss(objective):
    def loss(constant: float) -> float:
        score = torch.tensor([constant], dtype=torch.float64)
        return objective.critic_loss(score, score).item()

    best = minimize_scalar(loss, bounds=(-40, 40), method="bounded", options={"xatol": 1e-10})
    score = torch.tensor([best.x], dtype=torch.float64)
    critic, generator = objective.equilibrium()
    assert best.fun == pytest.approx(critic, abs=1e-5)
    if generator is not None:
        assert objective.generator_loss(score).item() == pytest.approx(generator, abs=1e-3)


@every_objective
def test_undecided_is_the_score_that_costs_least_where_fakes_equal_reals(objective):
    undecided = objective.undecided()
    if undecided is None:
        assert isinstance(objective, Wasserstein)
        return
    score = torch.tensor([undecided], dtype=torch.float64)
    cost = objective.critic_loss(score, score).item()
    assert cost == pytest.approx(objective.equilibrium()[0], abs=1e-9)


def test_least_squares_are_undecided_half_way_between_their_targets():
    assert LeastSquares().undecided() == 0.5
    assert LeastSquares(a=-1, b=1, c=0).undecided() == 0


def test_equilibria_have_the_known_numbers():
    assert NonSaturating().equilibrium() == pytest.approx((1.386294, 0.693147), abs=1e-6)
    assert Minimax().equilibrium() == pytest.approx((1.386294, -0.693147), abs=1e-6)
    assert LeastSquares().equilibrium() == (0.25, 0.125)
    assert Wasserstein().equilibrium() == (0.0, None)
    gan = FDivergence(divergence="gan").equilibrium()
    assert gan == pytest.approx((math.log(4), math.log(2)))


@pytest.mark.parametrize("objective", F_DIVERGENCES, ids=str)
def test_fused_rows_equal_the_exact_conjugate_of_the_activation(objective):
    exact = divergence(objective.divergence, objective.alpha, objective.pi)
    fused = row(objective.divergence, Numbers(objective.alpha, objective.pi, 20))
    # Below -2 the Pearson row keeps the table's parabola on purpose.
    scores = torch.linspace(-1.9 if exact.name == "pearson" else -6, 0.9, 41, dtype=torch.float64)
    t = exact.activation(scores.numpy())
    np.testing.assert_allclose(fused.activation(scores).numpy(), t, rtol=1e-9, atol=1e-12)
    expected = exact.conjugate(t)
    np.testing.assert_allclose(fused.composite(scores).numpy(), expected, rtol=1e-6, atol=1e-9)


def test_the_gan_row_is_the_original_game():
    objective = FDivergence(divergence="gan", generator="divergence")
    torch.testing.assert_close(objective.critic_loss(REAL, FAKE), Minimax().critic_loss(REAL, FAKE))
    torch.testing.assert_close(objective.generator_loss(FAKE), Minimax().generator_loss(FAKE))


def test_alpha_two_is_half_pearson():
    alpha = FDivergence(divergence="alpha", alpha=2)
    pearson = FDivergence(divergence="pearson")
    small = FAKE.clamp(-0.9, 0.9)
    # D_2 is half of Pearson: its critic T/2 reaches half the bound.
    torch.testing.assert_close(
        alpha.critic_loss(small, small), 0.5 * pearson.critic_loss(2 * small, 2 * small)
    )


@pytest.mark.parametrize("objective", F_DIVERGENCES, ids=str)
def test_rows_continue_along_their_tangent(objective):
    """Below a convex f* and above a concave g_f, equal up to the limit, leaving it smoothly."""
    exact = row(objective.divergence, Numbers(objective.alpha, objective.pi, 20))
    tamed = row(objective.divergence, Numbers(objective.alpha, objective.pi, 3))
    scores = torch.linspace(-12, 12, 4801, dtype=torch.float64, requires_grad=True)
    for curve, line in ((exact.composite, tamed.composite), (exact.activation, tamed.activation)):
        values = curve(scores)
        (slope,) = torch.autograd.grad(values.sum(), scores)
        gap = (values - line(scores)).detach().abs()
        leaving = torch.nonzero(gap > 1e-9 * values.detach().abs() + 1e-12).flatten()
        if len(leaving):
            edge = leaving[0] if gap[-1] > gap[0] else leaving[-1]
            near = edge + (3 if gap[-1] > gap[0] else -3)
            assert gap[near] < 0.05 * slope[near] * (4 * 24 / 4800)
            assert gap[(0 if gap[0] > gap[-1] else -1)] > gap[near]


@pytest.mark.parametrize("name", ["kl", "jeffrey", "squared_hellinger", "alpha"])
def test_a_smaller_limit_bounds_the_slope(name):
    fused = row(name, Numbers(1.5, 0.5, 3))
    fake = torch.tensor([50.0], requires_grad=True)
    (slope,) = torch.autograd.grad(fused.composite(fake), fake)
    expected = math.exp(1.5) if name == "squared_hellinger" else math.exp(3)
    assert slope.item() == pytest.approx(expected, rel=1e-5)


def test_log_lambert_solves_its_equation_to_the_second_derivative():
    y = torch.tensor(
        [-9999.0, -20, -1, 0, 0.5, 1, 2, 50, 1e4], dtype=torch.float64, requires_grad=True
    )
    root = log_lambert(y)
    torch.testing.assert_close(root.exp() + root, y)
    near = torch.linspace(-5, 9, 8, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(LogLambert.apply, (near,))
    assert torch.autograd.gradgradcheck(LogLambert.apply, (near,))


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_an_undefined_alpha_can_be_written_down_but_not_computed(alpha):
    objective = FDivergence(divergence="alpha", alpha=alpha)
    assert objective.critic_formula()
    assert objective.equilibrium()
    with pytest.raises(InputError, match="no formula"):
        objective.critic_loss(REAL, FAKE)


SURE = math.log(3)  # log p/q where p = (3/4, 1/4) and q = (1/4, 3/4)
ON_REAL = torch.tensor([SURE, SURE, SURE, -SURE], dtype=torch.float64)
ON_FAKE = torch.tensor([SURE, -SURE, -SURE, -SURE], dtype=torch.float64)
JS = 0.75 * math.log(1.5) + 0.25 * math.log(0.5)


def estimates(objective, real, fake):
    found = objective.estimate(objective.critic_loss(real, fake))
    return {name: value.item() for name, value in found.items()}


@pytest.mark.parametrize("objective", [Minimax(), NonSaturating()], ids=str)
def test_a_gans_optimal_critic_gives_the_jensen_shannon_divergence_and_others_less(objective):
    assert estimates(objective, ON_REAL, ON_FAKE) == {"js_bound": pytest.approx(JS)}
    assert estimates(objective, 0.5 * ON_REAL, 0.5 * ON_FAKE)["js_bound"] < JS
    apart = torch.full((4,), 50.0, dtype=torch.float64)
    assert estimates(objective, apart, -apart)["js_bound"] == pytest.approx(math.log(2))


def test_the_optimal_critic_of_an_f_gan_gives_its_divergence_and_others_less():
    kl = FDivergence(divergence="kl")
    assert estimates(kl, 1 + ON_REAL, 1 + ON_FAKE) == {"kl_bound": pytest.approx(SURE / 2)}
    assert estimates(kl, ON_REAL, ON_FAKE)["kl_bound"] < SURE / 2
    twice = FDivergence(divergence="jensen_shannon")
    assert estimates(twice, ON_REAL, ON_FAKE)["jensen_shannon_bound"] <= 2 * JS


def test_a_wasserstein_critic_estimates_the_gap_of_its_means():
    apart = torch.tensor([3.0, 5.0]), torch.tensor([1.0, 0.0])
    assert estimates(Wasserstein(), *apart) == {"w1_estimate": 3.5}


@pytest.mark.parametrize("objective", [Hinge(), LeastSquares()], ids=str)
def test_a_loss_that_is_no_distance_is_not_recorded_as_one(objective):
    assert estimates(objective, ON_REAL, ON_FAKE) == {}


@every_objective
def test_every_piece_of_a_formula_is_drawable_alone_and_joined(objective):
    ziamath.config.svg2 = False
    for formula in (objective.critic_formula(), objective.generator_formula()):
        roles = {segment.role for segment in formula}
        assert {"critic", "generator"} <= roles
        for segment in formula:
            assert ziamath.Latex(segment.latex).svg().startswith("<svg")
        joined = " ".join(segment.latex for segment in formula)
        assert joined.count("(") == joined.count(")")
        assert ziamath.Latex(joined).svg().startswith("<svg")
    assert objective.paper()


@pytest.mark.parametrize("part", OBJECTIVES)
def test_every_field_explains_itself(part):
    for name, field in part.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
