"""vid2vid by its authors: https://github.com/NVIDIA/vid2vid, `<epoch>_net_G0.pth` and `_net_D`."""

from functools import partial

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.interop.case import Case
from ganstudio.interop.families import pix2pixhd
from ganstudio.interop.families.labels import norm_of
from ganstudio.interop.kinds import Kind, Options, in_mode, unknown_output
from ganstudio.interop.reading import State
from ganstudio.interop.shapes import norm as norm_of_weights
from ganstudio.interop.shapes import numbers
from ganstudio.interop.transfer import adopt
from ganstudio.nn.regions import outlines, planes
from ganstudio.parts.video import Frame, FrameNetwork, FramePainter

PROGRAM = "NVIDIA/vid2vid"
READERS = {"reads_maps": "model_down_seg", "reads_before": "model_down_img"}
BRANCHES = {"painter": "img", "mover": "flow"}
HEADS = {"to_image": "model_final_img", "to_flow": "model_final_flow", "to_fresh": "model_final_w"}


def frame_name(name: str, part: FramePainter) -> str:
    head, rest = name.split(".", 1)
    if head in READERS:
        # The first part of an hourglass: as if it had as many blocks as it wants.
        return f"{READERS[head]}.{pix2pixhd.hourglass_name(rest, part.halvings, part.blocks)}"
    if head in BRANCHES:
        return branch_name(rest, BRANCHES[head])
    if head in HEADS:
        return f"{HEADS[head]}.1.{rest.rsplit('.', 1)[-1]}"
    return foreground_name(rest, part)


def branch_name(name: str, word: str) -> str:
    stage, index, rest = name.split(".", 2)
    if stage == "blocks":
        return f"model_res_{word}.{index}.{pix2pixhd.block_name(rest)}"
    return f"model_up_{word}.{pix2pixhd.unit_name(3 * int(index), rest)}"


def foreground_name(name: str, part: FramePainter) -> str:
    head, rest = name.split(".", 1)
    if head == "to_image":
        return f"indv_final.1.{rest.rsplit('.', 1)[-1]}"
    number, rest = rest.split(".", 1)
    index = int(number)
    if index <= part.halvings:
        return f"indv_down.{pix2pixhd.unit_name(1 + 3 * index, rest)}"
    index -= part.halvings + 1
    if index < part.blocks:
        return f"indv_res.{index}.{pix2pixhd.block_name(rest)}"
    return f"indv_up.{pix2pixhd.unit_name(3 * (index - part.blocks), rest)}"


def recognise_painter(state: State) -> Options | None:
    reading = numbers(state, r"model_down_seg\.(\d+)\.conv_block\.1\.weight")
    if not reading:
        return None
    painting = numbers(state, r"model_res_img\.(\d+)\.conv_block\.1\.weight")
    return {
        "ngf": state["model_down_seg.1.weight"].shape[0],
        "input_nc": state["model_down_seg.1.weight"].shape[1],
        "prev_output_nc": state["model_down_img.1.weight"].shape[1],
        "output_nc": state["model_final_img.1.weight"].shape[0],
        "n_downsampling": (reading[0] - 4) // 3,
        "n_blocks": len(reading) + len(painting),
        "no_flow": "model_final_flow.1.weight" not in state,
        "use_fg_model": "indv_final.1.weight" in state,
        "norm": norm_of_weights(state),
    }


def painter_part(case: Case) -> FramePainter:
    norm = norm_of(case.option("norm", "batch"))
    if norm != "batch":
        raise InputError(
            f"{case.folder} has {norm} normalisation with running statistics, which the studio's "
            "frame painter does not have: it reads batch normalisation."
        )
    return FramePainter(
        channels=case.option("ngf", 128),
        halvings=case.option("n_downsampling", 3),
        blocks=case.option("n_blocks", 9),
        flow=not case.option("no_flow", False),
        foreground=bool(case.option("use_fg_model", False)),
        norm=norm,
    )


def fill_painter(network: nn.Module, case: Case) -> None:
    part = painter_part(case)
    adopt(network, case.state("net_G0", "G0"), lambda name: frame_name(name, part))


def build_painter(case: Case) -> nn.Module:
    maps, before = given(case), case.given("img_prev")
    shape = (case.option("output_nc", 3), *maps.shape[2:])
    network = painter_part(case).build(maps.shape[1], before.shape[1], shape)
    fill_painter(network, case)
    return network


def given(case: Case) -> Tensor:
    """(n, maps, h, w): for each frame a plane a class, and outlines where there are instances."""
    labels = case.given("labels").long()
    classes = int(case.option("label_nc"))
    frames = []
    for index in range(labels.shape[1]):
        frames.append(planes(labels[:, index], classes))
        if "insts" in case.inputs or "inst" in case.inputs:
            instances = case.inputs.get("insts", case.inputs.get("inst"))
            assert instances is not None
            frames.append(outlines(instances[:, index].long()))
    return torch.cat(frames, 1)


def foreground(case: Case) -> Tensor | None:
    """Where the foreground is in the last frame: as given, or the classes that options name."""
    if "mask" in case.inputs:
        return case.given("mask").float()
    classes = case.option("fg_labels", [])
    if not case.option("use_fg_model", False):
        return None
    last = case.given("labels")[:, -1:].long()
    return torch.isin(last, torch.tensor(classes, dtype=torch.int64)).float()


def paint(network: nn.Module, case: Case, name: str) -> Tensor:
    assert isinstance(network, FrameNetwork)
    # Outputs other than the plain one show what torch's later default makes of the flow.
    from_corners = not (name.startswith("img_final") and name != "img_final")
    run = partial(in_mode(network, name), from_corners=from_corners)
    frame: Frame = run(given(case), case.given("img_prev"), foreground(case))
    if name.startswith("img_final"):
        return frame.image
    parts = {"img_raw": frame.raw, "flow": frame.flow, "weight": frame.fresh}
    found = parts.get(name)
    if found is None:
        raise unknown_output(case, name)
    return found


KINDS = (
    Kind(PROGRAM, "CompositeGenerator", build_painter, paint, recognise_painter),
    Kind(
        PROGRAM,
        "MultiscaleDiscriminator",
        partial(pix2pixhd.build_critic, widens=True),
        pix2pixhd.judge,
        pix2pixhd.recognise_critic,
    ),
)
