import numpy as np
import pytest
import torch

from ganstudio.core.errors import Cancelled, InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.directions import Direction
from ganstudio.edit.factors import FACTORS, FactorReport
from ganstudio.edit.finding import Find, separated
from ganstudio.edit.latents import Latent
from ganstudio.edit.layers import style_weights
from ganstudio.edit.packed import Packed
from ganstudio.edit.steer import Move
from ganstudio.nn.modulation import ModulatedConv2d
from tests.edit.worlds import ACROSS, DOWN, RED, SIZE, discs, linear, rotation

NAMES = {"size": SIZE, "across": ACROSS, "down": DOWN, "redness": RED}


def found(system, **choices) -> tuple[Direction, ...]:
    return Find(**choices).run(system).readings["directions"]


def alike(direction: Direction, vector: torch.Tensor) -> float:
    """Absolute cosine."""
    return abs(float(direction.vector.tensor() @ vector / vector.norm()))


def test_weights_of_a_linear_generator_give_its_singular_vectors() -> None:
    system, right = linear()
    directions = found(system, source="sefa", count=4)
    for at, direction in enumerate(directions):
        assert alike(direction, right[:, at]) == pytest.approx(1, abs=1e-5)
    assert [one.strength for one in directions] == pytest.approx(
        [0.16, 0.0625, 0.0225, 0.0064], rel=1e-4
    )


def test_principal_components_of_a_linear_generator_are_its_singular_vectors() -> None:
    system, right = linear()
    directions = found(system, source="pca", count=4, samples=5000)
    assert all(alike(one, right[:, at]) > 0.99 for at, one in enumerate(directions))
    total = 0.16 + 0.0625 + 0.0225 + 0.0064
    assert directions[0].strength == pytest.approx(0.16 / total, rel=0.05)
    assert directions[0].sigma == pytest.approx(1, rel=0.05)


def test_principal_components_of_styles_are_those_of_the_mapping(styled) -> None:
    find = Find(source="pca", count=3, samples=500)
    directions = find.run(styled).readings["directions"]
    artist = Artist(styled)
    places = torch.stack([artist.styles(Latent(seed=seed))[0, 0] for seed in range(400)])
    spreads = [float((places @ one.vector.tensor()).std()) for one in directions]
    assert spreads == sorted(spreads, reverse=True)
    assert [one.sigma for one in directions] == pytest.approx(spreads, rel=0.15)
    assert all(one.space == "w" for one in directions)


def test_weights_of_a_style_generator_are_those_of_its_affine_maps(styled) -> None:
    network = styled.players["generator"]
    own = [m.affine.weight for m in network.modules() if isinstance(m, ModulatedConv2d)]
    by_layer = style_weights(styled, Artist(styled))
    assert sum(map(len, by_layer)) == len(own)
    assert all(by_layer)
    matrix = torch.cat([w for layer in by_layer[:3] for w in layer]).double()
    values, vectors = torch.linalg.eigh(matrix.t() @ matrix)
    first = found(styled, source="sefa", count=1, layers=(0, 2))[0]
    assert first.strength == pytest.approx(float(values[-1]), rel=1e-6)
    assert alike(first, vectors[:, -1].float()) == pytest.approx(1, abs=1e-5)
    assert first.layers == (0, 2)


def test_difference_is_that_of_the_means() -> None:
    system, _ = linear()
    first = [Latent(z=Packed.of(np.array(z, np.float32))) for z in ([2, 0, 0, 1], [0, 2, 0, 1])]
    second = [Latent(z=Packed.of(np.array([0, 0, 0, 1], np.float32)))]
    (direction,) = found(system, source="difference", first=first, second=second)
    expected = np.array([1, 1, 0, 0]) / np.sqrt(2)
    assert np.allclose(direction.vector.array(), expected, atol=1e-6)


def test_boundary_is_the_plane_between_two_clouds() -> None:
    source = torch.Generator().manual_seed(0)
    points = torch.randn(800, 5, generator=source)
    normal = torch.tensor([1.0, -2.0, 0.5, 0.0, 0.0])
    weights, right = separated(points, points @ normal > 0)
    cosine = torch.nn.functional.cosine_similarity(weights.float(), normal, dim=0)
    assert float(cosine) > 0.99
    assert right > 0.95


@pytest.mark.parametrize("name", NAMES)
def test_boundary_of_a_factor_moves_it_and_the_others_three_times_less(name) -> None:
    system = discs()
    (direction,) = found(system, source="boundary", asked=name, samples=1200)
    report = FactorReport(move=Move(direction=direction)).run(system).readings
    changes = dict(zip(report["factors"], report["changes"], strict=True))
    others = [changes[other] for other in NAMES if other != name]
    assert changes[name] > 0.5
    assert changes[name] >= 3 * max(others)
    assert alike(direction, rotation()[NAMES[name]]) > 0.95


@pytest.mark.parametrize("name", NAMES)
def test_difference_of_labelled_pictures_moves_their_factor(name) -> None:
    system, row = discs(), rotation()[NAMES[name]]
    z = torch.randn(600, 4, generator=torch.Generator().manual_seed(5))
    has_much = z @ row > 0
    sets = [tuple(Latent(z=Packed.of(one)) for one in z[rows]) for rows in (has_much, ~has_much)]
    (direction,) = found(system, source="difference", first=sets[0], second=sets[1])
    report = FactorReport(move=Move(direction=direction)).run(system).readings
    changes = dict(zip(report["factors"], report["changes"], strict=True))
    assert changes[name] >= 3 * max(changes[other] for other in NAMES if other != name)


def test_grey_models_report_no_colours(styled) -> None:
    direction = found(styled, source="pca", count=1, samples=100)[0]
    report = FactorReport(move=Move(direction=direction), samples=60).run(styled).readings
    assert report["factors"] == FACTORS[:8]
    assert max(report["changes"]) > 0


def test_the_same_request_finds_the_same_directions(styled) -> None:
    find = Find(source="boundary", asked="brightness", samples=100)
    assert find.run(styled).readings == find.run(styled).readings


def test_critic_values_are_a_boundary_too(styled) -> None:
    (direction,) = found(styled, source="boundary", asked="critic", samples=100)
    assert direction.source == "boundary"


def test_empty_sets_and_missing_classes_are_told(styled) -> None:
    with pytest.raises(InputError, match="set A"):
        found(styled, source="difference")
    with pytest.raises(InputError, match="names no classes"):
        found(styled, source="boundary", asked="class", samples=50)


def test_a_boundary_can_be_cancelled(styled) -> None:
    def stop(_index, _picture):
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        Find(source="boundary", asked="size", samples=100).run(styled, stop)
