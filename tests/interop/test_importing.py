"""Official checkpoints become runs: of the right system, with every weight in its place.

The authors' own cases are folders that are no part of this repository; the variable
GANSTUDIO_PARITY names the folder that holds them.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.core.capabilities import (
    MovesDomains,
    MovesInStyle,
    PaintsInstances,
    PaintsRegions,
    PaintsStyles,
    Translates,
    capability,
)
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.engine import preset as presets
from ganstudio.engine import snapshots
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model
from ganstudio.engine.weights_alone import keep_foreign
from ganstudio.interop.case import Case, read_case
from ganstudio.interop.check import kind_of
from ganstudio.interop.importing import Imported, parse_options, read_model
from tests.interop import theirs
from tests.interop.test_reading import Foreign, snapshot

VARIABLE = "GANSTUDIO_PARITY"
FOUND = sorted(Path(os.environ.get(VARIABLE, os.devnull)).glob("*/config.json"))
NEVER_SHOWN = {"y_eval_mode"}  # StarGAN's program keeps running means and does not use them
TOLD = ("no_instance", "label_nc", "contain_dontcare_label", "crop_size", "fineSize")
REFUSED = ("networks_stylegan3",)


def imported(
    tmp_path: Path, files: Sequence[Path], **options: object
) -> tuple[Imported, RunFolder]:
    found = read_model(files, options=options)
    return found, keep_foreign(tmp_path / "run", found)


def model_of(tmp_path: Path, files: Sequence[Path], **options: object) -> TrainedModel:
    return load_model(imported(tmp_path, files, **options)[1])


def companions(case: Case) -> list[tuple[str, dict]]:
    """What has to lie beside a case's weights to be a model, of the sizes that the case has."""
    option, program = case.options.get, case.program
    match (program.split("/")[0], case.network):
        case ("junyanz", "NLayerDiscriminator" | "PixelDiscriminator"):
            return [("net_G.pth", theirs.unet(halvings=7, given=option("input_nc") - 3))]
        case ("NVIDIA", "MultiscaleDiscriminator"):
            return [("net_G.pth", theirs.coarse_to_fine(option("input_nc") - 3))]
        case ("NVIDIA", "Encoder"):
            return [("net_G.pth", theirs.coarse_to_fine(9 + option("output_nc")))]
        case ("NVlabs", "MultiscaleDiscriminator"):
            return [("net_G.pth", theirs.spade_painter(option("semantic_nc")))]
        case ("NVlabs", "ConvEncoder"):
            return [("net_G.pth", theirs.spade_painter(option("semantic_nc"), style=256))]
        case ("yunjey", "Discriminator"):
            return [("1-G.ckpt", theirs.stargan_translator(option("c_dim")))]
        case ("NVlabs", "Discriminator"):
            return [("G.pth", theirs.style_generator(option("img_resolution")))]
        case ("clovaai", _):
            nets = theirs.stargan2_nets(
                option("img_size", 256), option("style_dim"), option("num_domains", 2)
            )
            entry = {"Generator": "generator", "MappingNetwork": "mapping_network",
                     "StyleEncoder": "style_encoder"}[case.network]  # fmt: skip
            return [(f"{name}.pth", net) for name, net in nets.items() if name != entry]
    return []


@pytest.mark.skipif(
    VARIABLE not in os.environ, reason=f"{VARIABLE} names no folder of the authors' outputs"
)
@pytest.mark.parametrize("folder", [path.parent for path in FOUND], ids=lambda path: path.name)
def test_a_run_of_the_authors_weights_computes_what_their_program_computed(
    folder: Path, tmp_path: Path
) -> None:
    case = read_case(folder)
    kind = kind_of(case)
    case = kind.completed(case)
    files = [*folder.glob("weights.pth*"), *theirs.write_all(tmp_path, companions(case))]
    said = {k: v for k, v in case.options.items() if k in TOLD}
    is_without_system = any(word in case.program for word in REFUSED)
    if is_without_system or case.options.get("num_domains") == 1:
        with pytest.raises(InputError, match=r"no run can be made of it|a single domain"):
            read_model(files)
        return
    found, run = imported(tmp_path, files, **said)
    model = load_model(run)
    role = next(
        role for role in found.format.roles if role.recognise(next(iter(case.states.values())))
    )
    for system in (model.averaged, model.trained):
        network = role.place(system)
        if isinstance(network, nn.ModuleDict):
            network = nn.ModuleDict({"g_src": network["source"], "g_tgt": network["target"]})
        with torch.no_grad():
            for name in set(case.outputs) - NEVER_SHOWN:
                ours = kind.answer(network, case, name)
                torch.testing.assert_close(ours, case.outputs[name], atol=1e-4, rtol=1e-4)


