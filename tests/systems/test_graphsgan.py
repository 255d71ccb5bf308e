"""Nodes of which a few are labelled: which labels are read, whose gradient a term is."""

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, softplus

from ganstudio.core.capabilities import Classifies, Generates, Judges, capability, offered
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss, Phase
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.graph_files import Karate
from ganstudio.data.source import Share, unreported
from ganstudio.nn.random import Random
from ganstudio.parts.compatibility import check
from ganstudio.systems.graphsgan import GraphSgan, GraphSganConfig

CPU = torch.device("cpu")
SPEC = DataSpec((3,), ("a", "b", "c"), 60)
N = 16
TINY: dict[str, Any] = {
    "labels": 1,
    "generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
    "critic": {"kind": "noisy_mlp", "widths": (8, 6)},
    "prior": {"size": 4},
}
QUIET = {"kind": "noisy_mlp", "widths": (8,), "input_noise": 0.0, "hidden_noise": 0.0}


def build(spec: DataSpec = SPEC, **more: Any) -> GraphSgan:
    torch.manual_seed(0)
    return GraphSganConfig.model_validate(TINY | more).build(spec, Random(1, CPU))


def drawing(shift: int = 0) -> Callable[[], Batch]:
    """Batches whose labels are 0, 1, 2, 0, ...; `shift` changes those behind the first three."""
    source = torch.Generator().manual_seed(3)
    count = 0

    def draw() -> Batch:
        nonlocal count
        label = torch.arange(count, count + N)
        label = torch.where(label < len(SPEC.classes), label, label + shift) % len(SPEC.classes)
        count += N
        return Batch(torch.randn(N, 3, generator=source), label)

    return draw


def gradients_of(value: Tensor, module: nn.Module) -> list[Tensor]:
    weights = list(module.parameters())
    found = torch.autograd.grad(value, weights, retain_graph=True, allow_unused=True)
    return [g for g in found if g is not None]


def reaches(value: Tensor, module: nn.Module) -> bool:
    return any(bool((g != 0).any()) for g in gradients_of(value, module))


def descend(system: GraphSgan, phase: Phase, rate: float = 0.05) -> Loss:
    loss = phase.loss()
    total = sum((t.value * t.weight for t in loss.terms.values()), torch.zeros(()))
    weights = list(system.players[phase.player].parameters())
    found = torch.autograd.grad(total, weights, allow_unused=True)
    with torch.no_grad():
        for weight, gradient in zip(weights, found, strict=True):
            if gradient is not None:
                weight -= rate * gradient
    return loss


def run(system: GraphSgan, draw: Callable[[], Batch], steps: int) -> list[float]:
    return [
        term.value.item()
        for step in range(steps)
        for phase in system.phases(draw, step)
        for term in descend(system, phase).terms.values()
    ]


def test_in_the_second_step_every_term_reaches_its_own_player_and_no_other() -> None:
    system, draw = build(), drawing()
    run(system, draw, 1)
    seen: list[str] = []
    for phase in system.phases(draw, 1):
        for name, term in phase.loss().terms.items():
            seen.append(f"{phase.player}/{name}")
            assert reaches(term.value, system.players[phase.player]), name
            if phase.player == "critic":
                assert not gradients_of(term.value, system.generator), name
        descend(system, phase)
    assert seen == [
        "critic/supervised",
        "critic/unlabelled",
        "critic/entropy",
        "critic/pull_away",
        "generator/feature_matching",
        "generator/pull_away",
    ]


def seen_by(critic: nn.Module) -> tuple[list[Tensor], list[Any]]:
    """What a critic reads and answers from now on."""
    read: list[Tensor] = []
    answered: list[Any] = []
    critic.register_forward_pre_hook(lambda _m, args: read.append(args[0]))
    critic.register_forward_hook(lambda _m, _i, out: answered.append(out))
    return read, answered


