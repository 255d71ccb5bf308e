import pytest
import torch

from ganstudio.data.captions import Captions
from ganstudio.data.scenes import all_scenes
from ganstudio.data.source import Share, unreported

CPU = torch.device("cpu")


def opened(seed=0, share=None, **settings):
    return Captions(**settings).open(seed, CPU, share or Share(), unreported)


@pytest.mark.parametrize("size", [16, 32])
@pytest.mark.parametrize("items", [1, 2])
def test_a_batch_has_pictures_scenes_and_captions(size, items):
    data = opened(size=size, items=items)
    batch = data.draw(20)
    assert batch.real.shape == (20, *data.spec.shape) == (20, 3, size, size)
    assert float(batch.real.abs().max()) <= 1
    assert batch.label.shape == (20,)
    assert len(data.spec.classes) == len(all_scenes(items))
    assert batch.caption.dtype == torch.int64


@pytest.mark.parametrize("items", [1, 2])
def test_every_caption_is_one_of_its_scene(items):
    data, words = opened(items=items), Captions(items=items).vocabulary()
    batch = data.draw(200)
    said = [words.decode(row) for row in batch.caption]
    scenes = [all_scenes(items)[number] for number in batch.label.tolist()]
    assert all(text in scene.captions() for text, scene in zip(said, scenes, strict=True))
    ways = {scene.captions().index(text) for text, scene in zip(said, scenes, strict=True)}
    assert ways == {0, 1, 2, 3}
    assert words.words == data.spec.words


def test_sizes_may_be_left_unsaid():
    data = opened(sizes=False)
    assert len(data.spec.classes) == 48
    assert not {"small", "large", "little", "big"} & set(data.spec.words)
    batch = data.draw(100)
    words = Captions(sizes=False).vocabulary()
    scenes = Captions(sizes=False).scenes()
    for row, label in zip(batch.caption, batch.label.tolist(), strict=True):
        assert words.decode(row) in scenes[label].captions()


def test_scenes_are_drawn_evenly():
    counts = torch.bincount(opened().draw(9600).label, minlength=96)
    assert counts.min() > 60
    assert counts.max() < 145


def test_the_same_seed_gives_the_same_pictures_and_words():
    one, two, other = opened(3).draw(8), opened(3).draw(8), opened(4).draw(8)
    assert torch.equal(one.real, two.real)
    assert torch.equal(one.caption, two.caption)
    assert not torch.equal(one.label, other.label)


def test_a_stream_continues_where_its_state_was_taken():
    data = opened()
    data.draw(5)
    state = data.state()
    following = data.draw(5)
    again = opened(9)
    again.restore(state)
    assert torch.equal(again.draw(5).real, following.real)


def test_a_reference_does_not_disturb_the_stream():
    data, plain = opened(), opened()
    reference = data.reference(6, 1)
    assert torch.equal(reference.caption, plain.reference(6, 1).caption)
    assert torch.equal(data.draw(4).real, plain.draw(4).real)


def test_processes_share_one_batch():
    whole = opened().draw(8)
    parts = [opened(share=Share(rank, 2)).draw(4) for rank in range(2)]
    assert torch.equal(torch.cat([part.real for part in parts]), whole.real)
    assert torch.equal(torch.cat([part.caption for part in parts]), whole.caption)


def test_pictures_of_one_scene_differ_in_style():
    batch = opened().draw(2000)
    same = batch.real[batch.label == batch.label[0]]
    assert len(same) > 5
    assert float((same[0] - same[1]).abs().max()) > 0.02
