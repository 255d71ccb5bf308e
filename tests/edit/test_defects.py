"""Defects painted by hand: what is asked for is what the generator gets, and a set is whole."""

import csv

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.capabilities import PaintsDefects, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.data.pixels import to_float, to_uint8
from ganstudio.edit.defect_sets import SetPlan, write_set
from ganstudio.edit.defects import (
    VIEWS,
    DefectPainter,
    PaintDefects,
    RollNoise,
    control_map,
    restored,
    shares,
)
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.packed import Packed
from ganstudio.engine import preset
from ganstudio.engine.setup import build_system

TINY = """\
data: {kind: defects, count: 16}
system:
  system: defectgan
  generator: {kind: layers, channels: 4, halvings: 1, blocks: 1, control_width: 4}
  critic: {kind: stargan, channels: 4, halvings: 3}
schedule: {steps: 1, batch: 4}
"""
SIDE, SOUND, CRACK, SPOT = 32, 0, 1, 2


@pytest.fixture(scope="module")
def system():
    torch.manual_seed(0)
    made = build_system(preset.loads(TINY, "tiny"), torch.device("cpu"))
    for player in made.players.values():
        player.eval()
    return made


@pytest.fixture(scope="module")
def asked() -> PaintDefects:
    random = np.random.default_rng(1)
    kinds = np.zeros((SIDE, SIDE), np.uint8)
    kinds[4:9, 3:20] = CRACK
    kinds[20:28, 20:28] = SPOT
    return PaintDefects(
        image=Packed.of(random.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)),
        kinds=Packed.of(kinds),
        opacities=(1.0, 0.5, 1.0, 1.0),
        noise_seed=3,
    )


def test_what_an_opacity_leaves_is_asked_to_be_sound(asked):
    control = control_map(asked.kinds.array(), asked, 4, SOUND)
    assert control[:, 5, 5] == pytest.approx([0.5, 0.5, 0, 0])
    assert control[:, 21, 21] == pytest.approx([0, 0, 1, 0])
    assert control[:, 0, 0] == pytest.approx([1, 0, 0, 0])
    assert control.sum(0) == pytest.approx(np.ones((SIDE, SIDE)))


def test_the_opacity_of_sound_changes_nothing(asked):
    kinds = asked.kinds.array()
    faint = asked.model_copy(update={"opacities": (0.1, 0.5, 1.0, 1.0)})
    assert (control_map(kinds, faint, 4, SOUND) == control_map(kinds, asked, 4, SOUND)).all()


def test_pictures_are_those_of_the_generators_layer(system, asked):
    painter = DefectPainter(system)
    control = control_map(asked.kinds.array(), asked, 4, SOUND)
    image = to_float(asked.image.tensor().permute(2, 0, 1)[None])
    plain = asked.model_copy(update={"noise_seed": None})
    with torch.no_grad():
        made, foreground, mask = painter.paints.paint(image, torch.from_numpy(control)[None])
    found = dict(zip(VIEWS, plain.run(system).pictures, strict=True))
    assert (found["composite"] == to_uint8(made)[0]).all()
    assert (found["foreground"] == to_uint8(foreground)[0]).all()
    assert (found["mask"][..., 0] == np.rint(mask[0, 0].numpy() * 255)).all()
    layered = image * (1 - mask) + foreground * mask
    assert torch.allclose(made, layered, atol=1e-5)


def test_readings_are_measured_where_they_say(system, asked):
    layers = DefectPainter(system).painted(asked)
    kinds = asked.kinds.array()
    readings = asked.run(system).readings
    assert readings["followed"][CRACK] == pytest.approx(layers.mask[kinds == CRACK].mean())
    assert readings["followed"][3] is None
    before, after = asked.image.array().astype(float), layers.views[0].astype(float)
    moved = np.abs(before - after).mean(2) > 2
    assert readings["outside"] == pytest.approx(moved[kinds == SOUND].mean())


