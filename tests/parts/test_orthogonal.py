import pytest
import torch
import ziamath
from pydantic import TypeAdapter
from torch import nn

from ganstudio.core.config import changes
from ganstudio.nn.equalised import equalise
from ganstudio.nn.labels import ClassEmbedding
from ganstudio.nn.random import Random
from ganstudio.nn.spectral import normalise_spectra
from ganstudio.parts.penalties import GeneratorPenalty, Orthogonal
from ganstudio.parts.penalties.orthogonal import filters_of, overlap


def measured(network: nn.Module) -> torch.Tensor:
    part, random = Orthogonal(), Random(0, torch.device("cpu"))
    found = part.measure(part.build(), network, torch.randn(2, 3), None, random)
    assert found.readings == {}
    return found.value


def test_its_gradient_is_that_of_the_closed_form():
    """4 (W Wᵀ ⊙ (1 - I)) W; the authors' program descends 2 (...), that of half the value."""
    torch.manual_seed(0)
    filters = torch.randn(5, 7, dtype=torch.float64, requires_grad=True)
    gram = (filters @ filters.t()).detach()
    expected = (gram * (1 - torch.eye(5, dtype=torch.float64))) @ filters.detach()
    (slope,) = torch.autograd.grad(overlap(filters), filters)
    torch.testing.assert_close(slope, 4 * expected)
    (slope,) = torch.autograd.grad(overlap(filters) / 2, filters)
    torch.testing.assert_close(slope, 2 * expected)


def test_it_is_zero_for_orthogonal_filters_of_any_length():
    torch.manual_seed(0)
    filters = torch.linalg.qr(torch.randn(8, 4)).Q.t() * torch.tensor([[0.1], [1.0], [3.0], [9.0]])
    assert overlap(filters).item() == pytest.approx(0, abs=1e-8)


def test_it_counts_every_pair_twice():
    filters = torch.tensor([[3.0, 0.0], [2.0, 5.0]])
    assert overlap(filters).item() == 2 * 6.0**2


def test_descending_it_parts_filters_and_shrinks_none_alone():
    filters = torch.tensor([[1.0, 0.0], [0.8, 0.6]], requires_grad=True)
    before = overlap(filters).item()
    for _ in range(50):
        (slope,) = torch.autograd.grad(overlap(filters), filters)
        with torch.no_grad():
            filters -= 0.05 * slope
    assert overlap(filters).item() < 0.01 * before
    assert filters.norm(dim=1).min() > 0.7


def test_all_matrices_of_a_network_count_and_vectors_of_classes_do_not():
    torch.manual_seed(0)
    linear, conv = nn.Linear(3, 4), nn.Conv2d(2, 5, 3)
    transposed, norm = nn.ConvTranspose2d(2, 6, 3), nn.BatchNorm2d(5)
    network = nn.ModuleList([linear, conv, transposed, norm, ClassEmbedding(10, 3)])
    assert [tuple(f.shape) for f in filters_of(network)] == [(4, 3), (5, 18), (6, 18)]
    value = measured(network)
    value.backward()
    for layer in (linear, conv, transposed):
        assert layer.weight.grad is not None
        assert layer.weight.grad.any()
        assert layer.bias.grad is None
    swapped = transposed.weight.transpose(0, 1).flatten(1)
    parts = [overlap(f) for f in (linear.weight, conv.weight.flatten(1), swapped)]
    torch.testing.assert_close(value, torch.stack(parts).sum())


def test_it_is_about_the_held_weight_and_not_the_normalised_one():
    torch.manual_seed(0)
    linear, expected = nn.Linear(6, 4), nn.Linear(6, 4)
    expected.load_state_dict(linear.state_dict())
    normalise_spectra(linear)
    assert measured(linear).item() == pytest.approx(overlap(expected.weight).item())
    scaled = equalise(nn.Linear(6, 4))
    held = scaled.get_parameter("parametrizations.weight.original")
    assert measured(scaled).item() == pytest.approx(overlap(held).item())


def test_it_is_saved_and_read_back_by_its_kind():
    part = Orthogonal(weight=0.01)
    assert TypeAdapter(GeneratorPenalty).validate_python(changes(part)) == part


def test_it_can_be_drawn_and_explains_itself():
    ziamath.config.svg2 = False
    for segment in Orthogonal().formula():
        assert ziamath.Latex(segment.latex).svg().startswith("<svg")
    for name, field in Orthogonal.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
