"""Nodes of which a few are labelled; what it shares with others is tested of its game."""

import math

import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.graph_files import Karate
from ganstudio.data.source import Share, unreported
from ganstudio.parts.compatibility import check
from ganstudio.systems.graphsgan import GraphSganConfig
from tests.systems.few_labels import CPU, QUIET, N, build, drawing, seen_by
from tests.systems.playing import descend


def cosines_squared(features: Tensor) -> float:
    pairs = [(i, j) for i in range(len(features)) for j in range(len(features)) if i != j]
    cosine = torch.nn.functional.cosine_similarity
    return sum(cosine(features[i], features[j], dim=0).item() ** 2 for i, j in pairs) / len(pairs)


def test_the_critic_is_sure_of_classes_and_pulls_nodes_apart() -> None:
    system = build(GraphSganConfig, critic=QUIET)
    _, answered = seen_by(system.critic)
    terms = next(iter(system.phases(drawing(), 0))).loss().terms
    _, real, _ = answered
    probable = real.logits.softmax(1)
    entropy = -(probable * probable.log()).sum(1).mean()
    assert torch.allclose(terms["entropy"].value, entropy)
    apart = terms["pull_away"].value.item()
    assert apart == pytest.approx(cosines_squared(real.features), abs=1e-5)


def test_the_generator_pulls_fakes_apart() -> None:
    system = build(GraphSganConfig, critic=QUIET)
    _, second = system.phases(drawing(), 0)
    _, answered = seen_by(system.critic)
    apart = second.loss().terms["pull_away"].value.item()
    assert apart == pytest.approx(cosines_squared(answered[1].features), abs=1e-5)


def test_an_undecided_critic_has_the_entropy_of_an_even_choice() -> None:
    system = build(GraphSganConfig, critic=QUIET)
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
    system = build(GraphSganConfig, **weights)
    critic, generator = (phase.loss().terms for phase in system.phases(drawing(), 0))
    assert [term.weight for term in critic.values()] == [1.0, 0.3, 0.4, 0.6]
    assert [term.weight for term in generator.values()] == [1.0, 0.7]


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
        build(GraphSganConfig, spec, labels=20)
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
    system = build(GraphSganConfig, nodes.spec, critic=QUIET | {"widths": (32, 16)})
    leaders = torch.tensor([0, 33])
    system.memory.offer(Batch(nodes.vectors[leaders], torch.as_tensor(nodes.graph.labels)[leaders]))
    for step in range(60):
        for phase in system.phases(lambda: nodes.draw(N), step):
            descend(system, phase, rate=0.1)
    system.players["critic"].eval()
    named = system.classify(nodes.vectors).argmax(1).numpy()
    assert (named == nodes.graph.labels).mean() > 0.85
