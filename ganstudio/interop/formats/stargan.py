"""Checkpoints of StarGAN, by Choi et al., `<step>-G.ckpt` and `<step>-D.ckpt`.

Assumed where the weights do not tell: image_size 128 without the critic's file, dataset "CelebA",
and c2_dim 8 (RaFD) of what the critic of two datasets names.
"""

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec, Group
from ganstudio.data.folder import Folder
from ganstudio.interop.case import Case
from ganstudio.interop.families import stargan
from ganstudio.interop.formats.fields import data_size, numbered_group
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.parts.attributes.critic import AttributeCritic
from ganstudio.systems.stargan import StarganConfig

SIDE, SECOND = 128, 8
HALVINGS = 6  # of the program's critic, where the image divides that often
DATASETS = 2  # with a mask of as many numbers (Choi 2018, sec. 3.3)


def design(cases: Cases, assumed: Assumed) -> Design:
    generator, critic = cases["G"], cases.get("D")
    part = stargan.translator_part(generator, running_statistics=False)
    if critic is None:
        side = assumed.option(generator, "image_size", SIDE)
        divisible = (side & -side).bit_length() - 1
        judge = AttributeCritic(channels=part.channels, halvings=min(HALVINGS, divisible))
    else:
        side, judge = critic.option("image_size"), stargan.critic_part(critic)
    groups = groups_of(generator, critic, assumed)
    spec = DataSpec((stargan.COLOURS, side, side), groups=groups)
    system = StarganConfig(generator=part, critic=judge)
    return Design(system, Folder(size=data_size(spec), labels="subfolders"), spec)


def groups_of(generator: Case, critic: Case | None, assumed: Assumed) -> tuple[Group, ...]:
    """CelebA's attributes are a yes or no each, RaFD's classes exclude each other."""
    told = generator.option("c_dim")
    named = critic.option("c_dim") if critic else told
    if named == told:
        dataset = assumed.option(generator, "dataset", "CelebA")
        return (numbered_group("class", told),) if dataset == "RaFD" else attributes(told)
    if critic is None or named != told - DATASETS:
        raise InputError(
            f"{generator.folder} is asked for {told} attributes, and the critic names {named}: "
            "they are not of one training."
        )
    second = assumed.option(critic, "c2_dim", min(SECOND, named - 1))
    return (*attributes(named - second), numbered_group("class", second))


def attributes(count: int) -> tuple[Group, ...]:
    return tuple(Group(f"attribute {number}", ("yes",)) for number in range(1, count + 1))


FORMATS = (
    Format(
        "stargan",
        "StarGAN",
        stargan.PROGRAM,
        "Choi et al. 2018, arXiv:1711.09020, sec. 3",
        (
            Role("G", "the generator", stargan.recognise_translator, lambda s: s.generator,
                 stargan.fill_translator, is_needed=True),
            Role("D", "the critic", stargan.recognise_critic, lambda s: s.critic.network.network,
                 stargan.fill_critic),
        ),
        design,
        counts_steps=True,
        notes=("Each image is normalised by its own statistics, as the program shows it.",),
    ),
)  # fmt: skip