def test_a_pix2pix_is_found_by_its_keys_and_translates(tmp_path) -> None:
    state = theirs.unet(channels=2, halvings=5)
    files = theirs.write_all(
        tmp_path, [("latest_net_G.pth", state), ("latest_net_D.pth", theirs.patches())]
    )
    found, run = imported(tmp_path, files)
    assert (found.format.name, found.spec.shape, found.spec.source) == (
        "pix2pix", (3, 32, 32), (3, 32, 32),
    )  # fmt: skip
    model = load_model(run)
    translates = capability(model.averaged, Translates)
    assert translates is not None
    assert translates.translate(torch.zeros(2, 3, 32, 32)).shape == (2, 3, 32, 32)
    own = model.averaged.players["generator"].state_dict().values()
    assert any(weight.equal(state["model.model.0.weight"]) for weight in own)


def test_two_generators_make_a_cyclegan_each_in_its_direction(tmp_path) -> None:
    there, back = theirs.resnet(), theirs.resnet()
    files = theirs.write_all(
        tmp_path, [("latest_net_G_B.pth", back), ("latest_net_G_A.pth", there),
                   ("latest_net_D_A.pth", theirs.patches(3)),
                   ("latest_net_D_B.pth", theirs.patches(3))],
    )  # fmt: skip
    found, run = imported(tmp_path, files, crop_size=32)
    assert (found.format.name, found.told) == ("cyclegan", ())
    weights = load_model(run).averaged.players["generator"].state_dict()
    for domain, state in (("target", there), ("source", back)):
        (first,) = [
            weights[name] for name in weights
            if name.startswith(domain) and weights[name].equal(state["model.1.weight"])
        ]  # fmt: skip
        assert first.shape == (2, 3, 7, 7)


def test_instances_and_clusters_come_with_a_pix2pixhd(tmp_path) -> None:
    files = theirs.write_all(
        tmp_path,
        [("latest_net_G.pth", theirs.coarse_to_fine(9 + 3)),
         ("latest_net_E.pth", theirs.instances()), ("latest_net_D.pth", theirs.scales(9 + 3))],
    )  # fmt: skip
    table = np.array(None, dtype=object)
    table[()] = {7: np.arange(6.0).reshape(2, 3)}
    np.save(tmp_path / "features_clustered_010.npy", table)
    found, run = imported(tmp_path, [*files, tmp_path / "features_clustered_010.npy"], crop_size=32)
    assert (found.format.name, len(found.spec.regions), found.spec.has_instances) == (
        "pix2pixhd", 8, True,
    )  # fmt: skip
    kept = json.loads((run.path / "features.json").read_text(encoding="utf-8"))
    assert kept == {"features_clustered_010.npy": {"7": [[0, 1, 2], [3, 4, 5]]}}
    model = load_model(run).averaged
    paints = capability(model, PaintsRegions)
    assert paints is not None
    regions = torch.zeros(1, 32, 32, dtype=torch.int64)
    assert paints.paint(regions).shape == (1, 3, 32, 32)
    assert capability(model, PaintsInstances) is not None


def test_a_spade_says_its_size_where_a_style_makes_its_start(tmp_path) -> None:
    files = theirs.write_all(
        tmp_path, [("latest_net_G.pth", theirs.spade_painter(8, style=256, side=128)),
                   ("latest_net_E.pth", theirs.spade_encoder())],
    )  # fmt: skip
    found, run = imported(tmp_path, files)
    assert (found.format.name, found.spec.shape) == ("spade", (3, 128, 128))
    assert capability(load_model(run).averaged, PaintsStyles) is not None


