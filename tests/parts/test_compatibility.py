from dataclasses import replace

import pytest
import torch
from torch import nn

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.nn.random import Random
from ganstudio.nn.spectral import SpectralWeight
from ganstudio.parts.compatibility import RULES, Facts, Finding, check
from ganstudio.parts.conditioning import Auxiliary, Concat, Projection, Unconditional
from ganstudio.parts.constraints import SpectralNorm, WeightClip
from ganstudio.parts.critics import (
    BigGanCritic,
    DcganCritic,
    MlpCritic,
    ProgressiveCritic,
    ResnetCritic,
    StyleCritic,
)
from ganstudio.parts.generators import (
    BigGanGenerator,
    DcganGenerator,
    MlpGenerator,
    ResnetGenerator,
    StyleGenerator,
)
from ganstudio.parts.objectives import (
    FDivergence,
    Hinge,
    LeastSquares,
    Minimax,
    NonSaturating,
    Wasserstein,
)
from ganstudio.parts.penalties import R1, Drift, GradientPenalty
from ganstudio.parts.penalties.orthogonal import Orthogonal
from ganstudio.parts.penalties.path_length import PathLength
from ganstudio.parts.prior import AutoPrior
from ganstudio.parts.schedule import Adam, RmsProp, Sgd
from ganstudio.parts.views import AdaptiveAugment, DiffAugment, Pack

POINTS = DataSpec((2,))
IMAGES = DataSpec((1, 16, 16), tuple("0123456789"), 1797)
PLAIN = Facts(
    objective=NonSaturating(),
    penalties=(),
    constraints=(),
    views=(),
    conditioning=Unconditional(),
    generator=MlpGenerator(),
    critic=MlpCritic(),
    optimizers={"generator": Adam(), "critic": Adam()},
    spec=POINTS,
    batch=64,
)
PICTURES = replace(PLAIN, generator=DcganGenerator(), critic=DcganCritic(), spec=IMAGES)
CLIPPED = replace(
    PLAIN,
    objective=Wasserstein(),
    constraints=(WeightClip(),),
    optimizers={"generator": RmsProp(), "critic": RmsProp()},
)
WGAN_GP = replace(PLAIN, objective=Wasserstein(), penalties=(GradientPenalty(),))


def with_critic_optimizer(facts: Facts, optimizer: object) -> Facts:
    return replace(facts, optimizers={**facts.optimizers, "critic": optimizer})


def alpha(value: float) -> FDivergence:
    return FDivergence(divergence="alpha", alpha=value)


SOUND = {
    "plain": PLAIN,
    "pictures": PICTURES,
    "clipped": CLIPPED,
    "clipped, no momentum": with_critic_optimizer(CLIPPED, Adam(beta1=0)),
    "wgan-gp": WGAN_GP,
    "wgan-gp, drift": replace(WGAN_GP, penalties=(GradientPenalty(), Drift())),
    "wgan, spectral": replace(PLAIN, objective=Wasserstein(), constraints=(SpectralNorm(),)),
    "sn-gan": replace(PLAIN, objective=Hinge(), constraints=(SpectralNorm(),)),
    "layer norm": replace(WGAN_GP, critic=MlpCritic(norm="layer")),
    "lazy with adam": replace(PLAIN, penalties=(R1(every=16),)),
    "packed": replace(PLAIN, views=(Pack(count=4),)),
    "all labelled": replace(
        PICTURES, conditioning=Concat(), spec=replace(IMAGES, size=30, known=(3,) * 10)
    ),
    "partly labelled": replace(PICTURES, spec=replace(IMAGES, known=(3,) * 10)),
    "packed labels": replace(PICTURES, views=(Pack(),), conditioning=Concat()),
    "projection": replace(PICTURES, conditioning=Projection()),
    "augmented": replace(PICTURES, views=(DiffAugment(), Pack())),
    "uniform latents": replace(PLAIN, prior=AutoPrior(distribution="uniform")),
    "alpha": replace(PLAIN, objective=alpha(0.5)),
    "least squares": replace(PLAIN, objective=LeastSquares()),
    "unused alpha": replace(PLAIN, objective=FDivergence(divergence="kl", alpha=1)),
}

