"""Pictures there and back, with other attributes, and many files behind each other."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.edit.attributes import UNSAID, Move, named, with_choice
from ganstudio.edit.batch import counted, translate_files
from ganstudio.edit.given import Given, distance, error_map, given_file, structure_kept
from ganstudio.edit.packed import Packed
from ganstudio.edit.restyle import Restyle
from ganstudio.edit.translate import Translate
from ganstudio.engine.preset import loads
from ganstudio.engine.setup import build_system

UNPAIRED = """\
data: {kind: stripes}
system:
  system: unpaired
  generator: {kind: resnet, channels: 4, blocks: 1}
  critic: {kind: patch, channels: 4, halvings: 1, norm: instance}
schedule: {steps: 1, batch: 2}
"""
STARGAN = """\
data: {kind: tokens}
system:
  system: stargan
  generator: {kind: stargan, channels: 4, blocks: 1}
  critic: {kind: stargan, channels: 4, halvings: 2}
schedule: {steps: 1, batch: 2}
"""


def built(text):
    preset = loads(text, "tiny")
    system = build_system(preset, torch.device("cpu"))
    for player in system.players.values():
        player.eval()
    return system, preset.data.spec()


@pytest.fixture(scope="module")
def unpaired():
    return built(UNPAIRED)


@pytest.fixture(scope="module")
def stargan():
    return built(STARGAN)


def some(shape, count, seed=3):
    random = np.random.default_rng(seed)
    channels, height, width = shape
    pixels = random.integers(0, 256, (count, height, width, channels), np.uint8)
    return tuple(Given(name=f"one {at}", picture=Packed.of(one)) for at, one in enumerate(pixels))


def test_a_way_there_and_back_has_three_pictures_and_its_error(unpaired):
    system, spec = unpaired
    given = some(spec.source, 2)
    made = Translate(given=given).run(system)
    assert (len(made.pictures), made.columns) == (6, 3)
    assert np.array_equal(made.pictures[3], np.broadcast_to(given[1].picture.array(), (
        *spec.source[1:], 3)))  # fmt: skip
    for error, one in zip(made.readings["errors"], made.readings["faithful"], strict=True):
        assert error.mean() == pytest.approx(one.cycle, abs=1e-6)


def test_chosen_pictures_alone_are_translated(unpaired):
    system, spec = unpaired
    given = some(spec.source, 3)
    alone = Translate(given=given, shown=(2,)).run(system)
    whole = Translate(given=given).run(system)
    assert np.array_equal(alone.pictures, whole.pictures[6:])


def test_errors_and_structure_have_their_closed_forms():
    black, white = torch.full((1, 3, 4, 4), -1.0), torch.full((1, 3, 4, 4), 1.0)
    assert distance(black, white) == 1
    assert np.all(error_map(black, white) == 1)
    edge = black.clone()
    edge[..., 2:] = 1
    assert structure_kept(edge, -edge) == pytest.approx(1)
    assert structure_kept(edge, edge.transpose(2, 3)) < 0.6


def test_nothing_given_and_a_missing_direction_are_said(unpaired):
    system, spec = unpaired
    with pytest.raises(InputError, match="no picture yet"):
        Translate().run(system)
    with pytest.raises(InputError, match="2 directions"):
        Translate(given=some(spec.source, 1), direction=2).run(system)


def test_choices_of_a_group_exclude_each_other_and_are_taken_back():
    groups = (("colour", ("red", "blue")), ("round", ("round",)))
    wish = with_choice((), groups, 0, 1)
    assert wish == (1, UNSAID)
    assert with_choice(wish, groups, 0, 0) == (0, UNSAID)
    assert with_choice(wish, groups, 0, 1) == (UNSAID, UNSAID)
    assert named((1, 0), groups) == "blue, not round"


def test_pictures_of_which_nothing_is_asked_stay_as_they_are(stargan):
    system, spec = stargan
    (given,) = some(spec.shape, 1)
    made = Move(given=(given,)).run(system)
    assert np.array_equal(made.pictures[0], made.pictures[1])


def test_every_class_of_a_group_has_a_column_and_strength_is_more_of_it(stargan):
    system, spec = stargan
    given = some(spec.shape, 1)
    every = Move(given=given, every=0).run(system)
    assert every.columns == 1 + len(spec.groups[0].classes)
    first = tuple(0 if at == 0 else UNSAID for at in range(len(spec.groups)))
    plain, strong = (Move(given=given, wish=first, strength=s).run(system) for s in (1.0, 2.5))
    assert np.array_equal(plain.pictures[1], every.pictures[1])
    assert not np.array_equal(plain.pictures[1], strong.pictures[1])


def test_a_wish_of_another_model_is_refused(stargan):
    system, spec = stargan
    with pytest.raises(InputError, match="another model"):
        Move(given=some(spec.shape, 1), wish=(0,) * 9).run(system)


def test_styles_need_a_model_that_has_them(stargan):
    system, spec = stargan
    with pytest.raises(InputError, match="StarGAN v2"):
        Restyle(given=some(spec.shape, 1)).run(system)


def test_any_picture_file_is_cut_to_the_models_size(tmp_path):
    path = tmp_path / "wide.png"
    Image.new("RGBA", (50, 20), (255, 0, 0, 0)).save(path)
    given = given_file(path, (3, 8, 16))
    assert given.picture.shape == (8, 16, 3)
    assert np.all(given.picture.array() == 255)
    path.write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"wide\.png cannot be read"):
        given_file(path, (3, 8, 16))


def test_a_batch_keeps_what_is_done_and_counts_the_rest(tmp_path, unpaired):
    system, spec = unpaired
    files = [tmp_path / f"{at}.png" for at in range(3)]
    for at, path in enumerate(files):
        Image.new("RGB", (40, 30), (80 * at, 0, 0)).save(path)
    files[1].write_bytes(b"torn")
    out, told = tmp_path / "out", []
    items = translate_files(
        system, Translate(), spec.source, files, out, lambda at, item: told.append((at, item.state))
    )
    counts = counted(items)
    assert counts["skipped"] == 1
    assert counts["done"] + counts["doubtful"] == 2
    assert sorted(path.name for path in out.iterdir()) == ["0.png", "2.png"]
    assert [at for at, _ in told] == [0, 1, 2]
    expected = Translate(given=(given_file(files[2], spec.source),)).run(system).pictures[1]
    assert np.array_equal(np.asarray(Image.open(out / "2.png").convert("RGB")), expected)


def test_a_cancelled_batch_leaves_whole_files(tmp_path, unpaired):
    system, spec = unpaired
    files = [tmp_path / f"{at}.png" for at in range(3)]
    for path in files:
        Image.new("RGB", (32, 32)).save(path)

    def stop(at, _item):
        if at == 1:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        translate_files(system, Translate(), spec.source, files, tmp_path / "out", stop)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_picture_of_one_pixel_shows_no_style(tmp_path, stargan):
    path = tmp_path / "dot.png"
    Image.new("RGB", (1, 1), (255, 0, 0)).save(path)
    with pytest.raises(InputError, match=r"dot\.png is 1 x 1 px, too small to show anything"):
        given_file(path, stargan[1].shape)