@pytest.mark.parametrize(
    ("planes", "names", "last", "has_instances"),
    [(36, "cityscapes", "license plate", True), (151, "ade20k", "unknown", False),
     (184, "coco-stuff", "unknown", True), (21, "none", "class 19", True)],
)  # fmt: skip
def test_regions_have_the_names_of_the_programs_datasets(
    tmp_path, planes, names, last, has_instances
) -> None:
    files = theirs.write_all(tmp_path, [("latest_net_G.pth", theirs.spade_painter(planes))])
    found = read_model(files, options={"crop_size": 64})
    assert (found.preset["data"]["names"], found.spec.regions[-1].name) == (names, last)
    assert (found.spec.has_instances, len(found.spec.regions)) == (
        has_instances, planes - has_instances,
    )  # fmt: skip


def test_a_stargan_of_two_datasets_has_a_mask(tmp_path) -> None:
    files = theirs.write_all(
        tmp_path, [("200000-G.ckpt", theirs.stargan_translator(15)),
                   ("200000-D.ckpt", theirs.stargan_critic(13))],
    )  # fmt: skip
    found, run = imported(tmp_path, files)
    assert (found.step, found.spec.shape) == (200_000, (3, 16, 16))
    moves = capability(load_model(run).averaged, MovesDomains)
    assert moves is not None
    assert [len(group.classes) for group in moves.groups] == [1] * 5 + [8]
    wanted = torch.tensor([[1, 0, 0, 1, 0, -1]])
    assert moves.move(torch.zeros(1, 3, 16, 16), wanted).shape == (1, 3, 16, 16)


def test_averages_are_what_is_shown_and_trained_weights_what_goes_on(tmp_path) -> None:
    trained, averaged = theirs.stargan2_nets(), theirs.stargan2_nets()
    files = theirs.write_all(
        tmp_path, [("100000_nets.ckpt", trained), ("100000_nets_ema.ckpt", averaged)]
    )
    found, run = imported(tmp_path, files)
    model = load_model(run)
    for system, nets in ((model.averaged, averaged), (model.trained, trained)):
        own = system.players["mapping"].state_dict()["trunk.0.weight"]
        assert own.equal(nets["mapping_network"]["shared.0.weight"])
    assert found.step == 100_000
    moves = capability(model.averaged, MovesInStyle)
    assert moves is not None
    styles = moves.styles_from(torch.zeros(1, 4), torch.tensor([1]))
    assert moves.move_in_style(torch.zeros(1, 3, 64, 64), styles).shape == (1, 3, 64, 64)


@pytest.mark.parametrize("classes", [0, 3])
def test_a_stylegan2_makes_samples_of_its_classes(tmp_path, classes) -> None:
    files = theirs.write_all(
        tmp_path, [("G_ema.pth", theirs.style_generator(classes=classes)),
                   ("D.pth", theirs.style_critic())] if not classes else
                  [("G_ema.pth", theirs.style_generator(classes=classes))],
    )  # fmt: skip
    found, run = imported(tmp_path, files)
    model = load_model(run)
    shown = snapshots.load(run.snapshots, 0).pictures
    assert {name: pixels.shape for name, pixels in shown.items()} == {
        "averaged": (16, 16, 16, 3), "raw": (16, 16, 16, 3),
    }  # fmt: skip
    assert len(found.spec.classes) == classes
    assert model.sample(3, truncation=0.7).shape == (3, 3, 16, 16)


def part_of_snapshot(state: dict, options: dict) -> Foreign:
    """A network with these weights, as StyleGAN's program pickles it."""
    inner: dict[str, dict] = {}
    for name, value in state.items():
        head, _, rest = name.partition(".")
        if rest:
            inner.setdefault(head, {})[rest] = value
    own = {name: value for name, value in state.items() if "." not in name}
    modules = {name: part_of_snapshot(each, {}) for name, each in inner.items()}
    made = Foreign("Network", parameters=own, modules=modules)
    made.meta["state"]["_init_kwargs"] = options
    return made


def test_a_snapshot_gives_its_average_its_critic_and_what_they_were_built_with(tmp_path) -> None:
    trained, averaged, critic = (
        theirs.style_generator(), theirs.style_generator(), theirs.style_critic(),
    )  # fmt: skip
    path = tmp_path / "network-snapshot-000200.pkl"
    path.write_bytes(
        snapshot({
            "G": part_of_snapshot(trained, {"synthesis_kwargs": {"num_fp16_res": 4}}),
            "G_ema": part_of_snapshot(averaged, {"synthesis_kwargs": {"num_fp16_res": 4}}),
            "D": part_of_snapshot(critic, {"epilogue_kwargs": {"mbstd_group_size": 8}}),
            "augment_pipe": part_of_snapshot({"p": torch.ones(())}, {}),
        })
    )  # fmt: skip
    found, run = imported(tmp_path, [path])
    assert (found.format.name, found.told) == ("stylegan2", ())
    assert found.preset["system"]["critic"]["group"] == 8
    model = load_model(run)
    for system, state in ((model.averaged, averaged), (model.trained, trained)):
        own = system.players["generator"].state_dict().values()
        assert any(weight.equal(state["mapping.fc0.weight"]) for weight in own)


