"""Snapshots of StyleGAN2 with adaptive augmentation, by Karras et al., and of StyleGAN3's program.

Assumed where the weights do not tell: groups of 4 in the critic's deviation, 0.01 as the mapping's
learning rate. A classifying critic has another form here and begins anew.
"""

from collections.abc import Mapping
from typing import Any

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.folder import Folder
from ganstudio.interop.case import Case
from ganstudio.interop.families import stylegan2
from ganstudio.interop.families.stylegan2_weights import recognise_critic, recognise_generator
from ganstudio.interop.formats.fields import data_size, numbered_group
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.parts.conditioning import Projection, Unconditional
from ganstudio.parts.critics.style import StyleCritic
from ganstudio.parts.penalties import R1
from ganstudio.parts.prior import AutoPrior
from ganstudio.parts.schedule import Adam
from ganstudio.systems.latent import LatentConfig

RATES = Adam(lr=0.0025, beta1=0.0, beta2=0.99)


def design(cases: Cases, assumed: Assumed) -> Design:  # noqa: ARG001 - nothing visible is assumed
    case = cases["G"]
    _refuse_other_paths(case, stylegan2.generator_options(case), "skip")
    part = stylegan2.generator_part(case)
    shape = stylegan2.shape_of(case)
    classes = case.option("c_dim", 0)
    names = numbered_group("class", classes).classes
    judge = None if classes else cases.get("D")
    if judge is not None:
        _refuse_other_paths(judge, judge.options, "resnet")
    critic = StyleCritic(channels=part.channels, max_channels=part.max_channels)
    system = LatentConfig(
        generator=part,
        critic=stylegan2.critic_part(judge) if judge else critic,
        conditioning=Projection() if classes else Unconditional(),
        penalties=(R1(weight=1.0, every=16),),
        prior=AutoPrior(size=case.option("z_dim", 512)),
        generator_optimizer=RATES,
        critic_optimizer=RATES,
    )
    spec = DataSpec(shape, classes=names)
    data = Folder(
        size=data_size(spec),
        channels=1 if shape[0] == 1 else 3,
        labels="subfolders" if classes else "none",
    )
    return Design(system, data, spec, left_out=("D",) if classes else ())


def _refuse_other_paths(case: Case, options: Mapping[str, Any], wanted: str) -> None:
    found = stylegan2.architecture_of(case, options, wanted)
    if found != wanted:
        raise InputError(
            f"{case.folder} has the architecture {found!r}, and the studio's StyleGAN2 trains "
            f"{wanted!r} there: `interop check` compares it, but no run can be made of it."
        )


FORMATS = (
    Format(
        "stylegan2",
        "StyleGAN2",
        stylegan2.PROGRAMS[0],
        "Karras et al. 2020a, arXiv:2006.06676",
        (
            Role("G", "the generator", recognise_generator, lambda s: s.generator,
                 stylegan2.fill_generator, is_needed=True),
            Role("D", "the critic", recognise_critic, lambda s: s.critic.network,
                 stylegan2.fill_critic),
        ),
        design,
        passes_over=r"^augment_pipe$",
    ),
)  # fmt: skip
