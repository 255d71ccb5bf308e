import math

import pytest
import torch
import ziamath
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.nn.stochastic import supply
from ganstudio.parts.generators.style import StyleGenerator
from ganstudio.parts.penalties.path_length import PathLength, TargetLength, path_lengths


def random(seed: int = 0) -> Random:
    return Random(seed, torch.device("cpu"))


def generator() -> nn.Module:
    torch.manual_seed(0)
    built = StyleGenerator(channels=4, style=8, mapping_layers=2).build(5, (1, 8, 8))
    supply(built, random())
    return built


def test_the_length_of_a_linear_generator_is_that_of_its_matrix_times_the_noise():
    """For x = A (w_1 + w_2) the slope in every layer is Aᵀy, so their root mean square is |Aᵀy|."""
    matrix, source = torch.randn(16, 3), torch.Generator().manual_seed(0)
    styles = torch.randn(5, 2, 3, generator=source, requires_grad=True)
    images = (styles.sum(1) @ matrix.t()).reshape(5, 1, 4, 4)
    noise = torch.randn(5, 1, 4, 4, generator=source)
    expected = (noise.flatten(1) @ matrix / math.sqrt(16)).norm(dim=1)
    torch.testing.assert_close(path_lengths(images, styles, noise), expected)


def test_the_target_is_the_running_mean_of_all_lengths():
    target = TargetLength()
    assert target.follow(torch.tensor([1.0, 3.0]), 0.25).item() == pytest.approx(0.5)
    assert target.follow(torch.tensor([4.5]), 0.25).item() == pytest.approx(1.5)
    assert target.state_dict()["mean"].item() == pytest.approx(1.5)


def test_the_penalty_is_the_mean_square_around_the_target():
    part, built = PathLength(decay=1.0, shrink=1), generator().eval()
    latents, target = torch.randn(6, 5), part.build()
    measured = part.measure(target, built, latents, None, random(3))
    styles = built.styles(latents)
    images = built.synthesise(styles)
    lengths = path_lengths(images, styles, random(3).normal(*images.shape)).detach()
    assert measured.value.item() == pytest.approx(lengths.var(correction=0).item(), rel=1e-4)
    assert measured.readings["length"].item() == pytest.approx(lengths.mean().item())
    assert target.mean.item() == pytest.approx(lengths.mean().item())


@pytest.mark.parametrize(("shrink", "expected"), [(1, 6), (2, 3), (64, 1)])
def test_only_a_part_of_the_batch_is_used(shrink, expected):
    part, built = PathLength(shrink=shrink), generator()
    seen: list[int] = []
    built.synthesis.register_forward_hook(lambda *args: seen.append(len(args[2])))
    part.measure(part.build(), built, torch.randn(6, 5), None, random())
    assert seen == [expected]


def test_it_reaches_the_mapping_and_the_synthesis_and_not_the_target():
    built, part = generator(), PathLength()
    target = part.build()
    part.measure(target, built, torch.randn(6, 5), None, random()).value.backward()
    reached = {n for n, w in built.named_parameters() if w.grad is not None and w.grad.any()}
    assert any(name.startswith("mapping") for name in reached)
    assert any(name.startswith("synthesis.layers.1.convolve") for name in reached)
    assert not target.mean.requires_grad


def test_descending_it_makes_lengths_alike():
    built, part = generator(), PathLength(decay=0.1, shrink=1)
    latents, target = torch.randn(8, 5), part.build()
    descent = torch.optim.Adam(built.parameters(), lr=0.02)

    def spread() -> float:
        measured = part.measure(target, built.eval(), latents, None, random(5))
        return (measured.value / measured.readings["length"].square()).item()

    target.follow(part.measure(target, built, latents, None, random(5)).readings["length"], 1.0)
    before = spread()
    for _ in range(12):
        descent.zero_grad()
        part.measure(target, built, latents, None, random(5)).value.backward()
        descent.step()
    assert spread() < 0.7 * before


def test_a_generator_without_styles_is_refused():
    class Plain(nn.Module):
        def forward(self, z: Tensor) -> Tensor:
            return z

    part = PathLength()
    with pytest.raises(InputError, match="styles"):
        part.measure(part.build(), Plain(), torch.randn(2, 5), None, random())


def test_it_can_be_drawn_and_explains_itself():
    ziamath.config.svg2 = False
    for segment in PathLength().formula():
        assert ziamath.Latex(segment.latex).svg().startswith("<svg")
    for name, field in PathLength.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
