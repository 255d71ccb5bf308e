"""What every game with few labels promises: which labels are read, whose gradient a term is."""

from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, softplus

from ganstudio.core.capabilities import (
    Classifies,
    Generates,
    Judges,
    Perceives,
    capability,
    offered,
)
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch
from ganstudio.systems.graphsgan import GraphSganConfig
from ganstudio.systems.semisupervised import SemisupervisedConfig
from tests.systems.few_labels import (
    QUIET,
    SPEC,
    N,
    System,
    build,
    drawing,
    run,
    seen_by,
)
from tests.systems.playing import descend, gradients_of, reaches

TERMS = {
    SemisupervisedConfig: [
        "critic/supervised",
        "critic/unlabelled",
        "generator/feature_matching",
    ],
    GraphSganConfig: [
        "critic/supervised",
        "critic/unlabelled",
        "critic/entropy",
        "critic/pull_away",
        "generator/feature_matching",
        "generator/pull_away",
    ],
}


class Build(Protocol):
    """Builds one of the systems, with other settings than the small ones."""

    def __call__(self, **more: Any) -> System: ...


@pytest.fixture(params=TERMS, ids=lambda config: config.model_fields["system"].default)
def config(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def make(config: Any) -> Build:
    return partial(build, config)


def test_in_the_second_step_every_term_reaches_its_own_player_and_no_other(
    config: Any, make: Build
) -> None:
    system, draw = make(), drawing()
    run(system, draw, 1)
    seen: list[str] = []
    for phase in system.phases(draw, 1):
        for name, term in phase.loss().terms.items():
            seen.append(f"{phase.player}/{name}")
            assert reaches(term.value, system.players[phase.player]), name
            if phase.player == "critic":
                assert not gradients_of(term.value, system.generator), name
        descend(system, phase)
    assert seen == TERMS[config]


def test_the_critic_names_the_known_and_tells_the_unlabelled_from_fakes(make: Build) -> None:
    system = make(critic=QUIET)
    read, answered = seen_by(system.critic)
    batch = drawing()()
    loss = next(iter(system.phases(lambda: batch, 0))).loss()
    known, real, fake = (opinion.logits for opinion in answered)
    rows = [int((batch.real[:3] == x).all(1).nonzero()) for x in read[0]]
    terms = {name: term.value for name, term in loss.terms.items()}
    assert torch.equal(read[1], batch.real)
    assert torch.allclose(terms["supervised"], cross_entropy(known, torch.tensor(rows)))
    of_real, of_fake = real.logsumexp(1), fake.logsumexp(1)
    unlabelled = 0.5 * ((softplus(of_real) - of_real).mean() + softplus(of_fake).mean())
    assert torch.allclose(terms["unlabelled"], unlabelled)
    assert torch.allclose(loss.readings["real_score"], of_real.mean())
    assert torch.allclose(loss.readings["fake_score"], of_fake.mean())


@pytest.mark.parametrize("distance", ["squared", "absolute"])
def test_the_generator_matches_mean_features_of_data(make: Build, distance: str) -> None:
    system = make(critic=QUIET, distance=distance)
    _, second = system.phases(drawing(), 0)
    _, answered = seen_by(system.critic)
    matching = second.loss().terms["feature_matching"].value
    wanted, made = (opinion.features for opinion in answered)
    gap = wanted.mean(0) - made.mean(0)
    assert torch.allclose(
        matching, gap.square().mean() if distance == "squared" else gap.abs().mean()
    )
    assert not wanted.requires_grad


def test_labels_of_the_pool_change_nothing(make: Build) -> None:
    assert run(make(), drawing(0), 3) == run(make(), drawing(1), 3)


class Unlabelled(Batch):
    """A batch that refuses to say its labels."""

    @property
    def label(self) -> Tensor:
        raise AssertionError("a label of the pool was read")

    @label.setter
    def label(self, _: Tensor | None) -> None:
        pass


def test_no_label_is_read_once_every_class_has_its_own(config: Any, make: Build) -> None:
    system, inner = make(), drawing()
    run(system, inner, 1)
    assert system.memory.is_full
    refusing = object.__new__(Unlabelled)
    object.__setattr__(refusing, "real", torch.randn(N, 3))
    with pytest.raises(AssertionError, match="a label of the pool"):
        _ = refusing.label
    assert len(run(system, lambda: refusing, 2)) == 2 * len(TERMS[config])


def test_the_data_that_the_generator_matches_are_drawn_anew(make: Build) -> None:
    system, inner, drawn = make(), drawing(), []

    def draw() -> Batch:
        drawn.append(inner())
        return drawn[-1]

    run(system, draw, 2)
    assert len(drawn) == 4


def test_without_weights_the_pool_teaches_the_critic_nothing(config: Any, make: Build) -> None:
    weights = dict.fromkeys((n for n in config.model_fields if n.endswith("_weight")), 0.0)

    def critic_after(scale: float) -> list[Tensor]:
        system = make(**weights)
        first = drawing()()

        def draw() -> Batch:
            real = first.real.clone()
            real[3:] *= scale
            return Batch(real, first.label)

        run(system, draw, 3)
        return [p.detach() for p in system.critic.parameters()]

    pairs = zip(critic_after(1.0), critic_after(5.0), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)


def test_what_it_remembers_is_saved_with_the_critic(make: Build) -> None:
    system, other = make(), make()
    run(system, drawing(), 1)
    for name, player in other.players.items():
        player.load_state_dict(system.players[name].state_dict())
    assert other.memory.is_full
    assert torch.equal(other.memory.samples, system.memory.samples)
    assert other.memory.labels.tolist() == [0, 1, 2]


def test_noise_is_for_training_alone(make: Build) -> None:
    system = make()
    x = torch.randn(4, 3)
    assert not torch.equal(system.classify(x), system.classify(x))
    system.players["critic"].eval()
    assert torch.equal(system.classify(x), system.classify(x))


def test_it_classifies_with_probabilities_and_judges_by_their_evidence(make: Build) -> None:
    system = make()
    system.players["critic"].eval()
    x = torch.randn(4, 3)
    assert torch.allclose(system.classify(x).sum(1), torch.ones(4))
    logits = system.critic(x).logits
    assert torch.allclose(system.judge(x), logits.exp().sum(1).log(), atol=1e-6)


def test_fakes_have_the_shape_of_data(make: Build) -> None:
    system = make()
    assert system.generate(system.latents(5, system.random)).shape == (5, 3)


def test_it_offers_what_tools_ask_for(make: Build) -> None:
    system = make()
    for wanted in (Generates, Judges, Classifies, Perceives):
        assert capability(system, wanted) is system
    assert offered(system) == ("Generates", "Judges", "Classifies", "Perceives")
    assert set(system.averaged) <= set(system.players) == set(system.config.optimizers())


def test_nothing_is_supervised_before_the_first_label_has_come(make: Build) -> None:
    """Whole batches may be of unknown class; the other terms teach meanwhile."""
    system, drawn = make(), drawing()

    def untold() -> Batch:
        return Batch(drawn().real, torch.full((N,), -1))

    first, _ = (descend(system, phase) for phase in system.phases(untold, 0))
    assert first.terms["supervised"].value.item() == 0
    assert all(torch.isfinite(term.value) for term in first.terms.values())
    second, _ = (descend(system, phase) for phase in system.phases(drawn, 1))
    assert second.terms["supervised"].value.item() > 0


def test_a_class_with_fewer_known_samples_than_are_shown_is_named(config: Any) -> None:
    spec = replace(SPEC, known=(5, 2, 4))
    with pytest.raises(InputError, match=r"3 samples .* 'b' only 2 known: lower .* to 2, or give"):
        build(config, spec, labels=3)
    build(config, spec, labels=2)