# What is wrong, how bad, words of the message, and the preset's field that it is about.
STYLED = replace(PICTURES, generator=StyleGenerator(), critic=StyleCritic())
BIGGAN = replace(PICTURES, generator=BigGanGenerator(), critic=BigGanCritic())
TROUBLE = [
    (replace(PLAIN, views=(AdaptiveAugment(),)), "error", "not images", "system.views"),
    (
        replace(STYLED, conditioning=Concat()),
        "error",
        "lose the label",
        "system.generator.mixing",
    ),
    (
        replace(PICTURES, generator_penalties=(PathLength(),)),
        "error",
        "about styles",
        "system.generator_penalties",
    ),
    (
        replace(STYLED, generator_penalties=(PathLength(), Orthogonal()), conditioning=Auxiliary()),
        "error",
        "about styles",
        "system.generator_penalties",
    ),
    (
        replace(BIGGAN, conditioning=Concat()),
        "warning",
        "cuts the latent",
        "system.conditioning",
    ),
    (
        replace(BIGGAN, prior=AutoPrior(distribution="uniform")),
        "warning",
        "Truncation draws values",
        "system.prior.distribution",
    ),
    (replace(PLAIN, conditioning=Concat()), "error", "carry none", "system.conditioning"),
    (
        replace(PICTURES, conditioning=Auxiliary(), spec=replace(IMAGES, known=(3,) * 10)),
        "error",
        "that of 30 of 1,797: choose data labelled throughout",
        "system.conditioning",
    ),
    (replace(PLAIN, lack="No captions: choose some."), "error", "No captions", "data"),
    (replace(PLAIN, readers=(DcganCritic(),)), "error", "DCGAN encoder works on", "system"),
    (
        replace(PLAIN, batch=1, readers=(MlpCritic(norm="batch"),)),
        "error",
        "two samples",
        "schedule.batch",
    ),
    (
        replace(PICTURES, conditioning=Projection(), views=(Pack(),)),
        "error",
        "packed",
        "system.views",
    ),
    (
        replace(PICTURES, conditioning=Auxiliary(), views=(Pack(),)),
        "error",
        "packed",
        "system.views",
    ),
    (replace(PLAIN, views=(Pack(count=3),)), "error", "packs of 3", "schedule.batch"),
    (replace(PICTURES, batch=2, views=(Pack(),)), "error", "two views", "schedule.batch"),
    (replace(PICTURES, batch=1, critic=MlpCritic()), "error", "two samples", "schedule.batch"),
    (replace(PLAIN, views=(DiffAugment(),)), "error", "not images", "system.views"),
    (replace(PLAIN, generator=DcganGenerator()), "error", "DCGAN gen", "system.generator"),
    (replace(PLAIN, generator=ResnetGenerator()), "error", "ResNet gen", "system.generator"),
    (replace(PLAIN, critic=ResnetCritic()), "error", "ResNet critic", "system.critic"),
    (replace(PICTURES, spec=DataSpec((1, 24, 24))), "error", "24", "system.critic"),
    (replace(PLAIN, objective=alpha(0)), "error", "no formula", "system.objective.alpha"),
    (replace(PLAIN, objective=alpha(1)), "error", "no formula", "system.objective.alpha"),
    (replace(PLAIN, objective=LeastSquares(a=1)), "error", "one target", "system.objective.a"),
    (
        replace(CLIPPED, penalties=(GradientPenalty(),)),
        "warning",
        "keep one of the two",
        "system.constraints",
    ),
    (
        replace(CLIPPED, constraints=(WeightClip(), SpectralNorm())),
        "warning",
        "keep one of the two",
        "system.constraints",
    ),
    (
        replace(STYLED, constraints=(WeightClip(),)),
        "warning",
        "scales them in every pass",
        "system.constraints",
    ),
    (
        replace(PICTURES, critic=ProgressiveCritic(), constraints=(SpectralNorm(),)),
        "warning",
        "passes over",
        "system.constraints",
    ),
    (with_critic_optimizer(CLIPPED, Adam()), "warning", "momentum", "system.critic_optimizer"),
    (
        with_critic_optimizer(CLIPPED, Sgd(momentum=0.5)),
        "warning",
        "momentum",
        "system.critic_optimizer",
    ),
    (
        replace(WGAN_GP, critic=MlpCritic(norm="batch")),
        "warning",
        "each sample alone",
        "system.critic.norm",
    ),
    (replace(PICTURES, penalties=(R1(),)), "warning", "each sample alone", "system.critic.norm"),
    (
        replace(PICTURES, constraints=(SpectralNorm(),)),
        "warning",
        "open again",
        "system.critic.norm",
    ),
    (replace(PLAIN, objective=Wasserstein()), "warning", "without end", "system.penalties"),
    (replace(PICTURES, views=(Pack(), DiffAugment())), "warning", "augment first", "system.views"),
    (
        with_critic_optimizer(replace(PLAIN, penalties=(R1(every=8),)), Sgd()),
        "warning",
        "every step",
        "system.penalties",
    ),
    (
        replace(PLAIN, objective=FDivergence(divergence="alpha", generator="divergence")),
        "warning",
        "no gradient",
        "system.objective.generator",
    ),
    (replace(PLAIN, objective=Minimax()), "info", "fades", "system.objective"),
    (
        replace(PLAIN, objective=Hinge(), penalties=(GradientPenalty(),)),
        "info",
        "usual company",
        "system.penalties",
    ),
    (replace(PLAIN, penalties=(Drift(),)), "info", "drift", "system.penalties"),
]


