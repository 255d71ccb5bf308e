"""Two domains: drawn apart, each from its own folder."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganstudio.core.errors import DataError
from ganstudio.data.unpaired_folder import Unpaired


def paint(folder, shades):
    folder.mkdir(parents=True, exist_ok=True)
    for number, shade in enumerate(shades):
        pixels = np.full((12, 12, 3), shade, np.uint8)
        Image.fromarray(pixels).save(folder / f"{folder.name}_{number}.png")


def domains(folder, counts=(6, 4), names=("trainA", "trainB")):
    """A is dark, B is bright, and every picture has a shade of its own."""
    paint(folder / names[0], range(0, 10 * counts[0], 10))
    paint(folder / names[1], range(200, 200 + 10 * counts[1], 10))
    return Unpaired(path=str(folder), size=8)


LAYOUTS = [("trainA", "trainB"), ("A/train", "B/train"), ("train/A", "train/B"), ("A", "B")]


@pytest.mark.parametrize("names", LAYOUTS, ids=lambda names: names[0])
def test_domains_come_from_their_folders(tmp_path, opened, names):
    data = opened(domains(tmp_path, names=names))
    spec = data.spec
    assert (spec.size, spec.shape, spec.source, spec.is_paired) == (4, (3, 8, 8), (3, 8, 8), False)
    for _ in range(5):
        batch = data.draw(3)
        assert (batch.real > 0.5).all()
        assert (batch.source < -0.5).all()


def test_every_picture_comes_once_an_epoch_in_two_orders(tmp_path, opened):
    data = opened(domains(tmp_path, (6, 6)))
    epochs = [data.draw(6) for _ in range(4)]
    orders = {
        name: [shades(getattr(batch, name)) for batch in epochs] for name in ("real", "source")
    }
    assert {tuple(sorted(order)) for order in orders["source"]} == {(0, 10, 20, 30, 40, 50)}
    ranks = {
        name: [np.argsort(order).tolist() for order in found] for name, found in orders.items()
    }
    assert ranks["real"] != ranks["source"]


def shades(images):
    return images[:, 0, 0, 0].add(1).mul(127.5).round().long().tolist()


def test_a_restored_state_continues_both_orders(tmp_path, opened):
    source = domains(tmp_path)
    first, again = opened(source), opened(source)
    first.draw(5)
    again.restore(first.state())
    one, other = first.draw(7), again.draw(7)
    assert torch.equal(one.real, other.real)
    assert torch.equal(one.source, other.source)


def test_the_reference_is_the_same_for_every_seed_of_the_run(tmp_path, opened):
    source = domains(tmp_path)
    one, other = (opened(source, seed=seed).reference(4, 7) for seed in (0, 1))
    assert torch.equal(one.real, other.real)
    assert torch.equal(one.source, other.source)


def test_parts_and_named_folders(tmp_path):
    domains(tmp_path)
    domains(tmp_path, (3, 3), ("testA", "testB"))
    assert Unpaired(path=str(tmp_path), phase="test").spec().size == 3
    with pytest.raises(DataError, match=r"no folder of the domain B in the part val"):
        Unpaired(path=str(tmp_path), phase="val").spec()
    named = Unpaired(path=str(tmp_path), folder_a="testA", folder_b="trainB")
    assert named.spec().size == 4


def test_a_single_domain_is_refused_with_the_remedy(tmp_path):
    paint(tmp_path / "trainA", [1, 2, 3])
    with pytest.raises(DataError, match=r"does not look like two domains .*; name the folders"):
        Unpaired(path=str(tmp_path)).spec()


def test_unreadable_pictures_of_both_domains_are_named(tmp_path, opened):
    source = domains(tmp_path)
    for name in ("trainA/trainA_0.png", "trainB/trainB_3.png"):
        (tmp_path / name).write_bytes(b"torn")
    data = opened(source)
    assert data.spec.size == 3
    assert ["trainB_3.png" in data.notices[0], "trainA_0.png" in data.notices[1]] == [True, True]


def test_random_crops_show_other_parts_of_larger_pictures(tmp_path, opened):
    for name, seed in (("trainA", 0), ("trainB", 1)):
        (tmp_path / name).mkdir()
        for number in range(2):
            pixels = np.random.default_rng(seed).integers(0, 256, (12, 12, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / f"{name}/{number}.png")
    data = opened(Unpaired(path=str(tmp_path), size=8, jitter=4))
    batches = [data.draw(2) for _ in range(6)]
    assert batches[0].source.shape == (2, 3, 8, 8)
    assert len({float(image.sum()) for batch in batches for image in batch.real}) > 4
