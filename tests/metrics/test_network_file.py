"""Extractors from files: made here, as small as can be, and looked at as strictly as Inception."""

import warnings
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.metrics.network_file import Intake, open_network

IMAGES = torch.rand(5, 1, 6, 6, generator=torch.Generator().manual_seed(0)) * 2 - 1
GREYS = (IMAGES.add(1) * 127.5).round() / 255


class Means(nn.Module):
    """Mean and largest value of every channel, as pytorch-fid shapes its features."""

    def forward(self, images: Tensor) -> list[Tensor]:
        return [torch.cat([images.mean((2, 3)), images.amax((2, 3))], 1)[:, :, None, None]]


class Named(nn.Module):
    """Features, and the logits of two classes: dark and light."""

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        light = images.mean((1, 2, 3))
        return images.mean((2, 3)), torch.stack([-20 * (light - 0.5), 20 * (light - 0.5)], 1)


class Nvidia(nn.Module):
    """uint8 images of any size; features or probabilities, as asked."""

    def forward(
        self, images: Tensor, return_features: bool = False, no_output_bias: bool = False
    ) -> Tensor:
        assert images.dtype == torch.uint8
        means = images.float().mean((2, 3))
        if return_features:
            return means
        share = means[:, :1] / 255
        return torch.cat([share, 1 - share], 1) if no_output_bias else means