def found(facts: Facts, words: str, path: str) -> list[Finding]:
    return [item for item in check(facts) if words in item.message and item.path == path]


@pytest.mark.parametrize("facts", SOUND.values(), ids=SOUND.keys())
def test_sound_games_have_no_findings(facts):
    assert check(facts) == []


@pytest.mark.parametrize(("facts", "severity", "words", "path"), TROUBLE)
def test_trouble_is_found_where_it_is(facts, severity, words, path):
    (finding,) = found(facts, words, path)
    assert finding.severity == severity
    assert finding.message.endswith(".")
    assert "!" not in finding.message


def test_every_rule_fires_for_some_game():
    silent = [rule for rule in RULES if not any(rule.test(facts) for facts, *_ in TROUBLE)]
    assert silent == []


WITHOUT_FIX = {"data", "system"}  # other data are for the user to choose
PART_FIELDS = {"generator", "critic", "objective", "conditioning"}
LISTS = {
    "penalties": (GradientPenalty, R1, Drift),
    "constraints": (WeightClip, SpectralNorm),
    "views": (Pack, DiffAugment, AdaptiveAugment),
    "generator_penalties": (PathLength, Orthogonal),
}
SINGLES = (
    *(MlpGenerator, DcganGenerator, ResnetGenerator, StyleGenerator, BigGanGenerator),
    *(MlpCritic, DcganCritic, ResnetCritic, StyleCritic, Projection),
    *(NonSaturating, Minimax, LeastSquares, Unconditional, Concat, RmsProp),
)


def rebuilt(kinds, document):
    (part,) = [kind for kind in kinds if kind.model_fields["kind"].default == document["kind"]]
    return part.model_validate(document)


def applied(facts: Facts, path: str, value: object) -> Facts:
    """The facts after an edit of the preset that they were read from."""
    head, *rest = path.removeprefix("system.").split(".")
    if path == "schedule.batch":
        return replace(facts, batch=value)
    if path == "system.critic_optimizer":
        return with_critic_optimizer(facts, RmsProp.model_validate(value))
    if head in LISTS and rest:
        items = list(getattr(facts, head))
        items[int(rest[0])] = items[int(rest[0])].model_copy(update={rest[1]: value})
        return replace(facts, **{head: tuple(items)})
    if head in LISTS:
        return replace(facts, **{head: tuple(rebuilt(LISTS[head], item) for item in value)})
    if rest:
        edited = type(getattr(facts, head)).model_validate(
            {**changes(getattr(facts, head)), rest[0]: value}
        )
        return replace(facts, **{head: edited})
    networks = [part for part in SINGLES if part.__name__.lower().endswith(head)]
    return replace(facts, **{head: rebuilt(networks or SINGLES, value)})


@pytest.mark.parametrize(("facts", "severity", "words", "path"), TROUBLE)
def test_every_fix_answers_its_finding(facts, severity, words, path):
    (finding,) = found(facts, words, path)
    for fix in finding.fixes:
        assert not found(applied(facts, fix.path, fix.value), words, path), fix.label
    assert finding.fixes or severity == "info" or path in WITHOUT_FIX


def test_errors_come_first():
    facts = replace(PLAIN, objective=Minimax(), views=(Pack(count=3),), penalties=(Drift(),))
    assert [finding.severity for finding in check(facts)] == ["error", "info", "info"]


def test_the_table_says_what_the_parts_do():
    """A batch that the table calls indivisible is one that packing refuses, and the other way."""
    for batch in (6, 7, 8, 9):
        facts = replace(PLAIN, batch=batch, views=(Pack(count=3),))
        view = Pack(count=3).build(Random(0, torch.device("cpu")))
        try:
            view(torch.zeros(batch, 2))
            is_fine = True
        except InputError:
            is_fine = False
        assert is_fine == (not any(item.severity == "error" for item in check(facts)))


@pytest.mark.parametrize("part", [ProgressiveCritic(channels=4), StyleCritic(channels=4)])
def test_constraints_do_to_equalised_layers_what_the_table_says(part):
    """Spectral normalisation passes over them; clipping leaves a hundredth of their weights."""
    torch.manual_seed(0)
    network = part.build((1, 8, 8))
    SpectralNorm().prepare(network)
    assert not any(isinstance(module, SpectralWeight) for module in network.modules())
    layers = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    before = torch.stack([layer.weight.detach().square().sum() for layer in layers]).sum()
    WeightClip(limit=0.01).enforce(network)
    after = torch.stack([layer.weight.detach().square().sum() for layer in layers]).sum()
    assert after.sqrt() < 0.02 * before.sqrt()