def test_what_was_imported_is_noted_with_its_checksum(tmp_path) -> None:
    (path,) = theirs.write_all(tmp_path, [("weights.pth", theirs.disco())])
    _, run = imported(tmp_path, [path])
    note = json.loads((run.path / "origin.json").read_text(encoding="utf-8"))
    assert note["files"] == [
        {
            "name": "weights.pth",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
    ]
    assert note["program"] == "SKTBrain/DiscoGAN"
    assert run.info().has_weights_alone
    assert presets.load(run.preset_path).title == "DiscoGAN, imported"


@pytest.mark.parametrize(
    ("names", "lacking"),
    [
        (["latest_net_G_A.pth"], r"the generator from B to A \(G_B\)"),
        (["latest_net_G_B.pth"], r"the generator from A to B \(G_A\)"),
        (["model_gen_A-1.pth"], "the generator from A to B"),
    ],
)
def test_one_of_a_pair_asks_for_the_other(tmp_path, names, lacking) -> None:
    state = theirs.disco() if "gen" in names[0] else theirs.resnet()
    files = theirs.write_all(tmp_path, [(name, state) for name in names])
    with pytest.raises(InputError, match=lacking):
        read_model(files)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("latest_net_D.pth", theirs.patches())], "lacks the generator"),
        ([("a.pth", theirs.unet()), ("b.pth", theirs.unet())], "are both the generator"),
        ([("a.pth", {"weight": torch.zeros(2, 2)})], "no network that the studio knows"),
        ([("G.pth", theirs.unet()), ("E.pth", theirs.spade_encoder())], "of different programs"),
        ([("net_G.pth", theirs.coarse_to_fine(3))], "translates pictures"),
    ],
)
def test_what_is_no_model_is_one_sentence(tmp_path, files, words) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_model(theirs.write_all(tmp_path, files))
    assert "\n" not in str(caught.value)


def test_a_critic_of_another_width_of_images_names_its_file(tmp_path) -> None:
    files = theirs.write_all(
        tmp_path, [("net_G.pth", theirs.unet()), ("net_D.pth", theirs.patches(given=4))]
    )
    with pytest.raises(InputError, match=r"net_D\.pth does not fit as the critic"):
        read_model(files)


def test_a_weight_of_another_width_names_its_file(tmp_path) -> None:
    state = theirs.resnet()
    state["model.4.weight"] = torch.zeros(5, 2, 3, 3)
    with pytest.raises(InputError, match=r"net_G\.pth does not fit"):
        read_model(theirs.write_all(tmp_path, [("net_G.pth", state)]))


def test_a_format_that_is_asked_for_is_the_one_that_is_tried(tmp_path) -> None:
    files = theirs.write_all(tmp_path, [("net_G.pth", theirs.unet())])
    assert read_model(files, "pix2pix").format.name == "pix2pix"
    with pytest.raises(InputError, match="no network of SPADE"):
        read_model(files, "spade")
    with pytest.raises(InputError, match="such as cyclegan"):
        read_model(files, "cycle-gan")


def test_a_cancelled_import_raises_and_leaves_nothing(tmp_path) -> None:
    def report(words: str, _: float) -> None:
        if words.startswith("Building"):
            raise Cancelled("The import was cancelled.")

    files = theirs.write_all(tmp_path / "files", [("net_G.pth", theirs.unet())])
    with pytest.raises(Cancelled):
        read_model(files, report=report)
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_options_are_read_as_what_they_are() -> None:
    given = ["crop_size=512", "no_instance=True", "aspect_ratio=2.0", "norm_G=spadebatch3x3"]
    assert parse_options(given) == {
        "crop_size": 512, "no_instance": True, "aspect_ratio": 2.0, "norm_G": "spadebatch3x3",
    }  # fmt: skip
    with pytest.raises(InputError, match="has no `=`"):
        parse_options(["crop_size"])
