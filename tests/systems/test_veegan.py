"""VEEGAN: labels of the pairs, what is reconstructed, and whose gradient each term is."""

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from ganstudio.core.capabilities import Generates, capability
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.parts.critic import Critic, Verdict
from ganstudio.systems.veegan import Veegan, VeeganConfig
from tests.systems.playing import descend, play, reaches

POINTS, IMAGES = DataSpec((2,)), DataSpec((1, 8, 8))
MLP = {"kind": "mlp", "depth": 1, "width": 8}
DCGAN = {"kind": "dcgan", "channels": 4}
TINY = {"generator": MLP, "reconstructor": MLP, "critic": MLP, "prior": {"size": 4}}
TINY_IMAGES = {"generator": DCGAN, "reconstructor": DCGAN, "critic": DCGAN, "prior": {"size": 4}}
N = 16


def build(spec: DataSpec = POINTS, **more: Any) -> Veegan:
    torch.manual_seed(0)
    config = VeeganConfig.model_validate((TINY_IMAGES if spec.is_images else TINY) | more)
    return config.build(spec, Random(1, torch.device("cpu")))


def drawing(spec: DataSpec = POINTS) -> Callable[[], Batch]:
    source = torch.Generator().manual_seed(3)
    return lambda: Batch(torch.randn((N, *spec.shape), generator=source))


class Answers(nn.Module):
    """A network that is a formula: it stands where a trained one would."""

    def __init__(self, formula: Callable[[Tensor], Any]) -> None:
        super().__init__()
        self.formula = formula

    def forward(self, x: Tensor, label: Tensor | None = None) -> Any:
        return self.formula(x)


@pytest.mark.parametrize("spec", [POINTS, IMAGES], ids=["points", "images"])
def test_in_step_two_every_term_reaches_the_players_it_should(spec: DataSpec) -> None:
    system, draw = build(spec), drawing(spec)
    play(system, draw, 1)
    seen = []
    for phase in system.phases(draw, 1):
        for name, term in phase.loss().terms.items():
            reached = {n for n, player in system.players.items() if reaches(term.value, player)}
            seen.append((phase.player, name, reached))
        descend(system, phase)
    assert seen == [
        ("generator", "adversarial", {"generator", "critic"}),
        ("generator", "reconstruction", {"generator", "reconstructor"}),
        ("reconstructor", "reconstruction", {"reconstructor"}),
        ("critic", "adversarial", {"critic"}),
    ]


def test_a_step_is_algorithm_1_written_out() -> None:
    """Each player descends by 0.02 of its own gradient; all three are found before any moves."""
    system, real = build(spread=0.5), torch.randn(N, 2)
    critic, reconstructor, generator = (
        copy.deepcopy(system.players[name]) for name in ("critic", "reconstructor", "generator")
    )
    state = system.random.state()
    for phase in system.phases(lambda: Batch(real), 0):
        descend(system, phase, rate=0.02)
    system.random.restore(state)
    z, more, noise = (system.random.normal(N, numbers) for numbers in (4, 1, 4))

    def ratio(latents: Tensor, points: Tensor) -> Tensor:
        value: Tensor = critic(torch.cat([points, latents], 1)).score
        return value

    made = generator(torch.cat([z, more], 1))
    guessed = (reconstructor(real) + 0.5 * noise).detach()
    on_made, on_real = ratio(z, made.detach()).sigmoid(), ratio(guessed, real).sigmoid()
    distance = (z - reconstructor(made)).square().sum(1).mean()
    losses = {
        "critic": (critic, -on_made.log().mean() - (1 - on_real).log().mean()),
        "reconstructor": (reconstructor, distance),
        "generator": (generator, ratio(z, made).mean() + distance),
    }
    for name, (player, loss) in losses.items():
        slopes = torch.autograd.grad(loss, list(player.parameters()), retain_graph=True)
        for ours, before, slope in zip(
            system.players[name].parameters(), player.parameters(), slopes, strict=True
        ):
            assert torch.allclose(ours, before - 0.02 * slope, atol=1e-6), name


