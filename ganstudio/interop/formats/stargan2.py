"""Checkpoints of StarGAN v2, by Choi et al.: `<step>_nets_ema.ckpt`, and `<step>_nets.ckpt`.

The first holds generator, mapping network and style encoder, the second the critic too.
"""

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.folder import Folder
from ganstudio.interop.families import stargan2
from ganstudio.interop.formats.fields import data_size, numbered_group
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.parts.domains import DomainCritic
from ganstudio.systems.stargan2 import Stargan2Config

LEAST = 2  # domains


def design(cases: Cases, assumed: Assumed) -> Design:  # noqa: ARG001 - all is told
    generator, mapping = cases["generator"], cases["mapping_network"]
    part = stargan2.translator_part(generator)
    told = [case.option("num_domains") for case in cases.values() if "num_domains" in case.options]
    if len(set(told)) > 1:
        counts = ", ".join(map(str, told))
        raise InputError(
            f"The networks know different numbers of domains ({counts}): they are not of one "
            "training."
        )
    if mapping.option("num_domains") < LEAST:
        raise InputError(
            f"{mapping.folder} knows a single domain, and the studio's StarGAN v2 moves images "
            f"between {LEAST} or more: import one that was trained on several."
        )
    spec = DataSpec(
        stargan2.shape_of(generator),
        groups=(numbered_group("domain", mapping.option("num_domains")),),
    )
    critic = cases.get("discriminator")
    new = DomainCritic(channels=part.channels, max_channels=part.max_channels)
    system = Stargan2Config(
        generator=part,
        mapping=stargan2.mapping_part(mapping),
        style_encoder=stargan2.style_encoder_part(cases["style_encoder"]),
        critic=stargan2.critic_part(critic) if critic else new,
    )
    return Design(system, Folder(size=data_size(spec), labels="subfolders"), spec)


FORMATS = (
    Format(
        "stargan2",
        "StarGAN v2",
        stargan2.PROGRAM,
        "Choi et al. 2020, arXiv:1912.01865, sec. 2",
        (
            Role("generator", "the generator", stargan2.recognise_translator,
                 lambda s: s.generator, stargan2.fill_translator, is_needed=True),
            Role("mapping_network", "the mapping network", stargan2.recognise_mapping,
                 lambda s: s.mapping, stargan2.fill_mapping, is_needed=True),
            Role("style_encoder", "the style encoder", stargan2.recognise_style_encoder,
                 lambda s: s.style_encoder, stargan2.fill_style_encoder, is_needed=True),
            Role("discriminator", "the critic", stargan2.recognise_critic,
                 lambda s: s.critic.network.network, stargan2.fill_critic),
        ),
        design,
        passes_over=r"^fan$",
        counts_steps=True,
        notes=("Faces are moved without the masks of the program's face landmarks.",),
    ),
)  # fmt: skip