def test_noises_to_choose_from_are_what_choosing_them_gives(system, asked):
    rolled = RollNoise(paint=asked, seeds=(7, 8)).run(system)
    for picture, seed in zip(rolled.pictures, (7, 8), strict=True):
        chosen = asked.model_copy(update={"noise_seed": seed})
        assert (chosen.run(system).pictures[0] == picture).all()


def test_the_same_request_makes_the_same_bytes_after_a_round_trip(system, asked):
    text = dumps(Script(workspace="edit", edit=asked))
    again = loads(text, Script, "here").edit
    assert again == asked
    assert (again.run(system).pictures == asked.run(system).pictures).all()


def test_restoring_asks_for_a_sound_surface_everywhere(asked):
    composite = np.full((SIDE, SIDE, 3), 9, np.uint8)
    found = restored(asked, composite, SOUND)
    assert (found.image.array() == composite).all()
    control = control_map(found.kinds.array(), found, 4, SOUND)
    assert (control[SOUND] == 1).all()


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"image": None}, "no surface"),
        ({"kinds": Packed.of(np.zeros((3, 3), np.uint8))}, "another model"),
        ({"kinds": Packed.of(np.full((SIDE, SIDE), 9, np.uint8))}, "another model"),
    ],
)
def test_what_does_not_fit_the_model_is_refused_in_a_sentence(system, asked, update, words):
    with pytest.raises(InputError, match=words):
        asked.model_copy(update=update).run(system)


def test_shares_of_kinds_sum_to_one(asked):
    found = shares(asked.kinds.array(), 4)
    assert found[CRACK] == pytest.approx(5 * 17 / SIDE**2)
    assert sum(found) == pytest.approx(1)


def test_a_set_has_a_picture_a_mask_and_classes_for_every_pair(system, asked, tmp_path):
    plan = SetPlan((asked.image, asked.image), rolls=2, moves=False, threshold=0.3)
    counted = []
    assert write_set(system, asked, plan, tmp_path, lambda *told: counted.append(told)) == 4
    assert counted == [(1, 4), (2, 4), (3, 4), (4, 4)]
    with (tmp_path / "set.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["noise"] for row in rows] == ["3", "4", "5", "6"]
    painter = DefectPainter(system)
    for number, row in enumerate(rows):
        one = asked.model_copy(update={"noise_seed": 3 + number})
        layers = painter.painted(one)
        mask = layers.mask > 0.3
        written = {
            name: np.asarray(Image.open(tmp_path / name / row["file"]))
            for name in ("images", "masks", "classes")
        }
        assert (written["images"] == layers.views[0]).all()
        assert ((written["masks"] == 255) == mask).all()
        assert (written["classes"] == np.where(mask, asked.kinds.array(), SOUND)).all()


def test_paint_that_is_moved_keeps_its_shares(system, asked, tmp_path):
    everywhere = SetPlan((asked.image,), rolls=3, moves=True, threshold=-1.0)
    write_set(system, asked, everywhere, tmp_path, lambda *_: None)
    maps = [np.asarray(Image.open(tmp_path / f"classes/{n:05d}.png")) for n in range(3)]
    assert all(shares(one, 4) == shares(asked.kinds.array(), 4) for one in maps)
    assert not (maps[0] == maps[1]).all()


def test_a_set_that_is_stopped_keeps_what_it_has(system, asked, tmp_path):
    def stop(done: int, _whole: int) -> None:
        if done == 2:
            raise Cancelled("enough")

    plan = SetPlan((asked.image,), rolls=5)
    with pytest.raises(Cancelled):
        write_set(system, asked, plan, tmp_path, stop)
    assert len(list((tmp_path / "images").iterdir())) == 2
    with (tmp_path / "set.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_model_without_layers_of_defects_is_refused(styled):
    assert capability(styled, PaintsDefects) is None
    with pytest.raises(InputError, match="Defect-GAN"):
        DefectPainter(styled)
