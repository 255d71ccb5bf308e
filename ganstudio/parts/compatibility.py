"""Which parts go together: one table for presets, command line and forms.

Paths and values are those of a preset, so that a fix is an edit that anyone can apply.
"""

from ganstudio.parts.conditioning import Auxiliary, Projection
from ganstudio.parts.constraints import SpectralNorm, WeightClip
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
from ganstudio.parts.generators import BigGanGenerator, StyleGenerator
from ganstudio.parts.objectives import Hinge, LeastSquares, Minimax, Wasserstein
from ganstudio.parts.penalties import R1, Drift, GradientPenalty, PathLength
from ganstudio.parts.questions import (
    augment_first,
    every_step,
    has_dead_zone,
    has_label_beside_latent,
    has_momentum,
    is_equalised,
    is_lazy_without_adaption,
    is_undefined_alpha,
    misfit,
    misses_tails_of_normal,
    next_batch,
    packs_before_augmenting,
)
from ganstudio.parts.views import AdaptiveAugment, DiffAugment, Pack

__all__ = ["RULES", "Facts", "Finding", "Fix", "Rule", "check"]


def check(facts: Facts) -> list[Finding]:
    """Everything the table has to say, errors first."""
    order: tuple[Severity, ...] = ("error", "warning", "info")
    found = [rule.finding(facts) for rule in RULES if rule.test(facts)]
    return sorted(found, key=lambda finding: order.index(finding.severity))


_LAYER_NORM = setting("Use layer normalisation", "system.critic.norm", "layer")
_NO_NORM = setting("Use no normalisation", "system.critic.norm", "none")
_NO_CLIP = removal("constraints", WeightClip, "Remove weight clipping")
_NO_SPECTRA = removal("constraints", SpectralNorm, "Remove spectral normalisation")
_NO_PACK = removal("views", Pack, "Remove packing")
_UNCONDITIONAL = setting("Remove conditioning", "system.conditioning", {"kind": "none"})

RULES: tuple[Rule, ...] = (
    Rule(lambda f: bool(f.lack), "error", lambda f: f.lack, "", "data", no_fix),
    Rule(
        lambda f: f.conditioning.uses_labels() and not f.spec.classes,
        "error",
        "Conditioning needs class labels and these data carry none: choose labelled data, or no "
        "conditioning.",
        "",
        "system.conditioning",
        _UNCONDITIONAL,
    ),
    Rule(
        lambda f: f.conditioning.uses_labels() and f.spec.is_partly_labelled,
        "error",
        lambda f: (
            f"Conditioning needs the class of every sample, and these data know that of "
            f"{sum(f.spec.known):,} of {f.spec.size:,}: choose data labelled throughout, or no "
            "conditioning."
        ),
        "",
        "system.conditioning",
        _UNCONDITIONAL,
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
        next_batch,
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
        lambda f: f.batch < 2 and "batch" in [part.norm for part in (f.generator, *f.readers)],
        "error",
        "Batch normalisation needs at least two samples in a batch: raise the batch.",
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
            and has_label_beside_latent(f)
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
            any(isinstance(cost, PathLength) for cost in f.generator_penalties)
            and (not isinstance(f.generator, StyleGenerator) or has_label_beside_latent(f))
        ),
        "error",
        "Path length is about styles, and this generator has none or hides them behind a label: "
        "choose the style generator, without labels or with projection.",
        "Karras 2020, sec. 3.2",
        "system.generator_penalties",
        removal("generator_penalties", PathLength, "Remove the penalty"),
    ),
    Rule(
        lambda f: bool(misfit(f, "generator")),
        "error",
        lambda f: misfit(f, "generator"),
        "",
        "system.generator",
        setting("Use an MLP", "system.generator", {"kind": "mlp"}),
    ),
    Rule(
        lambda f: bool(misfit(f, "critic")),
        "error",
        lambda f: misfit(f, "critic"),
        "",
        "system.critic",
        setting("Use an MLP", "system.critic", {"kind": "mlp"}),
    ),
    Rule(
        lambda f: bool(misfit(f, "encoder")),
        "error",
        lambda f: misfit(f, "encoder"),
        "",
        "system",
        no_fix,
    ),
    Rule(
        is_undefined_alpha,
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
        all_of(_NO_CLIP, _NO_SPECTRA),
    ),
    Rule(
        lambda f: f.uses(WeightClip) and is_equalised(f),
        "warning",
        "This critic holds weights of N(0, 1) and scales them in every pass, so clipping leaves "
        "next to nothing of them: remove it, or choose another critic.",
        "Karras 2018, sec. 4.1",
        "system.constraints",
        _NO_CLIP,
    ),
    Rule(
        lambda f: f.uses(SpectralNorm) and is_equalised(f),
        "warning",
        "Spectral normalisation passes over layers with an equalised learning rate, so it bounds "
        "next to nothing of this critic: remove it, or choose another critic.",
        "Karras 2018, sec. 4.1",
        "system.constraints",
        _NO_SPECTRA,
    ),
    Rule(
        lambda f: f.uses(WeightClip) and has_momentum(f),
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
        packs_before_augmenting,
        "warning",
        "Packs are made before the augmentation, which then changes all samples of a pack alike "
        "and mixes their colours: augment first.",
        "Zhao 2020, sec. 3",
        "system.views",
        augment_first,
    ),
    Rule(
        is_lazy_without_adaption,
        "warning",
        "A lazy penalty acts with several times its weight in one step, which plain gradient "
        "descent does not soften: apply it every step, or use Adam.",
        "Karras 2020, app. B",
        "system.penalties",
        every_step,
    ),
    Rule(
        lambda f: (
            isinstance(f.generator, BigGanGenerator)
            and f.generator.hierarchical
            and has_label_beside_latent(f)
        ),
        "warning",
        "This generator cuts the latent into parts, and the label beside it reaches the last block "
        "alone: condition by projection.",
        "Brock 2019, sec. 3",
        "system.conditioning",
        setting("Use projection", "system.conditioning", {"kind": "projection"}),
    ),
    Rule(
        misses_tails_of_normal,
        "warning",
        "Truncation draws values beyond ±τ again as N(0, 1) spreads them, and takes the "
        "statistics of such latents, which a generator trained on U(-1, 1) never saw: choose the "
        "Gaussian prior, or leave truncation at 1.",
        "Brock 2019, sec. 3.1",
        "system.prior.distribution",
        setting("Use a Gaussian", "system.prior.distribution", "gaussian"),
    ),
    Rule(
        has_dead_zone,
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
