"""What the compatibility table asks of a game, where the question takes more than a line."""

from collections.abc import Mapping, Sequence
from typing import Literal

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.sizes import doublings
from ganstudio.parts.conditioning import Auxiliary, Concat
from ganstudio.parts.critics import CriticNetwork, MlpCritic, ProgressiveCritic, StyleCritic
from ganstudio.parts.findings import Facts, Fix
from ganstudio.parts.generators import BigGanGenerator, Generator, MlpGenerator
from ganstudio.parts.objectives import FDivergence
from ganstudio.parts.schedule import Adam, Sgd
from ganstudio.parts.views import AdaptiveAugment, DiffAugment, Pack


def misfit(facts: Facts, player: Literal["generator", "critic", "encoder"]) -> str:
    """Why an image network cannot make, judge or read these data; empty where it can."""
    networks: Mapping[str, Sequence[Generator | CriticNetwork]]
    networks = {"generator": [facts.generator], "critic": [facts.critic], "encoder": facts.readers}
    for network in networks[player]:
        if isinstance(network, MlpGenerator | MlpCritic):
            continue
        try:
            doublings(facts.spec.shape, f"The {_spoken(network.label)} {player}")
        except InputError as error:
            return str(error)
    return ""


def _spoken(label: str) -> str:
    """As in the middle of a sentence: "style", but "DCGAN" and "ResNet"."""
    return label.lower() if label.istitle() else label


def is_equalised(facts: Facts) -> bool:
    return isinstance(facts.critic, ProgressiveCritic | StyleCritic)


def misses_tails_of_normal(facts: Facts) -> bool:
    """Whether latents that are truncated as N(0, 1) come from U(-1, 1)."""
    drawn = facts.prior is not None and facts.prior.distribution
    return isinstance(facts.generator, BigGanGenerator) and drawn == "uniform"


def has_momentum(facts: Facts) -> bool:
    optimizer = facts.optimizers.get("critic")
    match optimizer:
        case Adam():
            return optimizer.beta1 > 0
        case Sgd():
            return optimizer.momentum > 0
    return False


def is_lazy_without_adaption(facts: Facts) -> bool:
    is_plain = isinstance(facts.optimizers.get("critic"), Sgd)
    return is_plain and any(penalty.every > 1 for penalty in facts.penalties)


def every_step(facts: Facts) -> tuple[Fix, ...]:
    lazy = [(i, penalty) for i, penalty in enumerate(facts.penalties) if penalty.every > 1]
    return tuple(
        Fix(f"Apply {penalty.label} every step", f"system.penalties.{index}.every", 1)
        for index, penalty in lazy
    )


def is_undefined_alpha(facts: Facts) -> bool:
    objective = facts.objective
    if not isinstance(objective, FDivergence) or objective.divergence != "alpha":
        return False
    return min(abs(objective.alpha), abs(objective.alpha - 1)) < 1e-6


def has_dead_zone(facts: Facts) -> bool:
    objective = facts.objective
    if not isinstance(objective, FDivergence) or objective.generator != "divergence":
        return False
    return objective.divergence == "alpha" and objective.alpha > 1


def packs_before_augmenting(facts: Facts) -> bool:
    kinds = [type(view) for view in facts.views if not isinstance(view, Pack) or view.count > 1]
    augments = [kinds.index(kind) for kind in (DiffAugment, AdaptiveAugment) if kind in kinds]
    return Pack in kinds and bool(augments) and kinds.index(Pack) < max(augments)


def augment_first(facts: Facts) -> tuple[Fix, ...]:
    ordered = sorted(facts.views, key=lambda view: isinstance(view, Pack))
    return (Fix("Augment before packing", "system.views", [changes(v) for v in ordered]),)


def has_label_beside_latent(facts: Facts) -> bool:
    return isinstance(facts.conditioning, Concat | Auxiliary)


def next_batch(facts: Facts) -> tuple[Fix, ...]:
    whole = -(-facts.batch // facts.pack()) * facts.pack()
    return (Fix(f"Set the batch to {whole}", "schedule.batch", whole),)
