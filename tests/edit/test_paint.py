"""The paint request on a real painter with its first weights."""

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from ganstudio.core.capabilities import PaintsRegions, capability
from ganstudio.core.errors import InputError
from ganstudio.edit.artist import picture
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.features import ClassStyles
from ganstudio.edit.given import Given
from ganstudio.edit.packed import Packed
from ganstudio.edit.paint import Paint, PaintStyle
from ganstudio.engine.preset import loads as load_preset
from ganstudio.engine.setup import build_system

SPADE = """\
data: {kind: streets, size: 32, count: 8}
system:
  system: labels2image
  generator: {kind: spade, channels: 2, style: 4, hidden: 4}
  critic: {kind: multiscale, channels: 2, halvings: 2, scales: 1}
  style_encoder: {kind: style, channels: 2, style: 4, halvings: 2}
schedule: {steps: 1, batch: 2}
"""

PIX2PIXHD = """\
data: {kind: streets, size: 32, count: 8}
system:
  system: labels2image
  generator: {kind: coarse_to_fine, channels: 2, halvings: 1, blocks: 1}
  critic: {kind: multiscale, channels: 2, halvings: 2, scales: 1}
  instance_encoder: {kind: instances, channels: 2, features: 3}
schedule: {steps: 1, batch: 2}
"""


def _built(text):
    torch.manual_seed(0)
    system = build_system(load_preset(text, "tiny"), torch.device("cpu"))
    for player in system.players.values():
        player.eval()
    return system


@pytest.fixture(scope="module")
def spade():
    return _built(SPADE)


@pytest.fixture(scope="module")
def pix2pixhd():
    return _built(PIX2PIXHD)


@pytest.fixture
def paint():
    ids = np.zeros((32, 32), np.uint8)
    ids[16:] = 2
    styles = (PaintStyle(), PaintStyle(seed=1), PaintStyle(seed=2))
    return Paint(regions=Packed.of(ids), styles=styles)


def pixels(request, system):
    return request.run(system).pictures


def changed(request, **update):
    return Paint.model_validate(request.model_dump() | update)


def test_the_same_request_makes_the_same_bytes(spade, paint):
    assert pixels(paint, spade).tobytes() == pixels(paint, spade).tobytes()


def test_other_labels_and_other_styles_make_other_pictures(spade, paint):
    ids = paint.regions.array().copy()
    ids[4:12, 4:12] = 8
    first = pixels(paint, spade)
    assert (pixels(changed(paint, regions=Packed.of(ids)), spade) != first).any()
    assert (pixels(changed(paint, style=1), spade) != first).any()


def test_a_blend_ends_at_both_styles(spade, paint):
    start = changed(paint, style=1, toward=2, amount=0.0)
    end = changed(paint, style=1, toward=2, amount=1.0)
    assert (pixels(start, spade) == pixels(changed(paint, style=1), spade)).all()
    assert (pixels(end, spade) == pixels(changed(paint, style=2), spade)).all()
    assert start.is_same_picture(changed(paint, style=1))
    assert not start.is_same_picture(end)


def test_the_style_of_a_picture_is_read_by_the_encoder(spade, paint):
    seen = np.random.default_rng(0).integers(0, 256, (32, 32, 3)).astype(np.uint8)
    style = PaintStyle(image=Given(name="photo.png", picture=Packed.of(seen)))
    found = pixels(changed(paint, styles=(style,)), spade)
    assert (found != pixels(paint, spade)).any()
    assert style.name == "photo.png"


def test_ids_of_another_model_are_refused_in_a_sentence(spade, paint):
    ids = np.full((32, 32), 77, np.uint8)
    with pytest.raises(InputError, match="id 77 and this model knows 0 to 9"):
        changed(paint, regions=Packed.of(ids)).run(spade)


def test_a_request_survives_its_script(paint):
    again = loads(dumps(Script(workspace="edit", edit=paint)), Script, "a.yaml")
    assert again.edit == paint


def test_a_canvas_of_sixteen_thousand_pixels_and_a_style_that_is_not_there_are_refused():
    with pytest.raises(ValidationError, match="at most 4,096 px a side"):
        Paint(regions=Packed.of(np.zeros((1, 16384), np.uint8)))
    with pytest.raises(ValidationError, match="none of the styles"):
        Paint(regions=Packed.of(np.zeros((4, 4), np.uint8)), style=3)


def test_objects_stay_where_the_origin_was_left_alone(paint):
    origin = paint.regions.array()
    objects = np.arange(32 * 32, dtype=np.int32).reshape(32, 32)
    ids = origin.copy()
    ids[:4] = 5
    request = changed(
        paint, regions=Packed.of(ids), origin=Packed.of(origin), instances=Packed.of(objects)
    )
    found = request._objects(ids.astype(np.int64))
    assert (found[4:] == objects[4:]).all()
    assert (found[:4] == 100_005).all()


def test_locks_are_kept_and_change_no_picture(paint):
    locked = changed(paint, locked=(2, 8), only=0)
    assert loads(dumps(Script(workspace="edit", edit=locked)), Script, "a.yaml").edit == locked
    assert locked.limits == (frozenset({2, 8}), 0)
    assert locked.is_same_picture(paint)


def test_styles_come_and_go_with_the_one_that_is_chosen(paint):
    added = paint.with_style(PaintStyle(seed=9))
    assert (added.style, added.toward, len(added.styles)) == (3, 0, 4)
    assert added.in_style(1).toward == 3
    left = added.without_style(3)
    assert left.styles == paint.styles
    assert (left.style, left.toward, left.amount) == (2, None, 0.0)


def looks(*values):
    """Of classes 0, 1, ...: one cluster each."""
    return tuple(
        ClassStyles(region=region, centres=(one,), low=one, high=one)
        for region, one in enumerate(values)
    )


def test_painted_objects_look_as_most_of_their_class(pix2pixhd, paint):
    with_looks = paint.model_copy(update={"looks": looks((0.5, -1.0, 1.0), (0, 0, 0), (1, 1, 0))})
    ids = torch.from_numpy(paint.regions.array().astype(np.int64))[None]
    features = torch.zeros(1, 3, 32, 32)
    features[0, :, :16] = torch.tensor([0.5, -1.0, 1.0])[:, None, None]
    features[0, :, 16:] = torch.tensor([1.0, 1.0, 0.0])[:, None, None]
    with torch.no_grad():
        expected = picture(capability(pix2pixhd, PaintsRegions).paint(ids, features=features))
    assert (pixels(with_looks, pix2pixhd)[0] == expected).all()
    assert (pixels(paint, pix2pixhd)[0] != expected).any()
    assert not with_looks.is_same_picture(paint)


def test_looks_of_another_model_are_refused_in_a_sentence(pix2pixhd, paint):
    strange = paint.model_copy(update={"looks": looks((1.0,))})
    with pytest.raises(InputError, match="1 features and the model's have 3"):
        strange.run(pix2pixhd)


def test_a_model_without_features_needs_no_looks(spade, paint):
    with_looks = paint.model_copy(update={"looks": looks((1.0,))})
    assert (pixels(with_looks, spade) == pixels(paint, spade)).all()
