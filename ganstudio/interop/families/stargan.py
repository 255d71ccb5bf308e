"""StarGAN by its authors: https://github.com/yunjey/stargan, `<iteration>-G.ckpt` and `-D.ckpt`."""

from torch import Tensor, nn

from ganstudio.interop.case import Case
from ganstudio.interop.kinds import Kind, Options, in_mode, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import has, numbers
from ganstudio.interop.transfer import adopt
from ganstudio.parts.attributes.critic import AttributeCritic
from ganstudio.parts.attributes.translator import AttributeTranslator

PROGRAM = "yunjey/stargan"
COLOURS = 3
MEMORY = ("running_mean", "running_var", "num_batches_tracked")


def translator_name(name: str) -> str:
    return name.replace("layers.", "main.").replace("residual.", "main.")


def critic_name(name: str) -> str:
    renamed = {"body": "main", "score": "conv1", "classify": "conv2"}
    head, rest = name.split(".", 1)
    return f"{renamed[head]}.{rest}"


def recognise_translator(state: State) -> Options | None:
    if not has(state, "main.0.weight", r"main\.\d+\.main\.0\.weight"):
        return None
    channels, inputs = state["main.0.weight"].shape[:2]
    blocks = numbers(state, r"main\.(\d+)\.main\.0\.weight")
    return {"conv_dim": channels, "c_dim": inputs - COLOURS, "repeat_num": len(blocks)}


def recognise_critic(state: State) -> Options | None:
    if not has(state, "main.0.weight", "conv1.weight", "conv2.weight"):
        return None
    halvings = len(numbers(state, r"main\.(\d+)\.weight"))
    classes, _, left, _ = state["conv2.weight"].shape
    return {
        "conv_dim": state["main.0.weight"].shape[0],
        "c_dim": classes,
        "repeat_num": halvings,
        "image_size": left << halvings,
    }


def is_memory(name: str) -> bool:
    """Of running statistics, which the program keeps and never uses."""
    return name.endswith(MEMORY)


def translator_part(case: Case, *, running_statistics: bool) -> AttributeTranslator:
    return AttributeTranslator(
        channels=case.option("conv_dim", 64),
        blocks=case.option("repeat_num", 6),
        running_statistics=running_statistics,
    )


def fill_translator(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("G"), translator_name, is_memory)


def build_translator(case: Case) -> nn.Module:
    # Both modes of theirs can be asked for: in training each image has its own statistics.
    part = translator_part(case, running_statistics=True)
    network = part.build((COLOURS, 4, 4), case.option("c_dim", 5))
    fill_translator(network, case)
    return network


def critic_part(case: Case) -> AttributeCritic:
    return AttributeCritic(
        channels=case.option("conv_dim", 64), halvings=case.option("repeat_num", 6)
    )


def fill_critic(network: nn.Module, case: Case) -> None:
    adopt(network, case.state("D"), critic_name)


def build_critic(case: Case) -> nn.Module:
    side = case.option("image_size", 128)
    network = critic_part(case).build((COLOURS, side, side), case.option("c_dim", 5))
    fill_critic(network, case)
    return network


def translate(network: nn.Module, case: Case, name: str) -> Tensor:
    return in_mode(network, name)(case.given("x"), case.given("c"))


def judge(network: nn.Module, case: Case, name: str) -> Tensor:
    judgement = network(case.given("x"))
    match name:
        case "out_src":
            return judgement.scores
        case "out_cls":
            return judgement.attributes
    raise unknown_output(case, name)


KINDS = (
    Kind(PROGRAM, "Generator", build_translator, translate, recognise_translator),
    Kind(PROGRAM, "Discriminator", build_critic, judge, recognise_critic),
)
