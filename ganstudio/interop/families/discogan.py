"""DiscoGAN by its authors: https://github.com/SKTBrain/DiscoGAN.

The program pickles whole networks; what is read here are state dicts of them.
"""

import re

import torch
from torch import Tensor, nn

from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Kind, Options, in_mode, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has
from ganstudio.interop.transfer import adopt
from ganstudio.nn.random import Random
from ganstudio.parts.disco import DiscoCritic, DiscoCriticNetwork, DiscoTranslator

PROGRAM = "SKTBrain/DiscoGAN"
COLOURS, WIDTH, BOTTLENECK = 3, 64, 100
UNITS = {"0": "conv", "1": "bn"}


def translator_name(name: str) -> str:
    return name.replace("layers.", "main.")


def critic_name(name: str, halvings: int) -> str:
    """Theirs number the convolutions from 1, and the normalisations like them."""
    head, rest = name.split(".", 1)
    if head == "halvings":
        level, unit, weight = rest.split(".")
        return f"{UNITS[unit]}{int(level) + 2}.{weight}"
    return f"conv{1 if head == 'first' else halvings + 1}.{rest.rsplit('.', 1)[-1]}"


def recognise_translator(state: State) -> Options | None:
    if not has(state, r"main\.0\.weight", r"main\.3\.running_mean", r"main\.20\.weight"):
        return None
    has_bottleneck = "main.26.weight" in state
    found: Options = {"width": state["main.0.weight"].shape[0], "extra_layers": has_bottleneck}
    return found | {"bottleneck": state["main.11.weight"].shape[0]} if has_bottleneck else found


def recognise_critic(state: State) -> Options | None:
    if not has(state, r"conv1\.weight", r"bn2\.weight"):
        return None
    return {"width": state["conv1.weight"].shape[0]}


def translator_part(case: Case) -> DiscoTranslator:
    has_bottleneck = case.option("extra_layers", False)
    return DiscoTranslator(
        channels=case.option("width", WIDTH),
        bottleneck=case.option("bottleneck", BOTTLENECK) if has_bottleneck else 0,
    )


def fill_translator(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("gen_A", "gen_B"), translator_name)


def build_translator(case: Case) -> nn.Module:
    shape = (COLOURS, *case.given("x").shape[2:])
    network = translator_part(case).build(shape, shape, Random(0, torch.device("cpu")))
    fill_translator(network, case)
    return network


def critic_part(case: Case) -> DiscoCritic:
    return DiscoCritic(channels=case.option("width", WIDTH))


def fill_critic(network: nn.Module, case: Case) -> None:
    assert isinstance(network, DiscoCriticNetwork)
    halvings = len(network.halvings) + 1
    adopt(network, case.state("dis_A", "dis_B"), lambda name: critic_name(name, halvings))


def build_critic(case: Case) -> nn.Module:
    network = critic_part(case).build((COLOURS, *case.given("x").shape[2:]))
    fill_critic(network, case)
    return network


def _images(case: Case) -> Tensor:
    """Theirs are in [0, 1], ours in [-1, 1]."""
    return 2 * case.given("x") - 1


def translate(network: nn.Module, case: Case, name: str) -> Tensor:
    if not name.startswith("y"):
        raise unknown_output(case, name)
    made: Tensor = in_mode(network, name)(_images(case))
    return (made + 1) / 2


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    verdict = in_mode(network, name)(_images(case))
    if found := re.search(r"relu_?(\d)", name):
        return verdict.features[int(found[1]) - 1]
    if found := re.search(r"feat\D*(\d)", name):
        starts_at = 0 if any(re.search(r"feat\D*0", other) for other in case.outputs) else 1
        return verdict.features[int(found[1]) - starts_at + 1]
    return verdict.score.sigmoid().reshape(case.outputs[name].shape)


KINDS = (
    Kind(PROGRAM, "Generator", build_translator, translate, recognise_translator),
    Kind(PROGRAM, "Discriminator", build_critic, judge, recognise_critic),
)
