"""Layers of a sample: packed, drawn and mirrored as one."""

import numpy as np
import pytest
import torch

from ganstudio.data.batches import DataSpec, Region
from ganstudio.data.layers import LayeredStore, Layers
from ganstudio.data.pictures import Pictures
from ganstudio.data.pixels import to_float
from ganstudio.data.source import Share

SPEC = DataSpec(
    (3, 4, 4),
    size=5,
    source=(1, 4, 4),
    is_paired=True,
    regions=(Region("sky", (0, 0, 255)), Region("car", (255, 0, 0), is_thing=True)),
    has_instances=True,
)


def rows() -> tuple[Layers, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    real = random.integers(0, 256, (5, 3, 4, 4), dtype=np.uint8)
    source = random.integers(0, 256, (5, 1, 4, 4), dtype=np.uint8)
    regions = random.integers(0, 300, (5, 4, 4))
    instances = random.integers(0, 26_000_000, (5, 4, 4))
    return Layers.of(SPEC), real, source, regions, instances


def test_packed_layers_come_back_as_they_were() -> None:
    layers, real, source, regions, instances = rows()
    batch = layers.unpack(torch.from_numpy(layers.pack(real, source, regions, instances)))
    assert torch.equal(batch.real, to_float(torch.from_numpy(real)))
    assert batch.source is not None
    assert batch.source.shape == (5, 1, 4, 4)
    assert batch.regions is not None
    assert (batch.regions.numpy() == regions).all()
    assert batch.instances is not None
    assert (batch.instances.numpy() == instances).all()


def test_layers_that_were_not_declared_are_refused() -> None:
    layers, real, source, *_ = rows()
    with pytest.raises(ValueError, match="layers of 4 bytes where 10"):
        layers.pack(real, source)


def test_ids_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="from -1"):
        Layers(regions=True).pack(np.zeros((1, 3, 2, 2), np.uint8), regions=np.full((1, 2, 2), -1))


def test_all_layers_are_mirrored_together() -> None:
    layers, real, source, regions, instances = rows()
    packed = Pictures(layers.pack(real, source, regions, instances))
    store = LayeredStore(packed, SPEC, 3, torch.device("cpu"), Share(), flip=True)
    turned = 0
    for _ in range(8):
        batch = store.draw(5)
        assert batch.regions is not None
        assert batch.instances is not None
        for image, region, instance in zip(batch.real, batch.regions, batch.instances, strict=True):
            number = next(
                i for i in range(5) if set(instances[i].flat) == set(instance.flatten().tolist())
            )
            is_turned = not (instance.numpy() == instances[number]).all()
            turned += is_turned
            kept = image.flip(-1) if is_turned else image
            assert torch.equal(kept, to_float(torch.from_numpy(real[number])[None])[0])
            wanted = regions[number][:, ::-1] if is_turned else regions[number]
            assert (region.numpy() == wanted).all()
    assert 8 < turned < 32


def test_reference_is_the_same_for_every_seed_of_the_run() -> None:
    layers, real, source, regions, instances = rows()
    packed = Pictures(layers.pack(real, source, regions, instances))
    one, two = (
        LayeredStore(packed, SPEC, seed, torch.device("cpu"), Share()).reference(3, 7)
        for seed in (0, 1)
    )
    assert torch.equal(one.real, two.real)
    assert one.regions is not None
    assert two.regions is not None
    assert torch.equal(one.regions, two.regions)
