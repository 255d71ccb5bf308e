"""Label maps: whose gradient each term is, how both papers add it up, and what may be painted."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.core.capabilities import (
    Illustrates,
    PaintsInstances,
    PaintsRegions,
    PaintsStyles,
    capability,
    offered,
)
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss
from ganstudio.data.batches import Batch, DataSpec, Region
from ganstudio.nn.random import Random
from ganstudio.parts.painters.coarse_to_fine import CoarseToFineNetwork
from ganstudio.systems.labels2image import LabelsToImage, LabelsToImageConfig
from tests.systems.playing import at_rest, descend, play, reaches, total_of

REGIONS = (
    Region("sky", (70, 130, 180)),
    Region("road", (128, 64, 128)),
    Region("car", (0, 0, 142), is_thing=True),
)
SHADES = torch.tensor([[-0.5, 0.0, 0.5], [0.1, 0.1, 0.1], [0.8, -0.6, -0.6]])
SIDE, N = 16, 2
SPEC = DataSpec((3, SIDE, SIDE), regions=REGIONS, has_instances=True)
CRITIC = {"channels": 2, "halvings": 2, "scales": 2}
HD: dict[str, Any] = {
    "objective": {"kind": "least_squares"},
    "generator": {"kind": "coarse_to_fine", "channels": 2, "halvings": 1, "blocks": 1},
    "critic": CRITIC,
    "instance_encoder": {"kind": "instances", "channels": 2, "halvings": 1},
    "manner": "pix2pixhd",
    "verdict_weight": 2.0,
}
SPADE: dict[str, Any] = {
    "generator": {"kind": "spade", "channels": 1, "style": 4, "kernel": 1},
    "critic": CRITIC | {"spectral_norm": True, "bias": False},
    "style_encoder": {"kind": "style", "channels": 2, "style": 4, "halvings": 2},
}
WIDE = DataSpec((3, 32, 32), regions=REGIONS, has_instances=True)


def build(settings: dict[str, Any], spec: DataSpec = SPEC, **more: Any) -> LabelsToImage:
    torch.manual_seed(0)
    config = LabelsToImageConfig.model_validate(settings | more)
    return config.build(spec, Random(1, torch.device("cpu")))


def spade(**more: Any) -> LabelsToImage:
    return build(SPADE, WIDE, **more)


def drawing(side: int = SIDE) -> Callable[[], Batch]:
    """Squares of three regions; a picture shows each region's shade, brighter in some pictures."""
    source = torch.Generator().manual_seed(3)

    def draw() -> Batch:
        ids = torch.randint(len(REGIONS), (N, 4, 4), generator=source)
        regions = ids.repeat_interleave(side // 4, 1).repeat_interleave(side // 4, 2)
        light = torch.rand((N, 1, 1, 1), generator=source) * 0.2
        return Batch(SHADES[regions].movedim(-1, 1) + light, regions=regions, instances=regions)

    return draw


def in_step(system: LabelsToImage, step: int, draw: Callable[[], Batch]) -> tuple[Loss, Loss]:
    """What painter and critic learn in a step; nobody learns in that step itself."""
    play(system, draw, step)
    first, second = system.phases(draw, step)
    assert (first.player, second.player) == ("generator", "critic")
    return first.loss(), second.loss()


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_of_spade_reaches_the_encoder_and_the_painter_that_it_should(step: int) -> None:
    system = spade()
    made, _ = in_step(system, step, drawing(32))
    painting = system.painting
    assert painting.style_encoder is not None
    assert set(made.terms) == {"adversarial", "features", "divergence"}
    for name, term in made.terms.items():
        assert reaches(term.value, painting.style_encoder), name
        assert reaches(term.value, painting.painter) == (name != "divergence"), name


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_of_pix2pixhd_reaches_the_instance_encoder(step: int) -> None:
    system = build(HD)
    made, _ = in_step(system, step, drawing())
    assert system.painting.instance_encoder is not None
    assert set(made.terms) == {"adversarial", "features"}
    for term in made.terms.values():
        assert reaches(term.value, system.painting.painter)
        assert reaches(term.value, system.painting.instance_encoder)


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize("make", [spade, lambda: build(HD)])
def test_the_critic_learns_and_never_the_painter(
    make: Callable[[], LabelsToImage], step: int
) -> None:
    system = make()
    _, judged = in_step(system, step, drawing(32 if system.painting.styles else SIDE))
    assert reaches(judged.terms["adversarial"].value, system.critic)
    assert not reaches(judged.terms["adversarial"].value, system.painting)


def scores(system: LabelsToImage, batch: Batch, images: Tensor) -> list[Tensor]:
    assert batch.regions is not None
    maps = system.painting.semantics(batch.regions, batch.instances)
    return [layers[-1] for layers in system.critic(torch.cat([maps, images], 1))]


def painted(system: LabelsToImage, batch: Batch) -> Tensor:
    """As pix2pixHD trains: with the features of the real pictures."""
    assert batch.regions is not None
    features = system.painting.features_of(batch.real, batch.instances)
    return system.paint(batch.regions, batch.instances, features=features)


@torch.no_grad()
def distance(system: LabelsToImage, batch: Batch) -> float:
    return float((painted(system, batch) - batch.real).abs().mean())


def test_pix2pixhd_adds_its_verdicts_and_halves_the_critics_loss() -> None:
    system, batch = build(HD), drawing()()
    made, judged = in_step(system, 0, lambda: batch)
    fake = painted(system, batch)
    on_real, on_fake = scores(system, batch, batch.real), scores(system, batch, fake)
    wanted = sum(F.mse_loss(score, torch.ones_like(score)) for score in on_fake)
    term = made.terms["adversarial"]
    assert torch.allclose(term.value * term.weight, torch.as_tensor(wanted), atol=1e-5)
    halves = sum(
        0.5 * (F.mse_loss(real, torch.ones_like(real)) + fake.square().mean())
        for real, fake in zip(on_real, on_fake, strict=True)
    )
    assert torch.allclose(total_of(judged), torch.as_tensor(halves), atol=1e-5)


def test_spade_takes_the_mean_of_hinges_over_the_resolutions_and_halves_nothing() -> None:
    plain = SPADE | {"critic": CRITIC, "style_encoder": {"kind": "none"}}
    painter = {"kind": "spade", "channels": 1, "kernel": 1, "spectral_norm": False}
    system, batch = build(plain, WIDE, generator=painter), drawing(32)()
    made, judged = in_step(system, 0, lambda: batch)
    fake = painted(system, batch)
    on_real, on_fake = scores(system, batch, batch.real), scores(system, batch, fake)
    hinges = [
        F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        for real, fake in zip(on_real, on_fake, strict=True)
    ]
    assert torch.allclose(total_of(judged), torch.stack(hinges).mean(), atol=1e-5)
    wanted = torch.stack([-score.mean() for score in on_fake]).mean()
    assert torch.allclose(made.terms["adversarial"].value, wanted, atol=1e-5)
    assert made.terms["features"].weight == 10


def test_the_divergence_of_a_batch_is_a_sum_and_weighs_as_the_paper_says() -> None:
    system, batch = spade(), drawing(32)()
    made, _ = in_step(system, 0, lambda: batch)
    found = system.painting.posterior(batch.real)
    assert found is not None
    normal = torch.distributions.Normal(found.mean, (found.log_variance / 2).exp())
    each = torch.distributions.kl_divergence(normal, torch.distributions.Normal(0.0, 1.0))
    assert made.terms["divergence"].weight == 0.05
    assert torch.allclose(made.terms["divergence"].value, each.sum(), rtol=1e-3)


def shown_to_critic(system: LabelsToImage) -> list[Tensor]:
    seen: list[Tensor] = []
    system.critic.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    return seen


def test_the_critic_of_spade_sees_fresh_pictures_and_that_of_pix2pixhd_the_same() -> None:
    for settings, spec, is_same in ((HD, SPEC, True), (SPADE, WIDE, False)):
        system, batch = build(settings, spec), drawing(spec.shape[-1])()
        seen = shown_to_critic(system)
        for phase in system.phases(lambda batch=batch: batch, 0):
            descend(system, phase)
        assert torch.equal(*seen) == is_same
        maps = system.painting.maps
        assert torch.equal(seen[1][:N, maps:], batch.real)
        assert torch.equal(seen[1][:N, :maps], seen[1][N:, :maps])


def test_at_first_only_the_outermost_enhancer_and_the_encoder_learn() -> None:
    painter = {"kind": "coarse_to_fine", "channels": 2, "halvings": 1, "blocks": 1, "enhancers": 2}
    system = build(HD, generator=painter, enhancer_steps=1)
    network, encoder = system.painting.painter, system.painting.instance_encoder
    assert isinstance(network, CoarseToFineNetwork)
    assert encoder is not None
    for step, learns in ((0, False), (1, True)):
        made = total_of(next(iter(system.phases(drawing(), step))).loss())
        assert reaches(made, network.coarse) is learns
        assert reaches(made, network.enhancers[0]) is learns
        assert reaches(made, network.enhancers[1])
        assert reaches(made, network.to_image)
        assert reaches(made, encoder)


def test_previews_and_painting_draw_nothing_and_show_what_belongs_together() -> None:
    system, batch = spade(), drawing(32)()
    system.painting.eval()
    before = system.random.state()
    shows = capability(system, Illustrates)
    assert shows is not None
    with torch.no_grad():
        rows, again = shows.illustrate(batch), shows.illustrate(batch)
    assert list(rows) == ["painting", "source", "target", "outlines"]
    assert all(torch.equal(rows[name], again[name]) for name in rows)
    assert torch.equal(system.random.state(), before)
    assert batch.regions is not None
    sky = rows["source"].movedim(1, -1)[batch.regions == 0]
    assert torch.allclose((sky + 1) * 127.5, torch.tensor([70.0, 130.0, 180.0]), atol=1e-3)
    assert set(rows["outlines"].unique().tolist()) == {-1.0, 1.0}


def test_styles_and_features_are_offered_where_there_are_encoders() -> None:
    assert {"PaintsRegions", "PaintsStyles"} <= set(offered(spade()))
    assert "PaintsInstances" not in offered(spade())
    assert {"PaintsRegions", "PaintsInstances"} <= set(offered(build(HD)))
    assert "PaintsStyles" not in offered(build(HD))


def test_a_style_changes_the_picture_and_is_read_back_without_chance() -> None:
    system, batch = spade(), drawing(32)()
    paints, styles = capability(system, PaintsRegions), capability(system, PaintsStyles)
    assert paints is not None
    assert styles is not None
    assert paints.regions == ("sky", "road", "car")
    assert batch.regions is not None
    system.painting.eval()
    with torch.no_grad():
        drawn = styles.styles(N, Random(5, torch.device("cpu")))
        assert drawn.shape == (N, styles.style_size)
        assert not torch.equal(paints.paint(batch.regions, style=drawn),
                               paints.paint(batch.regions))  # fmt: skip
        assert torch.equal(styles.style_of(batch.real), styles.style_of(batch.real))


def test_features_are_alike_all_over_an_instance_and_change_what_is_painted() -> None:
    system, batch = build(HD), drawing()()
    paints, objects = capability(system, PaintsRegions), capability(system, PaintsInstances)
    assert paints is not None
    assert objects is not None
    assert batch.regions is not None
    assert batch.instances is not None
    system.painting.eval()
    with torch.no_grad():
        features = objects.features_of(batch.real, batch.instances)
        assert features.shape == (N, objects.feature_size, SIDE, SIDE)
        car = (batch.instances[0] == 2).nonzero()
        column = features[0][:, car[:, 0], car[:, 1]]
        assert torch.allclose(column, column[:, :1].expand_as(column))
        edited = torch.where((batch.instances == 2)[:, None], -features, features)
        before = paints.paint(batch.regions, batch.instances, features=features)
        after = paints.paint(batch.regions, batch.instances, features=edited)
    assert not torch.equal(before, after)


def test_instances_beside_each_other_are_told_apart_by_outlines_alone() -> None:
    system = build(HD)
    regions = torch.full((1, SIDE, SIDE), 2)
    halves = regions.clone()
    halves[:, :, SIDE // 2 :] = 3
    with torch.no_grad():
        assert torch.equal(system.paint(regions), system.paint(regions, regions))
        assert not torch.equal(system.paint(regions), system.paint(regions, halves))


def test_data_without_what_is_needed_and_uneven_styles_are_refused_in_a_sentence() -> None:
    config = LabelsToImageConfig()
    bare = DataSpec((3, 32, 32), regions=REGIONS)
    assert "label map" in config.lack(DataSpec((3, 32, 32)))
    assert "instance maps" in config.lack(bare)
    assert not config.model_copy(update={"outlines": False}).lack(bare)
    assert "0 numbers and the style encoder reads 4" in LabelsToImageConfig.model_validate(
        SPADE | {"generator": {"kind": "spade"}}
    ).lack(WIDE)
    alone = {"generator": {"kind": "spade", "norm": "instance"}}
    assert "1 px" in LabelsToImageConfig.model_validate(alone).lack(WIDE)
    assert not LabelsToImageConfig.model_validate(SPADE).lack(WIDE)
    assert not LabelsToImageConfig.model_validate(HD).lack(SPEC)
    with pytest.raises(InputError, match="label maps"):
        next(iter(build(HD).phases(lambda: Batch(torch.zeros(1, 3, SIDE, SIDE)), 0)))


def test_pictures_come_near_their_targets() -> None:
    system, draw = build(HD), drawing()
    optimizers = {
        name: torch.optim.Adam(player.parameters(), 5e-3) for name, player in system.players.items()
    }
    batch = drawing()()
    before = distance(system, batch)
    for step in range(60):
        for phase in system.phases(draw, step):
            weights = list(system.players[phase.player].parameters())
            torch.autograd.backward(total_of(phase.loss()), inputs=weights)
            optimizers[phase.player].step()
            optimizers[phase.player].zero_grad()
    assert distance(system, batch) < 0.8 * before


@pytest.mark.parametrize("settings", [SPADE, HD], ids=["spade", "pix2pixhd"])
@pytest.mark.parametrize(("objective", "torn"), [("hinge", 0.0), ("least_squares", 0.5)])
def test_the_critics_loss_rests_where_every_resolution_is_torn(
    settings: dict[str, Any], objective: str, torn: float
) -> None:
    plain = {"critic": CRITIC, "objective": {"kind": objective}}
    system = build(settings, WIDE, critic_weight=0.7, **plain)
    losses = at_rest(system, drawing(32), torn)
    assert system.config.equilibrium() == (pytest.approx(losses["critic"]), None)
