"""Which parts go together: one table for presets, command line and forms.

Paths and values are those of a preset, so that a fix is an edit that anyone can apply.
"""

from typing import Literal

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.sizes import doublings
from ganstudio.parts.conditioning import Auxiliary, Concat, Projection
from ganstudio.parts.constraints import SpectralNorm, WeightClip
from ganstudio.parts.critics import MlpCritic
from ganstudio.parts.findings import (
    Facts,
    Finding,
    Fix,
    Rule,
    Severity,
    addition,
    all_of,
    no_fix,
    removal,
    setting,
)
from ganstudio.parts.generators import MlpGenerator, StyleGenerator
from ganstudio.parts.objectives import FDivergence, Hinge, LeastSquares, Minimax, Wasserstein
from ganstudio.parts.penalties import R1, Drift, GradientPenalty
from ganstudio.parts.schedule import Adam, Sgd
from ganstudio.parts.views import AdaptiveAugment, DiffAugment, Pack

__all__ = ["RULES", "Facts", "Finding", "Fix", "Rule", "check"]


def check(facts: Facts) -> list[Finding]:
    """Everything the table has to say, errors first."""
    order: tuple[Severity, ...] = ("error", "warning", "info")
    found = [rule.finding(facts) for rule in RULES if rule.test(facts)]
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _misfit(facts: Facts, player: Literal["generator", "critic"]) -> str:
    """Why an image network cannot make or judge these data; empty where it can."""
    network = facts.generator if player == "generator" else facts.critic
    if isinstance(network, MlpGenerator | MlpCritic):
        return ""
    try:
        doublings(facts.spec.shape, f"The {network.label} {player}")
    except InputError as error:
        return str(error)
    return ""


def _has_momentum(facts: Facts) -> bool:
    optimizer = facts.optimizers.get("critic")
    match optimizer:
        case Adam():
            return optimizer.beta1 > 0
        case Sgd():
            return optimizer.momentum > 0
    return False


def _is_lazy_without_adaption(facts: Facts) -> bool:
    is_plain = isinstance(facts.optimizers.get("critic"), Sgd)
    return is_plain and any(penalty.every > 1 for penalty in facts.penalties)


def _every_step(facts: Facts) -> tuple[Fix, ...]:
    lazy = [(i, penalty) for i, penalty in enumerate(facts.penalties) if penalty.every > 1]
    return tuple(
        Fix(f"Apply {penalty.label} every step", f"system.penalties.{index}.every", 1)
        for index, penalty in lazy
    )


def _is_undefined_alpha(facts: Facts) -> bool:
    objective = facts.objective
    if not isinstance(objective, FDivergence) or objective.divergence != "alpha":
        return False
    return min(abs(objective.alpha), abs(objective.alpha - 1)) < 1e-6


def _has_dead_zone(facts: Facts) -> bool:
    objective = facts.objective
    if not isinstance(objective, FDivergence) or objective.generator != "divergence":
        return False
    return objective.divergence == "alpha" and objective.alpha > 1


def _packs_before_augmenting(facts: Facts) -> bool:
    kinds = [type(view) for view in facts.views if not isinstance(view, Pack) or view.count > 1]
    augments = [kinds.index(kind) for kind in (DiffAugment, AdaptiveAugment) if kind in kinds]
    return Pack in kinds and bool(augments) and kinds.index(Pack) < max(augments)


def _augment_first(facts: Facts) -> tuple[Fix, ...]:
    ordered = sorted(facts.views, key=lambda view: isinstance(view, Pack))
    return (Fix("Augment before packing", "system.views", [changes(v) for v in ordered]),)


def _has_label_beside_latent(facts: Facts) -> bool:
    return isinstance(facts.conditioning, Concat | Auxiliary)


