"""Few labels and a pool without: which labels are read, whose gradient a term is."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, softplus

from ganstudio.core.capabilities import Classifies, Generates, Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss, Phase
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.nn.random import Random
from ganstudio.systems.semisupervised import Semisupervised, SemisupervisedConfig

SPEC = DataSpec((3,), ("a", "b", "c"))
N = 16
TINY: dict[str, Any] = {
    "generator": {"kind": "mlp", "depth": 1, "width": 8, "norm": "batch"},
    "critic": {"kind": "noisy_mlp", "widths": (8, 6)},
    "prior": {"size": 4},
}


def build(spec: DataSpec = SPEC, **more: Any) -> Semisupervised:
    torch.manual_seed(0)
    config = SemisupervisedConfig.model_validate(TINY | more)
    return config.build(spec, Random(1, torch.device("cpu")))


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


def descend(system: Semisupervised, phase: Phase) -> Loss:
    loss = phase.loss()
    total = sum((t.value * t.weight for t in loss.terms.values()), torch.zeros(()))
    weights = list(system.players[phase.player].parameters())
    with torch.no_grad():
        for weight, gradient in zip(weights, torch.autograd.grad(total, weights), strict=True):
            weight -= 0.05 * gradient
    return loss


def run(system: Semisupervised, draw: Callable[[], Batch], steps: int) -> list[float]:
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
    assert seen == ["critic/supervised", "critic/unlabelled", "generator/feature_matching"]


def test_the_critics_losses_are_those_of_the_paper() -> None:
    system = build(critic={"kind": "noisy_mlp", "widths": (8,), "input_noise": 0.0,
                           "hidden_noise": 0.0})  # fmt: skip
    seen: list[Tensor] = []
    logits: list[Tensor] = []
    system.critic.register_forward_pre_hook(lambda _m, args: seen.append(args[0]))
    system.critic.register_forward_hook(lambda _m, _i, out: logits.append(out.logits))
    batch = drawing()()
    loss = next(iter(system.phases(lambda: batch, 0))).loss()
    known, real, fake = logits
    assert torch.equal(seen[1], batch.real)
    rows = [int((batch.real[:3] == x).all(1).nonzero()) for x in seen[0]]
    assert torch.allclose(loss.terms["supervised"].value, cross_entropy(known, torch.tensor(rows)))
    of_real, of_fake = real.logsumexp(1), fake.logsumexp(1)
    unlabelled = 0.5 * (softplus(of_real) - of_real).mean() + 0.5 * softplus(of_fake).mean()
    assert torch.allclose(loss.terms["unlabelled"].value, unlabelled)
    assert torch.allclose(loss.readings["real_score"], of_real.mean())


def test_labels_of_the_pool_change_nothing() -> None:
    assert run(build(), drawing(0), 3) == run(build(), drawing(1), 3)


class Unlabelled(Batch):
    """A batch that refuses to say its labels."""

    @property
    def label(self) -> Tensor:
        raise AssertionError("a label of the pool was read")

    @label.setter
    def label(self, _: Tensor | None) -> None:
        pass


def test_no_label_is_read_once_every_class_has_its_own() -> None:
    system, inner = build(), drawing()
    run(system, inner, 1)
    assert system.memory.is_full
    refusing = object.__new__(Unlabelled)
    object.__setattr__(refusing, "real", torch.randn(N, 3))
    with pytest.raises(AssertionError, match="a label of the pool"):
        _ = refusing.label
    assert len(run(system, lambda: refusing, 2)) == 6


def test_the_data_that_the_generator_matches_are_drawn_anew() -> None:
    system, inner, drawn = build(), drawing(), []

    def draw() -> Batch:
        drawn.append(inner())
        return drawn[-1]

    run(system, draw, 2)
    assert len(drawn) == 4


def test_without_weight_the_pool_teaches_the_critic_nothing() -> None:
    def critic_after(scale: float) -> list[Tensor]:
        system, inner = build(unlabelled_weight=0.0), drawing()
        first = inner()

        def draw() -> Batch:
            real = first.real.clone()
            real[3:] *= scale
            return Batch(real, first.label)

        run(system, draw, 3)
        return [p.detach() for p in system.critic.parameters()]

    pairs = zip(critic_after(1.0), critic_after(5.0), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


def test_noise_is_for_training_alone() -> None:
    system = build()
    x = torch.randn(4, 3)
    assert not torch.equal(system.classify(x), system.classify(x))
    system.players["critic"].eval()
    assert torch.equal(system.classify(x), system.classify(x))


def test_it_classifies_with_probabilities_and_judges_by_their_evidence() -> None:
    system = build()
    system.players["critic"].eval()
    x = torch.randn(4, 3)
    assert torch.allclose(system.classify(x).sum(1), torch.ones(4))
    logits = system.critic(x).logits
    assert torch.allclose(system.judge(x), logits.exp().sum(1).log(), atol=1e-6)


def test_what_it_remembers_is_saved_with_the_critic() -> None:
    system, other = build(), build()
    run(system, drawing(), 1)
    for name, player in other.players.items():
        player.load_state_dict(system.players[name].state_dict())
    assert other.memory.is_full
    assert torch.equal(other.memory.samples, system.memory.samples)
    assert other.memory.labels.tolist() == [0, 1, 2]


def test_data_without_classes_are_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="choose data with classes"):
        build(DataSpec((3,)))


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    for wanted in (Generates, Judges, Classifies):
        assert capability(system, wanted) is system
    assert set(system.averaged) <= set(system.players) == set(system.config.optimizers())


@pytest.mark.parametrize(("distance", "power"), [("squared", True), ("absolute", False)])
def test_equation_and_flow_show_where_labels_enter(distance: str, power: bool) -> None:
    config = SemisupervisedConfig.model_validate({"distance": distance, "labels": 4})
    critic, generator = (
        "".join(s.latex for s in line.segments) for line in config.equation().lines
    )
    assert "P_{D}(y|x)" in critic
    assert "f(x)" in generator
    assert ("^{2}" in generator) is power
    flow = config.flow(DataSpec((1, 8, 8), tuple("0123456789")), "digits")
    assert [e.target for e in flow.edges if e.source == "label"] == ["critic"]
    assert {node.key: node.detail for node in flow.nodes}["label"] == "4 a class"