def cosines_squared(features: Tensor) -> float:
    pairs = [(i, j) for i in range(len(features)) for j in range(len(features)) if i != j]
    cosine = torch.nn.functional.cosine_similarity
    return sum(cosine(features[i], features[j], dim=0).item() ** 2 for i, j in pairs) / len(pairs)


def test_the_critics_losses_are_those_of_the_paper() -> None:
    system = build(critic=QUIET)
    read, answered = seen_by(system.critic)
    batch = drawing()()
    loss = next(iter(system.phases(lambda: batch, 0))).loss()
    known, real, fake = answered
    rows = [int((batch.real[:3] == x).all(1).nonzero()) for x in read[0]]
    terms = {name: term.value for name, term in loss.terms.items()}
    assert torch.equal(read[1], batch.real)
    assert torch.allclose(terms["supervised"], cross_entropy(known.logits, torch.tensor(rows)))
    of_real, of_fake = real.logits.logsumexp(1), fake.logits.logsumexp(1)
    unlabelled = 0.5 * ((softplus(of_real) - of_real).mean() + softplus(of_fake).mean())
    assert torch.allclose(terms["unlabelled"], unlabelled)
    probable = real.logits.softmax(1)
    assert torch.allclose(terms["entropy"], -(probable * probable.log()).sum(1).mean())
    assert terms["pull_away"].item() == pytest.approx(cosines_squared(real.features), abs=1e-5)
    assert torch.allclose(loss.readings["fake_score"], of_fake.mean())


@pytest.mark.parametrize("distance", ["squared", "absolute"])
def test_the_generators_losses_are_those_of_the_paper(distance: str) -> None:
    system = build(critic=QUIET, distance=distance)
    _, second = system.phases(drawing(), 0)
    _, answered = seen_by(system.critic)
    terms = second.loss().terms
    wanted, made = (opinion.features for opinion in answered)
    gap = wanted.mean(0) - made.mean(0)
    matching = gap.square().mean() if distance == "squared" else gap.abs().mean()
    assert torch.allclose(terms["feature_matching"].value, matching)
    assert terms["pull_away"].value.item() == pytest.approx(cosines_squared(made), abs=1e-5)
    assert not wanted.requires_grad


def test_an_undecided_critic_has_the_entropy_of_an_even_choice() -> None:
    system = build(critic=QUIET)
    for name, weight in system.critic.head.named_parameters():
        if not name.endswith("original1"):  # the direction of a normalised weight has no zero
            nn.init.zeros_(weight)
    loss = next(iter(system.phases(drawing(), 0))).loss()
    assert loss.terms["entropy"].value.item() == pytest.approx(math.log(3))


def test_weights_are_those_of_the_configuration() -> None:
    weights = {
        "unlabelled_weight": 0.3,
        "entropy_weight": 0.4,
        "pull_away_weight": 0.6,
        "generator_pull_away_weight": 0.7,
    }
    critic, generator = (phase.loss().terms for phase in build(**weights).phases(drawing(), 0))
    assert [term.weight for term in critic.values()] == [1.0, 0.3, 0.4, 0.6]
    assert [term.weight for term in generator.values()] == [1.0, 0.7]


def test_labels_of_other_nodes_change_nothing() -> None:
    assert run(build(), drawing(0), 3) == run(build(), drawing(1), 3)


def test_the_nodes_that_the_generator_matches_are_drawn_anew() -> None:
    system, inner, drawn = build(), drawing(), []

    def draw() -> Batch:
        drawn.append(inner())
        return drawn[-1]

    run(system, draw, 2)
    assert len(drawn) == 4


