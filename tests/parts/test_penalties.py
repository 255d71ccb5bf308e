from pathlib import Path

import pytest
import torch
import ziamath
from pydantic import TypeAdapter
from torch import Tensor, nn

import ganstudio.parts.penalties as package
from ganstudio.core.config import changes
from ganstudio.nn.random import Random
from ganstudio.parts.critic import Critic, Judged, Verdict
from ganstudio.parts.penalties import (
    GENERATOR_PENALTIES,
    PENALTIES,
    R1,
    Drift,
    GradientPenalty,
    Penalty,
)
from ganstudio.parts.views import Pack


class Scorer(nn.Module):
    """Scores by a body (n, ...) -> (n, 1)."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:
        return Verdict(self.body(view).squeeze(1))


class Quadratic(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return 0.5 * x.square().sum(1, keepdim=True)


def random(seed: int = 0) -> Random:
    return Random(seed, torch.device("cpu"))


def linear(*weights: float) -> nn.Module:
    layer = nn.Linear(len(weights), 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([weights]))
    return layer


def judged(body: nn.Module, real: Tensor, fake: Tensor, pack: int = 1) -> Judged:
    views = [Pack(count=pack).build(random())] if pack > 1 else []
    critic = Critic(Scorer(body), views)
    seen = critic.view(real), critic.view(fake)
    return Judged(critic, real, fake, *seen, critic.score(seen[0]), critic.score(seen[1]), None)


def points(count: int = 16, seed: int = 1) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return (
        torch.randn(count, 2, generator=generator),
        torch.randn(count, 2, generator=generator) + 3,
    )


def test_every_module_of_the_folder_is_in_the_union():
    modules = {file.stem for file in Path(package.__file__).parent.glob("[a-z]*.py")}
    assert modules == {
        part.model_fields["kind"].default for part in (*PENALTIES, *GENERATOR_PENALTIES)
    }


@pytest.mark.parametrize("part", PENALTIES)
def test_a_saved_penalty_is_read_back_by_its_kind(part):
    assert TypeAdapter(Penalty).validate_python(changes(part())) == part()
    extra = part.model_fields["weight"].json_schema_extra
    assert extra["live"]
    assert extra["symbol"] == "λ"


def test_gradient_penalty_is_zero_for_unit_slope():
    measured = GradientPenalty().measure(judged(linear(0.6, 0.8), *points()), random())
    assert measured.value.item() == pytest.approx(0, abs=1e-10)
    assert measured.readings["slope"].item() == pytest.approx(1)


@pytest.mark.parametrize(
    ("part", "weights", "expected"),
    [
        (GradientPenalty(), (3.0, 4.0), 16.0),
        (GradientPenalty(target=2), (3.0, 4.0), 9.0),
        (GradientPenalty(target=0), (3.0, 4.0), 25.0),
        (GradientPenalty(one_sided=True), (3.0, 4.0), 16.0),
        (GradientPenalty(one_sided=True), (0.3, 0.4), 0.0),
        (GradientPenalty(), (0.3, 0.4), 0.25),
        (R1(), (3.0, 4.0), 12.5),
    ],
)
def test_slope_penalties_are_exact_for_linear_critics(part, weights, expected):
    value = part.value(judged(linear(*weights), *points()), random())
    assert value.item() == pytest.approx(expected, rel=1e-5, abs=1e-10)


def test_each_sample_has_its_own_slope_and_its_own_place():
    # For D(x) = |x|²/2 the slope at x is |x|: with real at 0 it is share times |fake|.
    real, fake = torch.zeros(64, 2), torch.tensor([[3.0, 4.0]]).repeat(64, 1)
    part = GradientPenalty(target=0)
    measured = part.measure(judged(Quadratic(), real, fake), random(7))
    share = random(7).uniform(64, 1).squeeze(1)  # of the real sample
    assert measured.value.item() == pytest.approx((5 * (1 - share)).square().mean().item())
    assert share.std().item() > 0.2


def test_one_share_moves_a_whole_image():
    real, fake = torch.zeros(4, 3, 8, 8), torch.ones(4, 3, 8, 8)

    class Flat(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.seen = torch.empty(0)

        def forward(self, x: Tensor) -> Tensor:
            self.seen = x.detach()
            return x.flatten(1).sum(1, keepdim=True)

    body = Flat()
    GradientPenalty().value(judged(body, real, fake), random())
    assert body.seen.flatten(1).std(dim=1).max().item() == 0
    assert body.seen[:, 0, 0, 0].std().item() > 0


def test_the_slope_of_a_flat_critic_has_a_finite_gradient():
    body = linear(0.0, 0.0)
    GradientPenalty().value(judged(body, *points()), random()).backward()
    assert all(weight.grad is None or weight.grad.isfinite().all() for weight in body.parameters())


def test_r1_differentiates_at_raw_real_data():
    real, fake = points()
    value = R1().value(judged(Quadratic(), real, fake), random())
    assert value.item() == pytest.approx(0.5 * real.square().sum(1).mean().item(), rel=1e-6)


def test_penalties_of_packed_views_count_one_slope_a_pack():
    body = linear(3.0, 4.0, 0.0, 12.0)
    seen = judged(body, *points(), pack=2)
    assert GradientPenalty(target=0).value(seen, random()).item() == pytest.approx(169)
    assert R1().value(seen, random()).item() == pytest.approx(169 / 2)


def test_drift_is_the_mean_square_of_real_scores():
    real, fake = points()
    value = Drift().value(judged(linear(1.0, 0.0), real, fake), random())
    layer = linear(1.0, 0.0)
    assert value.isfinite()
    body = nn.Sequential(layer)
    with torch.no_grad():
        layer.bias.fill_(2.0)
    value = Drift().value(judged(body, real, fake), random())
    assert value.item() == pytest.approx((real[:, 0] + 2).square().mean().item(), rel=1e-6)


@pytest.mark.parametrize("part", [GradientPenalty(), R1(), Drift()], ids=lambda part: part.kind)
def test_a_penalty_reaches_the_critics_weights_and_nothing_else(part):
    real, latents = points()
    generator = nn.Linear(2, 2)
    body = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    real.requires_grad_(True)
    part.value(judged(body, real, generator(latents)), random()).backward()
    assert all(weight.grad is None for weight in generator.parameters())
    assert body[0].weight.grad.abs().sum() > 0
    assert body[2].weight.grad.abs().sum() > 0


def test_descending_the_gradient_penalty_makes_the_slope_one():
    torch.manual_seed(0)
    body = nn.Sequential(nn.Linear(2, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1))
    real, fake = points(64)
    descent, draws = torch.optim.Adam(body.parameters(), lr=0.02), random()
    for _ in range(60):
        descent.zero_grad()
        measured = GradientPenalty().measure(judged(body, real, fake), draws)
        measured.value.backward()
        descent.step()
    assert measured.readings["slope"].item() == pytest.approx(1, abs=0.05)
    assert not measured.readings["slope"].requires_grad


@pytest.mark.parametrize(
    "part",
    [
        GradientPenalty(),
        GradientPenalty(one_sided=True, target=2.5),
        GradientPenalty(target=0),
        R1(),
        Drift(),
    ],
    ids=str,
)
def test_every_piece_of_a_formula_is_drawable(part):
    ziamath.config.svg2 = False
    formula = part.formula()
    assert formula[0].path == "weight"
    assert "critic" in {segment.role for segment in formula}
    for segment in formula:
        assert ziamath.Latex(segment.latex).svg().startswith("<svg")
    assert ziamath.Latex(" ".join(segment.latex for segment in formula)).svg().startswith("<svg")
    assert part.term_name() == part.kind
    assert part.paper()


@pytest.mark.parametrize("part", PENALTIES)
def test_every_field_explains_itself(part):
    for name, field in part.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