def _next_batch(facts: Facts) -> tuple[Fix, ...]:
    whole = -(-facts.batch // facts.pack()) * facts.pack()
    return (Fix(f"Set the batch to {whole}", "schedule.batch", whole),)


_LAYER_NORM = setting("Use layer normalisation", "system.critic.norm", "layer")
_NO_NORM = setting("Use no normalisation", "system.critic.norm", "none")
_NO_CLIP = removal("constraints", WeightClip, "Remove weight clipping")
_NO_PACK = removal("views", Pack, "Remove packing")

RULES: tuple[Rule, ...] = (
    Rule(
        lambda f: f.conditioning.uses_labels() and not f.spec.classes,
        "error",
        "Conditioning needs class labels and these data carry none: choose labelled data, or no "
        "conditioning.",
        "",
        "system.conditioning",
        setting("Remove conditioning", "system.conditioning", {"kind": "none"}),
    ),
    Rule(
        lambda f: f.pack() > 1 and isinstance(f.conditioning, Projection | Auxiliary),
        "error",
        "A packed verdict is about several samples, so it has no one class to project on or to "
        "name: remove packing, or feed labels by concatenation.",
        "Lin 2018, sec. 3",
        "system.views",
        all_of(_NO_PACK, setting("Concatenate labels", "system.conditioning", {"kind": "concat"})),
    ),
    Rule(
        lambda f: f.batch % f.pack() != 0,
        "error",
        lambda f: (
            f"A batch of {f.batch} does not divide into packs of {f.pack()}: choose a "
            f"multiple of {f.pack()}."
        ),
        "Lin 2018, sec. 3",
        "schedule.batch",
        _next_batch,
    ),
    Rule(
        lambda f: f.critic.norm == "batch" and f.batch < 2 * f.pack(),
        "error",
        "Batch normalisation in the critic needs at least two views in a batch: raise the batch, "
        "or use layer normalisation.",
        "",
        "schedule.batch",
        _LAYER_NORM,
    ),
    Rule(
        lambda f: f.generator.norm == "batch" and f.batch < 2,
        "error",
        "Batch normalisation in the generator needs at least two samples in a batch: raise the "
        "batch.",
        "",
        "schedule.batch",
        setting("Set the batch to 64", "schedule.batch", 64),
    ),
    Rule(
        lambda f: f.uses(DiffAugment) and not f.spec.is_images,
        "error",
        "Differentiable augmentation shifts and recolours images, and these data are not images: "
        "remove it.",
        "Zhao 2020",
        "system.views",
        removal("views", DiffAugment, "Remove augmentation"),
    ),
    Rule(
        lambda f: f.uses(AdaptiveAugment) and not f.spec.is_images,
        "error",
        "Adaptive augmentation turns and recolours images, and these data are not images: remove "
        "it.",
        "Karras 2020a",
        "system.views",
        removal("views", AdaptiveAugment, "Remove augmentation"),
    ),
    Rule(
        lambda f: (
            isinstance(f.generator, StyleGenerator)
            and f.generator.mixing > 0
            and _has_label_beside_latent(f)
        ),
        "error",
        "Style mixing draws a second latent and would lose the label that stands beside the first: "
        "condition by projection, or set style mixing to 0.",
        "Karras 2019, sec. 3.1",
        "system.generator.mixing",
        all_of(
            setting("Use projection", "system.conditioning", {"kind": "projection"}),
            setting("Switch mixing off", "system.generator.mixing", 0.0),
        ),
    ),
    Rule(
        lambda f: (
            bool(f.generator_penalties)
            and (not isinstance(f.generator, StyleGenerator) or _has_label_beside_latent(f))
        ),
        "error",
        "Path length is about styles, and this generator has none or hides them behind a label: "
        "choose the style generator, without labels or with projection.",
        "Karras 2020, sec. 3.2",
        "system.generator_penalties",
        setting("Remove the penalty", "system.generator_penalties", []),
    ),
    Rule(
        lambda f: bool(_misfit(f, "generator")),
        "error",
        lambda f: _misfit(f, "generator"),
        "",
        "system.generator",
        setting("Use an MLP", "system.generator", {"kind": "mlp"}),
    ),
    Rule(
        lambda f: bool(_misfit(f, "critic")),
        "error",
        lambda f: _misfit(f, "critic"),
        "",
        "system.critic",
        setting("Use an MLP", "system.critic", {"kind": "mlp"}),
    ),
    Rule(
        _is_undefined_alpha,
        "error",
        "The α-divergence has no formula at α = 0 or 1: choose reverse KL for 0, KL for 1.",
        "Nowozin 2016, table 1",
        "system.objective.alpha",
        all_of(
            setting("Use KL", "system.objective.divergence", "kl"),
            setting("Use reverse KL", "system.objective.divergence", "reverse_kl"),
        ),
    ),
    Rule(
        lambda f: isinstance(f.objective, LeastSquares) and f.objective.a == f.objective.b,
        "error",
        "Least squares gives real data and fakes one target, so the critic has nothing to tell "
        "apart: let a and b differ.",
        "Mao 2016, eq. 2",
        "system.objective.a",
        setting("Restore 0, 1, 1", "system.objective", {"kind": "least_squares"}),
    ),
    Rule(
        lambda f: f.uses(WeightClip) and f.uses(GradientPenalty),
        "warning",
        "Weight clipping already bounds the critic's slope, far below what the gradient penalty "
        "asks for: keep one of the two.",
        "Gulrajani 2017, sec. 3",
        "system.constraints",
        all_of(_NO_CLIP, removal("penalties", GradientPenalty, "Remove the gradient penalty")),
    ),
    Rule(
        lambda f: f.uses(WeightClip) and f.uses(SpectralNorm),
        "warning",
        "Weight clipping and spectral normalisation both bound the critic, and clipping only "
        "changes the weights before they are normalised: keep one of the two.",
        "Miyato 2018, sec. 2",
        "system.constraints",
        all_of(_NO_CLIP, removal("constraints", SpectralNorm, "Remove spectral normalisation")),
    ),
    Rule(
        lambda f: f.uses(WeightClip) and _has_momentum(f),
        "warning",
        "A clipped critic is unstable with momentum: RMSProp, or Adam with β₁ = 0, is steadier.",
        "Arjovsky 2017, sec. 4",
        "system.critic_optimizer",
        setting("Use RMSProp", "system.critic_optimizer", {"kind": "rmsprop"}),
    ),
    Rule(
        lambda f: f.critic.norm == "batch" and f.uses(GradientPenalty, R1),
        "warning",
        "Batch normalisation mixes the samples of a batch, while the penalty is meant for each "
        "sample alone: use layer normalisation or none in the critic.",
        "Gulrajani 2017, sec. 4",
        "system.critic.norm",
        all_of(_LAYER_NORM, _NO_NORM),
    ),
    Rule(
        lambda f: f.critic.norm == "batch" and f.uses(SpectralNorm),
        "warning",
        "Batch normalisation rescales what spectral normalisation has bounded, so the critic's "
        "slope is open again: use no normalisation in the critic.",
        "Miyato 2018, sec. 3",
        "system.critic.norm",
        _NO_NORM,
    ),
    Rule(
        lambda f: (
            isinstance(f.objective, Wasserstein)
            and not f.uses(GradientPenalty, R1, WeightClip, SpectralNorm)
        ),
        "warning",
        "Nothing bounds the slope of this Wasserstein critic, so its scores will grow without "
        "end: add a gradient penalty, or a constraint.",
        "Arjovsky 2017, sec. 3",
        "system.penalties",
        all_of(
            addition("penalties", GradientPenalty(), "Add a gradient penalty"),
            addition("constraints", SpectralNorm(), "Add spectral normalisation"),
        ),
    ),
    Rule(
        _packs_before_augmenting,
        "warning",
        "Packs are made before the augmentation, which then changes all samples of a pack alike "
        "and mixes their colours: augment first.",
        "Zhao 2020, sec. 3",
        "system.views",
        _augment_first,
    ),
    Rule(
        _is_lazy_without_adaption,
        "warning",
        "A lazy penalty acts with several times its weight in one step, which plain gradient "
        "descent does not soften: apply it every step, or use Adam.",
        "Karras 2020, app. B",
        "system.penalties",
        _every_step,
    ),
    Rule(
        _has_dead_zone,
        "warning",
        "Above α = 1 the divergence is flat for low scores, so fakes that the critic is sure of "
        "get no gradient: use the non-saturating generator.",
        "Nowozin 2016, sec. 3.2",
        "system.objective.generator",
        setting("Use non-saturating", "system.objective.generator", "non_saturating"),
    ),
    Rule(
        lambda f: isinstance(f.objective, Minimax),
        "info",
        "The generator's gradient fades once the critic is sure; the non-saturating objective "
        "has the same fixed point without that.",
        "Goodfellow 2014, sec. 3",
        "system.objective",
        setting("Use non-saturating", "system.objective", {"kind": "non_saturating"}),
    ),
    Rule(
        lambda f: isinstance(f.objective, Hinge) and f.uses(GradientPenalty),
        "info",
        "Hinge with a gradient penalty works; spectral normalisation alone is the usual company.",
        "Miyato 2018, sec. 4",
        "system.penalties",
        no_fix,
    ),
    Rule(
        lambda f: f.uses(Drift) and not isinstance(f.objective, Wasserstein),
        "info",
        "Only the scores of a Wasserstein critic drift; this objective holds them by itself.",
        "Karras 2018, app. A.1",
        "system.penalties",
        removal("penalties", Drift, "Remove the drift penalty"),
    ),
)
