"""Films: whose gradient each term is, what each critic sees, and how far the memory reaches."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganstudio.core.capabilities import Illustrates, PlaysFrames, capability, offered
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss
from ganstudio.data.batches import Batch, DataSpec, Region
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup
from ganstudio.nn.random import Random
from ganstudio.parts.reels import moved_by
from ganstudio.systems.vid2vid import Vid2vid, Vid2vidConfig
from tests.systems.playing import descend, reaches, total_of

REGIONS = (Region("ground", (90, 90, 90)), Region("thing", (200, 60, 60), is_thing=True))
SHADES = torch.tensor([[-0.5, 0.0, 0.5], [0.8, -0.6, -0.6]])
SIDE, N, T = 16, 2, 9
SPEC = DataSpec(
    (3, SIDE, SIDE), source=(3, SIDE, SIDE), is_paired=True, regions=REGIONS, frames=T,
    has_flow=True,
)  # fmt: skip
CRITIC = {"channels": 2, "halvings": 1, "scales": 2}
SMALL: dict[str, Any] = {
    "generator": {"kind": "frames", "channels": 2, "halvings": 1, "blocks": 2},
    "critic": CRITIC,
    "video_critic": CRITIC,
    "mask_weight": 1.0,
}
EVERYTHING = {
    "adversarial", "features", "video_adversarial", "video_features", "moved_real", "flow",
    "moved_painted", "mask",
}  # fmt: skip


def build(spec: DataSpec = SPEC, **more: Any) -> Vid2vid:
    torch.manual_seed(0)
    config = Vid2vidConfig.model_validate(SMALL | more)
    return config.build(spec, Random(1, torch.device("cpu")))


def filming(frames: int = T, *, moves: bool = True) -> Callable[[], Batch]:
    """A square of its own brightness that comes a pixel to the right in every frame."""
    source = torch.Generator().manual_seed(3)

    def draw() -> Batch:
        regions = torch.zeros(N, frames, SIDE, SIDE, dtype=torch.int64)
        is_new = torch.zeros(N, frames, SIDE, SIDE, dtype=torch.bool)
        for time in range(frames):
            regions[:, time, 4:10, time : time + 5] = 1
            if time:
                is_new[:, time, 4:10, time - 1] = True
        light = torch.rand((N, 1, 1, 1, 1), generator=source) * 0.2
        films = SHADES[regions].movedim(-1, 2) + light
        flow = torch.zeros(N, frames, 2, SIDE, SIDE)
        flow[:, :, 0] = -(regions == 1).float()
        return Batch(
            films[:, -1],
            frames=films,
            frame_sources=films,
            frame_regions=regions,
            flow=flow if moves else None,
            is_new=is_new if moves else None,
        )

    return draw


def in_step(system: Vid2vid, step: int, draw: Callable[[], Batch]) -> dict[str, Loss]:
    """What each player learns in a step; nobody learns in that step itself."""
    for number in range(step):
        for phase in system.phases(draw, number):
            descend(system, phase, 1e-3)
    return {phase.player: phase.loss() for phase in system.phases(draw, step)}


@pytest.mark.parametrize("step", [0, 1])
def test_every_term_reaches_the_part_of_the_painter_that_it_is_about(step: int) -> None:
    system = build()
    losses = in_step(system, step, filming())
    assert list(losses) == ["generator", "critic", "video_critic"]
    terms = losses["generator"].terms
    assert set(terms) == EVERYTHING
    painter = system.generator
    assert painter.to_flow is not None
    assert painter.to_fresh is not None
    for name, term in terms.items():
        is_of_flow = name in ("moved_real", "flow")
        assert reaches(term.value, painter.reads_maps), name
        assert reaches(term.value, painter.to_flow) == (name != "mask"), name
        assert reaches(term.value, painter.to_image) == (not is_of_flow and name != "mask"), name
        assert reaches(term.value, painter.to_fresh) == (not is_of_flow), name


@pytest.mark.parametrize("step", [0, 1])
def test_each_critic_learns_of_its_own_and_never_the_painter(step: int) -> None:
    system = build()
    losses = in_step(system, step, filming())
    for player, other in (("critic", "video_critic"), ("video_critic", "critic")):
        value = losses[player].terms["adversarial"].value
        critics = system.critic.scales if player == "critic" else system.film_critics.critics
        for critic in critics:
            assert reaches(value, critic)
        assert not reaches(value, system.players[other])
        assert not reaches(value, system.generator)


def scored(critic: nn.Module, *layers: Tensor) -> list[Tensor]:
    return [found[-1] for found in critic(torch.cat(layers, 2).flatten(0, 1))]


def squares(scores: list[Tensor], target: float) -> Tensor:
    parts = [F.mse_loss(score, torch.full_like(score, target)) for score in scores]
    return torch.stack(parts).sum()


def test_frames_and_their_raw_paint_are_judged_as_the_program_adds_them_up() -> None:
    system, batch = build(), filming()()
    losses = in_step(system, 0, lambda: batch)
    reel = system._reel(batch)
    painted = system._painted(reel)
    assert painted.raw is not None
    maps, real = reel.maps[:, 2:], reel.real[:, 2:]
    fakes = [scored(system.critic, maps, one) for one in (painted.images, painted.raw)]
    term = losses["generator"].terms["adversarial"]
    wanted = sum((squares(fake, 1.0) for fake in fakes), torch.zeros(()))
    assert torch.allclose(term.value * term.weight, wanted, rtol=1e-4)
    on_real = scored(system.critic, maps, real)
    halves = sum((squares(on_real, 1.0) + squares(fake, 0.0) for fake in fakes), torch.zeros(()))
    assert torch.allclose(total_of(losses["critic"]), 0.5 * halves, rtol=1e-4)


def shown_to(critic: nn.Module) -> list[Tensor]:
    seen: list[Tensor] = []
    critic.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    return seen


def test_critics_of_films_see_frames_in_a_row_and_every_third_with_the_flow_between() -> None:
    system, batch = build(), filming()()
    assert batch.frames is not None
    assert batch.flow is not None
    seen = [shown_to(critic) for critic in system.film_critics.critics]
    in_step(system, 0, lambda: batch)
    real = batch.frames[:, 2:]
    (row, *_), (third, *_) = seen
    # Three frames of three colours, then twice a flow.
    assert row.shape == (N * 5, 13, SIDE, SIDE)
    assert third.shape == (N, 13, SIDE, SIDE)
    assert torch.equal(row[4, :9], real[0, 4:7].flatten(0, 1))
    assert torch.equal(row[4, 9:] * 20, batch.flow[0, 7:].flatten(0, 1))
    assert torch.equal(third[1, :9], real[1, [0, 3, 6]].flatten(0, 1))
    on_thing = third[:, 9][:, 4:10, 5:10] * 20
    assert torch.allclose(on_thing, torch.tensor(-3.0))


def test_what_is_moved_is_compared_where_the_frame_before_shows_it() -> None:
    system, batch = build(), filming()()
    losses = in_step(system, 0, lambda: batch)
    reel = system._reel(batch)
    painted = system._painted(reel)
    assert reel.flow is not None
    assert reel.is_known is not None
    assert painted.flow is not None
    terms, known = losses["generator"].terms, reel.is_known[:, 2:]
    gap = (known * (painted.flow - reel.flow[:, 2:])).abs().mean()
    assert torch.allclose(terms["flow"].value, gap, rtol=1e-4)
    before = torch.cat([reel.real[:, 1:2], painted.images[:, :-1]], 1)
    gap = (known * (painted.images - moved_by(before, reel.flow[:, 2:]))).abs().mean()
    assert torch.allclose(terms["moved_painted"].value, gap, rtol=1e-4)
    assert {terms[name].weight for name in ("flow", "moved_real", "moved_painted")} == {10.0}


def reads_before(system: Vid2vid, seen: list[Tensor]) -> None:
    """Keep what the painter is shown of the frames before."""
    reader = system.generator.reads_before
    assert reader is not None
    reader.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))


def test_the_first_frames_are_given_and_each_further_one_is_made_of_painted_ones() -> None:
    system, batch = build(), filming()()
    seen: list[Tensor] = []
    reads_before(system, seen)
    reel = system._reel(batch)
    painted = system._painted(reel)
    assert len(seen) == T - 2
    assert torch.equal(seen[0], reel.real[:, :2].flatten(1, 2))
    assert torch.equal(seen[1], torch.cat([reel.real[:, 1], painted.images[:, 0]], 1))
    assert torch.equal(seen[4], painted.images[:, 2:4].flatten(1, 2))
    assert not any(one.requires_grad for one in seen)


def test_gradients_go_further_back_where_that_is_asked_for() -> None:
    def first_frame_learns_of_the_second(unrolled: int) -> bool:
        system = build(unrolled=unrolled)
        seen: list[Tensor] = []
        reads_before(system, seen)
        system._painted(system._reel(filming()()))
        return seen[1].requires_grad

    assert not first_frame_learns_of_the_second(1)
    assert first_frame_learns_of_the_second(2)


def test_things_may_be_painted_by_a_network_of_their_own() -> None:
    system, batch = build(generator=SMALL["generator"] | {"foreground": True}), filming()()
    terms = in_step(system, 1, lambda: batch)["generator"].terms
    front = system.generator.foreground
    assert front is not None
    assert all(reaches(terms[name].value, front) for name in ("adversarial", "features"))
    assert not reaches(terms["flow"].value, front)
    assert batch.frame_regions is not None
    with torch.no_grad():
        before = system.play(batch)["painting"]
        for weight in front.parameters():
            weight.zero_()
        after = system.play(batch)["painting"]
    is_thing = (batch.frame_regions == 1)[:, 2:, None].expand(-1, -1, 3, -1, -1)
    assert (after[:, 2:][is_thing] == 0).all()
    assert (before[:, 2:][is_thing] != 0).any()


def test_films_double_as_the_run_goes_on() -> None:
    system = build(growth_steps=10)
    reel = system._reel(filming()())
    assert [system._length(reel, step) for step in (0, 9, 10, 20, 1000)] == [5, 5, 8, 9, 9]
    players = [phase.player for phase in system.phases(filming(), 0)]
    assert players == ["generator", "critic", "video_critic"]


def test_the_twin_has_no_memory_no_flow_and_no_critic_of_films() -> None:
    twin = build(past=0)
    assert set(twin.players) == {"generator", "critic"}
    assert set(twin.config.optimizers()) == {"generator", "critic"}
    losses = in_step(twin, 1, filming())
    assert set(losses["generator"].terms) == {"adversarial", "features"}
    batch = filming()()
    assert batch.frame_regions is not None
    assert batch.frames is not None
    plays = capability(twin, PlaysFrames)
    assert plays is not None
    twin.generator.eval()
    with torch.no_grad():
        whole = plays.play(batch)
        other = Batch(
            batch.real, frames=batch.frames.flip(1) * 0.5, frame_regions=batch.frame_regions
        )
        assert torch.equal(whole["painting"], plays.play(other)["painting"])
    assert "flow" not in whole


def test_without_known_flow_the_terms_that_need_it_are_left_out() -> None:
    spec = DataSpec((3, SIDE, SIDE), source=(3, SIDE, SIDE), regions=REGIONS, frames=T)
    terms = in_step(build(spec), 0, filming(moves=False))["generator"].terms
    assert set(terms) == EVERYTHING - {"flow", "moved_painted", "mask"}


def test_images_may_be_given_in_place_of_label_maps() -> None:
    spec = DataSpec((3, SIDE, SIDE), source=(3, SIDE, SIDE), frames=T, has_flow=True)
    system = build(spec)
    assert set(in_step(system, 0, filming())["generator"].terms) == EVERYTHING


def test_playback_begins_with_the_given_frames_and_draws_nothing() -> None:
    system, batch = build(), filming()()
    system.generator.eval()
    plays, shows = capability(system, PlaysFrames), capability(system, Illustrates)
    assert plays is not None
    assert shows is not None
    assert plays.past == 2
    assert "PlaysFrames" in offered(system)
    assert batch.frames is not None
    state = system.random.state()
    with torch.no_grad():
        films, rows = plays.play(batch), shows.illustrate(batch)
    assert list(films) == list(rows) == ["painting", "source", "target", "flow", "fresh"]
    assert all(film.shape == (N, T, 3, SIDE, SIDE) for film in films.values())
    assert all(film.abs().max() <= 1 for film in films.values())
    assert torch.equal(films["painting"][:, :2], batch.frames[:, :2])
    assert all(torch.equal(rows[name], films[name][:, -1]) for name in rows)
    assert torch.equal(system.random.state(), state)


@pytest.mark.parametrize("has_front", [False, True])
def test_frames_asked_for_one_by_one_are_those_of_the_playback(has_front: bool) -> None:
    system = build(generator=SMALL["generator"] | {"foreground": has_front})
    batch = filming()()
    system.generator.eval()
    reel = system._reel(batch)
    with torch.no_grad():
        assert torch.equal(system.semantic_maps(batch), reel.maps)
        film = system.play(batch)["painting"]
        for time in range(2, T):
            made = system.next_frame(reel.maps[:, time - 2 : time + 1], film[:, time - 2 : time])
            assert torch.allclose(made["painting"], film[:, time], atol=1e-5)
            assert set(made) == {"painting", "moved", "paint", "fresh"}


def test_data_that_will_not_do_are_refused_in_a_sentence() -> None:
    config = Vid2vidConfig.model_validate(SMALL)
    still = DataSpec((3, SIDE, SIDE), source=(3, SIDE, SIDE), regions=REGIONS)
    assert "single pictures" in config.lack(still)
    short = DataSpec((3, SIDE, SIDE), regions=REGIONS, frames=6)
    assert "films of 9 frames, and these have 6" in config.lack(short)
    assert not config.model_copy(update={"temporal_scales": 1}).lack(short)
    assert not config.model_copy(update={"past": 0}).lack(short)
    assert "instance maps" in config.model_copy(update={"outlines": True}).lack(SPEC)
    assert not config.lack(SPEC)
    fronted = Vid2vidConfig.model_validate({"generator": {"kind": "frames", "foreground": True}})
    assert "regions that are things" in fronted.lack(
        DataSpec((3, 8, 8), source=(3, 8, 8), frames=9)
    )
    assert not fronted.lack(SPEC)
    with pytest.raises(InputError, match="no films"):
        next(iter(build().phases(lambda: Batch(torch.zeros(1, 3, SIDE, SIDE)), 0)))


def test_painted_films_come_near_the_real_ones() -> None:
    system, draw, batch = build(temporal_scales=1), filming(5), filming(5)()
    wanted = batch.frames
    assert wanted is not None
    optimizers = {
        name: torch.optim.Adam(player.parameters(), 1e-2) for name, player in system.players.items()
    }

    def distance() -> float:
        with torch.no_grad():
            return float((system.play(batch)["painting"] - wanted).abs().mean())

    before = distance()
    for step in range(10):
        for phase in system.phases(draw, step):
            weights = list(system.players[phase.player].parameters())
            torch.autograd.backward(total_of(phase.loss()), inputs=weights)
            optimizers[phase.player].step()
            optimizers[phase.player].zero_grad()
    assert distance() < 0.8 * before


def test_a_run_goes_on_bit_for_bit_also_while_films_grow() -> None:
    document = {
        "data": {"kind": "traffic", "count": 8, "frames": 6},
        "system": SMALL | {"system": "vid2vid", "temporal_scales": 1, "growth_steps": 2},
        "schedule": {"batch": 2},
    }
    device = torch.device("cpu")
    whole, parts = (Setup(from_document(document, "the test"), device) for _ in range(2))
    for _ in range(4):
        whole.advance()
    parts.advance()
    state = parts.capture()
    later = Setup(from_document(document, "the test"), device)
    later.restore(state)
    for _ in range(3):
        later.advance()
    one, other = whole.capture(), later.capture()
    assert one.weights.keys() == other.weights.keys()
    assert all(torch.equal(one.weights[name], other.weights[name]) for name in one.weights)
    assert all(torch.equal(one.optimizers[name], other.optimizers[name]) for name in one.optimizers)
