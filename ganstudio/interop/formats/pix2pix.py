"""Checkpoints of pytorch-CycleGAN-and-pix2pix, by Zhu and Park, and of DiscoGAN, by Kim.

Two translators that undo each other make a CycleGAN or a DiscoGAN; one by itself is of pix2pix, or
used like it. Assumed where the weights do not tell: crop_size 256, and use_dropout of a U-Net as in
pix2pix, where dropout is the noise of training alone.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from torch import nn

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.data.pairs_folder import Pairs
from ganstudio.data.unpaired_folder import Unpaired
from ganstudio.interop.case import Case
from ganstudio.interop.families import discogan, junyanz
from ganstudio.interop.formats.fields import data_size
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format, Role
from ganstudio.interop.kinds import Options
from ganstudio.interop.reading import State
from ganstudio.parts.image_critics import ImageCritic
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.patch import PatchCritic
from ganstudio.parts.translators import ResnetTranslator, Translator, UnetTranslator
from ganstudio.systems.paired import PairedConfig
from ganstudio.systems.unpaired import UnpairedConfig

CROP_SIZE = 256
DISCO_SIDE = 64  # px: the program's networks halve four times, to 4 px
ALONE = r"^(?!.*_[AB]$)"  # of a network that no second one belongs to


def recognise_translator(state: State) -> Options | None:
    return junyanz.recognise_unet(state) or junyanz.recognise_resnet(state)


def is_unet(case: Case) -> bool:
    return "num_downs" in case.options


def translator_part(case: Case, assumed: Assumed) -> UnetTranslator | ResnetTranslator:
    if not is_unet(case):
        return junyanz.resnet_part(case)
    dropout = assumed.option(case, "use_dropout", True)
    return junyanz.unet_part(_with(case, use_dropout=dropout))


def fill_translator(network: nn.Module, case: Case) -> None:
    (junyanz.fill_unet if is_unet(case) else junyanz.fill_resnet)(network, case)


def fill_critic(network: nn.Module, case: Case) -> None:
    junyanz.fill_critic(network, _of_class(case))


def _of_class(case: Case) -> Case:
    """The class of a critic: a critic of pixels says nothing of layers."""
    is_patches = "n_layers" in case.options
    return replace(case, network="NLayerDiscriminator" if is_patches else "PixelDiscriminator")


def _with(case: Case, **options: Any) -> Case:
    return replace(case, options={**case.options, **options})


def side_of(case: Case, assumed: Assumed) -> int:
    """A U-Net of theirs halves its images to a single place."""
    if is_unet(case):
        return max(1 << case.option("num_downs"), case.option("crop_size", 0) or 0)
    side: int = assumed.option(case, "crop_size", CROP_SIZE)
    return side


def critic_part(case: Case | None, generator: Case) -> PatchCritic:
    """As found, or a new one that is as wide as the generator: what the program makes."""
    if case is None:
        width, norm = generator.option("ngf"), generator.option("norm")
        return PatchCritic(channels=width, norm=norm)
    return junyanz.critic_part(_of_class(case))


def design_pix2pix(cases: Cases, assumed: Assumed) -> Design:
    generator = cases["G"]
    part = translator_part(generator, assumed)
    spec = spec_of(generator, side_of(generator, assumed), is_paired=True)
    critic = critic_part(cases.get("D"), generator)
    system = PairedConfig(generator=part, critic=critic)
    return Design(system, Pairs(size=data_size(spec)), spec)


def design_cyclegan(cases: Cases, assumed: Assumed) -> Design:
    there = cases["G_A"]
    part = translator_part(there, assumed)
    _refuse_other(part, translator_part(cases["G_B"], assumed))
    spec = spec_of(there, side_of(there, assumed), is_paired=False)
    critic = critic_part(cases.get("D_A") or cases.get("D_B"), there)
    keeps = 0.5 if spec.source == spec.shape else 0.0
    system = UnpairedConfig(generator=part, critic=critic, identity_weight=keeps)
    return Design(system, Unpaired(size=data_size(spec)), spec)


def design_discogan(cases: Cases, assumed: Assumed) -> Design:  # noqa: ARG001 - all is told
    there = cases["gen_B"]
    part = discogan.translator_part(there)
    _refuse_other(part, discogan.translator_part(cases["gen_A"]))
    found = cases.get("dis_B") or cases.get("dis_A") or there
    shape = (discogan.COLOURS, DISCO_SIDE, DISCO_SIDE)
    critic: ImageCritic = discogan.critic_part(found)
    system = UnpairedConfig(
        objective=NonSaturating(),
        generator=part,
        critic=critic,
        cycle_distance="squared",
        early_cycle=0.01,
        early_steps=10_000,
        identity_weight=0.0,
        feature_weight=9.0,
        pool=0,
        generator_steps=2,
    )
    return Design(system, Unpaired(size=DISCO_SIDE), DataSpec(shape, source=shape))


def design_disco_alone(cases: Cases, assumed: Assumed) -> Design:  # noqa: ARG001 - all is told
    shape = (discogan.COLOURS, DISCO_SIDE, DISCO_SIDE)
    case = cases["gen"]
    critic = PatchCritic(channels=case.option("width"))
    system = PairedConfig(generator=discogan.translator_part(case), critic=critic)
    spec = DataSpec(shape, source=shape, is_paired=True)
    return Design(system, Pairs(size=DISCO_SIDE), spec)


def spec_of(case: Case, side: int, *, is_paired: bool) -> DataSpec:
    made, given = case.option("output_nc"), case.option("input_nc")
    return DataSpec((made, side, side), source=(given, side, side), is_paired=is_paired)


def _refuse_other(part: Translator, other: Translator) -> None:
    if part != other:
        raise InputError(
            f"The two generators differ ({part.summary()} and {other.summary()}): they are not of "
            "one training."
        )


def _made_by(side: str) -> Callable[[Any], nn.Module]:
    return lambda system: getattr(system, side).translate


def _judge_of(side: str) -> Callable[[Any], nn.Module]:
    return lambda system: getattr(system, side).critic.network


_ONE_WAY = ("One translator became a pix2pix whose critic never judged it.",)

FORMATS = (
    Format(
        "pix2pix",
        "pix2pix",
        junyanz.PROGRAM,
        "Isola et al. 2017, arXiv:1611.07004, sec. 3",
        (
            Role("G", "the generator", recognise_translator, lambda s: s.generator,
                 fill_translator, ALONE, is_needed=True),
            Role("D", "the critic", junyanz.recognise_critic, lambda s: s.critic.network,
                 fill_critic, ALONE),
        ),
        design_pix2pix,
    ),
    Format(
        "cyclegan",
        "CycleGAN",
        junyanz.PROGRAM,
        "Zhu et al. 2017, arXiv:1703.10593, sec. 3",
        (
            Role("G_A", "the generator from A to B", recognise_translator, _made_by("there"),
                 fill_translator, r"(^|_)G_A$", is_needed=True),
            Role("G_B", "the generator from B to A", recognise_translator, _made_by("back"),
                 fill_translator, r"(^|_)G_B$", is_needed=True),
            Role("D_A", "the critic of B", junyanz.recognise_critic, _judge_of("there"),
                 fill_critic, r"(^|_)D_A$"),
            Role("D_B", "the critic of A", junyanz.recognise_critic, _judge_of("back"),
                 fill_critic, r"(^|_)D_B$"),
        ),
        design_cyclegan,
    ),
    Format(
        "discogan",
        "DiscoGAN",
        discogan.PROGRAM,
        "Kim et al. 2017, arXiv:1703.05192, sec. 3",
        (
            Role("gen_B", "the generator from A to B", discogan.recognise_translator,
                 _made_by("there"), discogan.fill_translator, r"gen_B", is_needed=True),
            Role("gen_A", "the generator from B to A", discogan.recognise_translator,
                 _made_by("back"), discogan.fill_translator, r"gen_A", is_needed=True),
            Role("dis_B", "the critic of B", discogan.recognise_critic, _judge_of("there"),
                 discogan.fill_critic, r"dis_B"),
            Role("dis_A", "the critic of A", discogan.recognise_critic, _judge_of("back"),
                 discogan.fill_critic, r"dis_A"),
        ),
        design_discogan,
        notes=("The program shows images by the statistics of their batch, the studio by those of "
               "the training.",),
    ),
    Format(
        "discogan",
        "DiscoGAN",
        discogan.PROGRAM,
        "Kim et al. 2017, arXiv:1703.05192, sec. 3",
        (
            Role("gen", "the generator", discogan.recognise_translator, lambda s: s.generator,
                 discogan.fill_translator, r"^(?!.*_[AB])", is_needed=True),
        ),
        design_disco_alone,
        notes=_ONE_WAY,
    ),
)  # fmt: skip