def test_the_pair_of_the_generator_has_label_one() -> None:
    """A critic sure of the right labels loses nothing, and of the swapped ones as much as it can.

    The made points are 5 and the real ones -5; D(z, x) is the first number of x.
    """
    system = build()
    system.critic = Critic(Answers(lambda pair: Verdict(pair[:, 0])))
    real, made, z = torch.full((N, 2), -5.0), torch.full((N, 2), 5.0), torch.zeros(N, 4)
    right = system._critic_loss(z, made, z, real).terms["adversarial"].value
    wrong = system._critic_loss(z, real, z, made).terms["adversarial"].value
    assert right.item() == pytest.approx(2 * math.log1p(math.exp(-5)), rel=1e-4)
    assert wrong.item() == pytest.approx(2 * softplus(torch.tensor(5.0)).item(), rel=1e-4)


def test_the_generator_lowers_the_plain_log_ratio() -> None:
    system = build(weight=0.0)
    z, made = torch.zeros(N, 4), torch.randn(N, 2)
    loss = system._generator_loss(z, made)
    expected = system._log_ratio(z, made).mean()
    assert set(loss.terms) == {"adversarial"}
    assert torch.allclose(loss.terms["adversarial"].value, expected)


def test_reconstruction_is_the_squared_distance_of_latents_summed_over_their_numbers() -> None:
    system = build(weight=0.5)
    system.reconstructor = Answers(lambda x: torch.ones(len(x), 4))
    z = torch.full((N, 4), 3.0)
    term = system._generator_loss(z, torch.randn(N, 2)).terms["reconstruction"]
    assert term.value.item() == pytest.approx(4 * 2.0**2)
    assert term.weight == 0.5


@pytest.mark.parametrize("spread", [1.0, 0.25])
def test_latents_guessed_for_real_data_spread_as_told_and_have_no_graph(spread: float) -> None:
    system = build(spread=spread)
    system.reconstructor = Answers(lambda x: torch.full((len(x), 4), 7.0))
    guessed = system._guessed(torch.zeros(20_000, 2))
    assert not guessed.requires_grad
    assert torch.allclose(guessed.mean(0), torch.full((4,), 7.0), atol=0.03)
    assert torch.allclose(guessed.std(0), torch.full((4,), spread), atol=0.03)


def test_more_latents_than_data_numbers_leave_their_difference_unfound() -> None:
    """The best linear pair of generator and reconstructor keeps two numbers of five."""
    system = build(prior={"size": 5}, noise=0)
    system.reconstructor = Answers(lambda x: torch.cat([x, torch.zeros(len(x), 3)], 1))
    z = system.latents(40_000, system.random)
    assert system._distance(z, z[:, :2]).item() == pytest.approx(3, abs=0.1)


def test_noise_stands_beside_the_latent_and_is_not_reconstructed() -> None:
    system = build(noise=3)
    latents = system.latents(6, system.random)
    assert latents.shape == (6, 7)
    assert system.generate(latents).shape == (6, 2)
    encoded = system.encode(torch.randn(6, 2))
    assert encoded.shape == (6, 7)
    assert torch.equal(encoded[:, 4:], torch.zeros(6, 3))
    assert not torch.equal(encoded[:, :4], torch.zeros(6, 4))
    assert build(noise=0).latents(6, system.random).shape == (6, 4)


def test_the_weight_may_change_while_it_trains() -> None:
    system = build()
    system.config = system.config.model_copy(update={"weight": 0.25})
    phase = next(system.phases(drawing(), 0))
    assert phase.loss().terms["reconstruction"].weight == 0.25
    extra = VeeganConfig.model_fields["weight"].json_schema_extra
    assert isinstance(extra, dict)
    assert extra["live"] is True


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    assert capability(system, Generates) is system
    assert set(system.config.optimizers()) == set(system.players)
    assert set(system.averaged) <= set(system.players)


def test_its_equation_and_flow_have_three_players() -> None:
    config = VeeganConfig()
    assert [line.player for line in config.equation().lines] == [
        "critic",
        "generator",
        "reconstructor",
    ]
    flow = config.flow(POINTS, "Ring")
    keys = {node.key for node in flow.nodes}
    assert "reconstructor" in keys
    assert all({edge.source, edge.target} <= keys for edge in flow.edges)
