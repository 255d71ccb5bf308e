import pytest
import torch

from ganstudio.data.captions import Captions
from ganstudio.data.scenes import Item, Scene
from ganstudio.data.source import Share, unreported
from ganstudio.metrics.scenes import agreement

CPU = torch.device("cpu")


def pictures(size=16, items=1, count=400, sizes=True):
    source = Captions(size=size, items=items, sizes=sizes)
    batch = source.open(0, CPU, Share(), unreported).draw(count)
    return batch.real, [source.scenes()[number] for number in batch.label.tolist()]


@pytest.mark.parametrize("size", [16, 32])
@pytest.mark.parametrize("items", [1, 2])
@pytest.mark.parametrize("sizes", [True, False])
def test_real_pictures_show_what_their_captions_say(size, items, sizes):
    images, asked = pictures(size, items, sizes=sizes)
    found = agreement(images, asked)
    assert found.asked > 0.99
    assert found.size > 0.99


@pytest.mark.parametrize("noise", [0.05, 0.1])
def test_a_little_noise_does_not_mislead_the_reader(noise):
    images, asked = pictures()
    torch.manual_seed(0)
    assert agreement(images + noise * torch.randn_like(images), asked).asked > 0.95


def test_each_wrong_attribute_is_noticed_alone():
    images, asked = pictures()

    def changed(scene, **fields):
        return Scene((scene.items[0]._replace(**fields),), scene.place)

    colour = [changed(scene, colour=(scene.items[0].colour + 1) % 4) for scene in asked]
    shape = [changed(scene, shape=(scene.items[0].shape + 1) % 3) for scene in asked]
    size = [changed(scene, size=1 - scene.items[0].size) for scene in asked]
    place = [Scene(scene.items, (scene.place + 1) % 4) for scene in asked]
    for name, wrong in {"colour": colour, "shape": shape, "place": place, "size": size}.items():
        found = agreement(images, wrong)
        assert getattr(found, name) == 0, name
        others = {"colour", "shape", "place", "size"} - {name}
        assert all(getattr(found, other) > 0.99 for other in others), name
        assert found.asked == (0 if name != "size" else pytest.approx(1, abs=0.01))


def test_two_shapes_that_changed_places_are_noticed():
    images, asked = pictures(items=2)
    turned = [Scene(scene.items[::-1], scene.place) for scene in asked]
    assert agreement(images, turned).colour == 0


def test_noise_and_empty_pictures_show_nothing():
    torch.manual_seed(0)
    asked = [Scene((Item(0, 0, 0),), 0)] * 100
    for images in (torch.randn(100, 3, 16, 16), torch.full((100, 3, 16, 16), -0.85)):
        assert agreement(images, asked).asked == 0