def test_without_weights_other_nodes_teach_the_critic_nothing() -> None:
    def critic_after(scale: float) -> list[Tensor]:
        system = build(unlabelled_weight=0.0, entropy_weight=0.0, pull_away_weight=0.0)
        first = drawing()()

        def draw() -> Batch:
            real = first.real.clone()
            real[3:] *= scale
            return Batch(real, first.label)

        run(system, draw, 3)
        return [p.detach() for p in system.critic.parameters()]

    pairs = zip(critic_after(1.0), critic_after(5.0), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


def test_what_it_remembers_is_saved_with_the_critic() -> None:
    system, other = build(), build()
    run(system, drawing(), 1)
    for name, player in other.players.items():
        player.load_state_dict(system.players[name].state_dict())
    assert other.memory.is_full
    assert torch.equal(other.memory.samples, system.memory.samples)


def test_it_classifies_with_probabilities_and_judges_by_their_evidence() -> None:
    system = build()
    system.players["critic"].eval()
    x = torch.randn(4, 3)
    assert torch.equal(system.classify(x), system.classify(x))
    assert torch.allclose(system.classify(x).sum(1), torch.ones(4))
    logits = system.critic(x).logits
    assert torch.allclose(system.judge(x), logits.exp().sum(1).log(), atol=1e-6)


def test_fakes_are_vectors_like_the_nodes() -> None:
    system = build()
    assert system.generate(system.latents(5, system.random)).shape == (5, 3)


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    for wanted in (Generates, Judges, Classifies):
        assert capability(system, wanted) is system
    assert offered(system) == ("Generates", "Judges", "Classifies")
    assert set(system.averaged) <= set(system.players) == set(system.config.optimizers())


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (DataSpec((3,)), "choose a graph with classes"),
        (DataSpec((3,), ("a", "b"), 40), "leave none of the 40 nodes"),
    ],
)
def test_data_that_leave_nothing_to_learn_are_refused_in_one_sentence(
    spec: DataSpec, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        build(spec, labels=20)
    findings = check(GraphSganConfig().facts(spec, N))
    assert said in next(f.message for f in findings if f.severity == "error")


def test_defaults_are_those_of_the_authors_code() -> None:
    config = GraphSganConfig()
    assert config.critic.widths == (500, 500, 250, 250, 250)
    assert (config.critic.input_noise, config.critic.hidden_noise) == (0.05, 0.5)
    assert (config.prior.distribution, config.prior.size) == ("uniform", 200)
    for optimizer in config.optimizers().values():
        assert (optimizer.kind, optimizer.lr) == ("adam", 0.003)
    assert not [f for f in check(config.facts(DataSpec((3,), ("a", "b"), 99), 64)) if f.severity]


def test_the_equation_names_every_weight_and_the_flow_where_labels_enter() -> None:
    config = GraphSganConfig.model_validate({"distance": "absolute", "labels": 4})
    equation = config.equation()
    critic, generator = ("".join(s.latex for s in line.segments) for line in equation.lines)
    assert r"\lambda_1" in critic
    assert r"H[P_{D}(\cdot|x)]" in critic
    assert r"\cos^2(f(x),f(x'))" in critic
    assert r"\cos^2(f(G(z)),f(G(z')))" in generator
    paths = {segment.path for line in equation.lines for segment in line.segments if segment.path}
    fields = {path.removeprefix("system.") for path in paths}
    assert fields == {"distance"} | {
        name for name in GraphSganConfig.model_fields if "weight" in name
    }
    flow = config.flow(Karate().spec(), "karate club")
    assert [edge.target for edge in flow.edges if edge.source == "label"] == ["critic"]
    details = {node.key: node.detail for node in flow.nodes}
    assert details["label"] == "4 a class"
    assert details["generator_loss"] == "Features, pulled apart"


def test_one_label_a_side_names_most_of_the_karate_club() -> None:
    """The leaders are labelled, as in the picture that everyone draws of this club."""
    nodes = Karate().open(0, CPU, Share(), unreported)
    system = build(nodes.spec, critic=QUIET | {"widths": (32, 16)})
    leaders = torch.tensor([0, 33])
    system.memory.offer(Batch(nodes.vectors[leaders], torch.as_tensor(nodes.graph.labels)[leaders]))
    for step in range(60):
        for phase in system.phases(lambda: nodes.draw(N), step):
            descend(system, phase, rate=0.1)
    system.players["critic"].eval()
    named = system.classify(nodes.vectors).argmax(1).numpy()
    assert (named == nodes.graph.labels).mean() > 0.85