class Wide(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images.mean((1, 2, 3))[:, None].expand(-1, 2048).contiguous()


class Maps(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images


class Pooled(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return images.mean((0, 2, 3))[None]


class Broken(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        return (images.mean((2, 3)) - 2).log()


class Small(nn.Module):
    def forward(self, images: Tensor) -> Tensor:
        assert images.shape[2] < 64, "only for images below 64 px"
        return images.mean((2, 3))


@pytest.fixture
def scripted(tmp_path: Path) -> Callable[..., Path]:
    def save(network: nn.Module, name: str = "tiny.pt") -> Path:
        path = tmp_path / name
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.jit.script(network).save(str(path))
        return path

    return save


def test_a_torchscript_file_gives_features_under_its_own_name(scripted) -> None:
    network = open_network(scripted(Means()))
    assert (network.name, network.size, network.classes) == ("tiny.pt", 6, None)
    found = network.features(IMAGES)
    assert found.shape == (5, 6)
    assert found[:, 0] == pytest.approx(GREYS.mean((1, 2, 3)).numpy(), abs=2e-3)
    assert found[:, 3] == pytest.approx(found[:, 5])  # grey images are shown in three channels


def test_images_are_shown_in_batches_that_change_nothing(scripted) -> None:
    network = open_network(scripted(Means()))
    many = IMAGES.repeat(9, 1, 1, 1)
    assert np.allclose(network.features(many)[-5:], network.features(IMAGES), atol=1e-6)


def test_a_second_output_names_classes(scripted) -> None:
    network = open_network(scripted(Named()))
    assert (network.size, network.classes) == (3, 2)
    black_and_white = torch.stack([-torch.ones(3, 8, 8), torch.ones(3, 8, 8)])
    found = network.probabilities(black_and_white)
    assert found == pytest.approx(np.eye(2), abs=1e-6)


def test_a_file_without_classes_says_so(scripted) -> None:
    with pytest.raises(InputError, match="names no classes"):
        open_network(scripted(Means())).probabilities(IMAGES)


def test_nvidias_kind_takes_bytes_of_any_size_and_is_asked_twice(scripted) -> None:
    network = open_network(scripted(Nvidia()))
    assert (network.size, network.classes) == (3, 2)
    assert network.features(IMAGES)[:, 0] == pytest.approx(255 * GREYS.mean((1, 2, 3)).numpy())
    found = network.probabilities(IMAGES)
    assert found[:, 0] == pytest.approx(GREYS.mean((1, 2, 3)).numpy(), abs=1e-6)
    assert found.sum(axis=1) == pytest.approx(1)


def test_inception_is_what_says_so_and_has_2048_features(scripted) -> None:
    assert open_network(scripted(Wide(), "Inception-2015.pt")).is_inception
    assert not open_network(scripted(Wide(), "other.pt")).is_inception
    assert not open_network(scripted(Means(), "inception.pt")).is_inception


def test_images_are_resized_and_rounded_as_stated() -> None:
    coarse = torch.tensor([[[[-1.0, 1.0]]]])
    shown = Intake(size=(1, 4)).prepared(coarse)
    assert shown[0, 1, 0].tolist() == pytest.approx([0, 0.25, 0.75, 1])
    tones = Intake(size=None, is_bytes=True, channels=1).prepared(torch.full((1, 3, 2, 2), 0.2))
    assert tones.dtype == torch.uint8
    assert tones.flatten().tolist() == [153] * 4


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (Maps(), "pooled features"),
        (Pooled(), "one row an image"),
        (Broken(), "not finite"),
        (Small(), "only for images below 64 px"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, nn.Module) else "",
)
def test_a_network_that_cannot_be_used_is_one_sentence(scripted, network, said) -> None:
    with pytest.raises(InputError, match=said) as refused:
        open_network(scripted(network))
    assert "tiny.pt" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_weights_and_other_files_are_no_networks(tmp_path: Path) -> None:
    weights, text = tmp_path / "weights.pth", tmp_path / "words.pt"
    torch.save({"layer.weight": torch.zeros(2)}, weights)
    text.write_text("nothing")
    for path in (weights, text):
        with pytest.raises(InputError, match=f"{path.name} holds no TorchScript network"):
            open_network(path)


def test_onnx_without_its_runtime_names_the_extra(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ganstudio.metrics.network_file.find_spec", lambda name: None)
    path = tmp_path / "tiny.onnx"
    path.write_bytes(b"")
    with pytest.raises(InputError, match=r"needs onnxruntime.*ganstudio\[onnx\]"):
        open_network(path)


needs_runtime = pytest.mark.skipif(
    find_spec("onnxruntime") is None, reason="onnxruntime, an extra, is not installed"
)


def field(number: int, value: int | bytes | str) -> bytes:
    """One protobuf field: a whole number, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def onnx_means(shape: Sequence[int | str], kind: int = 1) -> bytes:
    """An ONNX file that averages every channel; `kind` 1 is float32, 2 is uint8."""

    def value(name: str, element: int, sizes: Sequence[int | str]) -> bytes:
        dims = b"".join(field(1, field(1 if isinstance(s, int) else 2, s)) for s in sizes)
        return field(1, name) + field(2, field(1, field(1, element) + field(2, dims)))

    def node(kind: str, source: str, target: str, extra: bytes = b"") -> bytes:
        return field(1, field(1, source) + field(2, target) + field(4, kind) + extra)

    to_float = field(5, field(1, "to") + field(3, 1) + field(20, 2))
    graph = (
        node("Cast", "images", "floats", to_float)
        + node("GlobalAveragePool", "floats", "means")
        + field(2, "tiny")
        + field(11, value("images", kind, shape))
        + field(12, value("means", 1, (shape[0], shape[1], 1, 1)))
    )
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@needs_runtime
def test_an_onnx_file_gives_features_at_the_size_it_wants(tmp_path: Path) -> None:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(onnx_means(("n", 3, 8, 8)))
    network = open_network(path)
    assert (network.name, network.size, network.classes) == ("tiny.onnx", 3, None)
    flat = torch.linspace(-1, 1, 5)[:, None, None, None].expand(-1, 3, 6, 6)
    expected = (flat[:, 0, 0, 0].add(1) * 127.5).round() / 255
    assert network.features(flat)[:, 1] == pytest.approx(expected.numpy(), abs=1e-6)


@needs_runtime
def test_an_onnx_file_may_fix_its_batch_and_want_grey_bytes(tmp_path: Path) -> None:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(onnx_means((4, 1, 8, 8), kind=2))
    network = open_network(path)
    light = torch.stack([torch.full((3, 8, 8), x) for x in (-1.0, 0.0, 1.0, 0.5, -0.5, 1.0)])
    assert network.features(light)[:, 0].round().tolist() == [0, 128, 255, 191, 64, 255]


@needs_runtime
def test_what_is_no_onnx_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "words.onnx"
    path.write_bytes(b"no network at all")
    with pytest.raises(InputError, match=r"words\.onnx holds no ONNX network"):
        open_network(path)
