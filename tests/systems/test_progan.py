"""Progressive growing: nothing jumps when a level comes in, and a run resumes in the middle."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor

from ganstudio.core.control import RunControl
from ganstudio.core.errors import InputError
from ganstudio.core.events import Event, PhaseChanged, RunFailed
from ganstudio.core.system import Grows
from ganstudio.engine import checkpoint
from ganstudio.engine.fork import fork
from ganstudio.engine.history import History
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import load_model
from ganstudio.engine.setup import Setup
from ganstudio.engine.worker import Job, train
from ganstudio.nn.growth import Stage, enlarged, shrunk
from ganstudio.parts.critics.progressive import ProgressiveBody, ProgressiveCritic
from ganstudio.parts.generators.progressive import ProgressiveGenerator, ProgressiveNetwork

CPU = torch.device("cpu")
SHAPE = (2, 16, 16)
NETWORK = {"kind": "progressive", "channels": 4, "widest": 8}
BATCH = 8


def preset(steps: int = 14, **schedule: Any) -> Preset:
    """Fades in from step 3 to 6 and from 9 to 12."""
    times = {"hold": 3 * BATCH, "fade": 3 * BATCH}
    system = {
        "system": "latent",
        "objective": {"kind": "wasserstein"},
        "penalties": [{"kind": "gradient_penalty"}, {"kind": "drift"}],
        "generator": NETWORK | times,
        "critic": NETWORK,
        "prior": {"size": 6},
    }
    plan = {"steps": steps, "batch": BATCH, "snapshot_every": 0, "evaluate_every": 0}
    document = {"data": {"kind": "digits", "size": 16}, "system": system}
    return from_document(document | {"schedule": plan | schedule}, "test")


def generator() -> ProgressiveNetwork:
    torch.manual_seed(0)
    network = ProgressiveGenerator(channels=4, widest=8).build(6, SHAPE)
    assert isinstance(network, ProgressiveNetwork)
    return network


def critic() -> ProgressiveBody:
    torch.manual_seed(0)
    body = ProgressiveCritic(channels=4, widest=8).build(SHAPE).layers
    assert isinstance(body, ProgressiveBody)
    return body


LATENTS = torch.randn(4, 6, generator=torch.Generator().manual_seed(1))
IMAGES = torch.randn(4, *SHAPE, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("level", [1, 2])
def test_a_new_level_at_fade_0_shows_exactly_the_enlarged_old_image(level: int) -> None:
    network = generator()
    network.stage = Stage(level - 1)
    old = network(LATENTS)
    network.stage = Stage(level, 0.0)
    assert torch.equal(network(LATENTS), old)
    side = 4 * 2 ** (level - 1)
    small = shrunk(old, 16 // side)
    assert torch.allclose(enlarged(small, 16 // side), old, atol=1e-6)
    assert old.shape == (4, *SHAPE)


@pytest.mark.parametrize("level", [1, 2])
def test_a_new_critic_at_fade_0_judges_exactly_as_the_old_one(level: int) -> None:
    body = critic()
    body.stage = Stage(level - 1)
    old = body(IMAGES)
    body.stage = Stage(level, 0.0)
    assert torch.allclose(body(IMAGES), old, atol=1e-6)


def test_between_the_two_the_image_is_a_blend_and_at_the_end_the_new_one() -> None:
    network = generator()
    shown: list[Tensor] = []
    for stage in (Stage(1, 0.0), Stage(1, 0.25), Stage(1, 1.0)):
        network.stage = stage
        shown.append(network(LATENTS))
    old, between, new = shown
    assert torch.allclose(between, 0.75 * old + 0.25 * new, atol=1e-6)
    assert not torch.allclose(old, new, atol=1e-2)


def test_a_critic_at_the_smallest_stage_sees_no_detail() -> None:
    body = critic()
    body.stage = Stage(0)
    assert torch.allclose(body(IMAGES), body(enlarged(shrunk(IMAGES, 4), 4)), atol=1e-5)
    body.stage = Stage(2)
    assert not torch.allclose(body(IMAGES), body(enlarged(shrunk(IMAGES, 4), 4)), atol=1e-3)


def used(network: torch.nn.Module) -> set[str]:
    """The top-level parts whose weights have a gradient that is not 0."""
    return {
        ".".join(name.split(".")[:2])
        for name, p in network.named_parameters()
        if p.grad is not None and bool((p.grad != 0).any())
    }


def test_levels_that_are_not_in_use_get_no_gradient_and_fading_ones_do() -> None:
    network, body = generator(), critic()
    network.stage = body.stage = Stage(1, 0.5)
    network(LATENTS).square().sum().backward()
    body(IMAGES).square().sum().backward()
    assert {"blocks.0", "to_image.0", "to_image.1"} <= used(network)
    assert not {"blocks.1", "to_image.2"} & used(network)
    assert {"blocks.0", "from_image.0", "from_image.1"} <= used(body)
    assert not {"blocks.1", "from_image.2"} & used(body)


def test_networks_follow_the_timetable_and_every_phase_trains_both_players() -> None:
    setup = Setup(preset(), CPU)
    assert isinstance(setup.system, Grows)
    sides, fades = [], []
    for _ in range(14):
        scalars = {name: float(value) for name, value in setup.advance().items()}
        sides.append(scalars["critic/resolution"])
        fades.append(round(scalars["critic/fade"], 3))
        assert scalars["critic/gradient_norm"] > 0
        assert scalars["generator/gradient_norm"] > 0
    assert sides == [4] * 3 + [8] * 6 + [16] * 5
    assert fades == [1, 1, 1, 0, 0.333, 0.667] * 2 + [1, 1]


def test_moments_start_over_when_a_level_comes_in_and_when_it_has_faded_in() -> None:
    setup = Setup(preset(), CPU)
    fresh = []
    held = dict(setup.optimizers)
    for step in range(14):
        setup.advance()
        if setup.optimizers["critic"] is not held["critic"]:
            assert setup.optimizers["generator"] is not held["generator"]
            moments = setup.optimizers["critic"].state_dict()["state"].values()
            assert {float(m["step"]) for m in moments} == {1.0}
            fresh.append(step)
        held = dict(setup.optimizers)
    assert fresh == [3, 6, 9, 12]


def test_the_average_grows_with_the_trained_network_and_starts_a_level_from_its_weights() -> None:
    setup = Setup(preset(average=0.9), CPU)
    trained, shadow = setup.system.players["generator"], setup.average.shadow.players["generator"]
    assert isinstance(trained, ProgressiveNetwork)
    assert isinstance(shadow, ProgressiveNetwork)
    for step in range(8):
        is_unchanged = torch.equal(trained.to_image[1].weight, shadow.to_image[1].weight)
        assert is_unchanged is (step <= 4)  # at fade 0, in step 3, the level learns nothing yet
        setup.advance()
        assert shadow.stage == trained.stage


def run_to(path: Path, chosen: Preset | None, mode: str = "new", **more: Any) -> list[Event]:
    events: list[Event] = []
    done = train(Job(path, chosen, mode=mode, **more), events.append, RunControl())
    assert done, [event for event in events if isinstance(event, RunFailed)]
    return events


GROWTH = [
    (4, "8 px fades in"), (7, "8 px in full"), (10, "16 px fades in"), (13, "16 px in full"),
]  # fmt: skip


def told(events: list[Event]) -> list[tuple[int, str]]:
    return [(event.step, event.stage) for event in events if isinstance(event, PhaseChanged)]


def kept(path: Path) -> list[tuple[int, str]]:
    """What a reader of the run finds in its history."""
    history = History(RunFolder.open(path).history_path, writable=False)
    found = [(event.step, event.body["stage"]) for event in history.events(("PhaseChanged",))]
    history.close()
    return found


def test_growth_is_told_with_the_first_step_of_every_stage_and_kept(tmp_path: Path) -> None:
    assert told(run_to(tmp_path / "run", preset(14))) == GROWTH
    assert kept(tmp_path / "run") == GROWTH
    history = History(tmp_path / "run" / "history.sqlite", writable=False)
    sides = history.curve("critic/resolution")
    history.close()
    at = [int(sides.steps[sides.values == side][0]) for side in (8, 16)]
    assert at == [4, 10]  # the marks stand where the curve jumps


@pytest.mark.parametrize("stop", [3, 4, 5, 6])
def test_a_resumed_run_tells_of_no_growth_twice_and_forgets_none(tmp_path: Path, stop: int) -> None:
    path = tmp_path / "run"
    before = told(run_to(path, preset(stop)))
    after = told(run_to(path, None, mode="resume", steps=14))
    assert before + after == GROWTH
    assert all(step > stop for step, _ in after)
    assert kept(path) == GROWTH


@pytest.mark.parametrize("lost", [3, 4, 5])
def test_steps_that_are_done_again_are_told_once(tmp_path: Path, lost: int) -> None:
    path = tmp_path / "run"
    run_to(path, preset(6, checkpoint_every=1))
    for step in range(lost + 1, 7):  # as where the program died before it wrote them
        shutil.rmtree(path / "checkpoints" / str(step), ignore_errors=True)
    run_to(path, None, mode="resume", steps=14)
    assert kept(path) == GROWTH


def test_forks_have_the_growth_of_their_past_and_their_own(tmp_path: Path) -> None:
    run_to(tmp_path / "parent", preset(8, checkpoint_every=3))
    for name in ("a", "b"):
        fork(RunFolder.open(tmp_path / "parent"), 3, tmp_path / name)
        assert kept(tmp_path / name) == []
        run_to(tmp_path / name, None, mode="resume", steps=14)
        assert kept(tmp_path / name) == GROWTH


def test_networks_that_do_not_grow_tell_nothing(tmp_path: Path) -> None:
    plain = preset(4).edited("system.generator", {"kind": "mlp", "depth": 1, "width": 4})
    plain = plain.edited("system.critic", {"kind": "mlp", "depth": 1, "width": 4})
    assert told(run_to(tmp_path / "run", plain)) == []


@pytest.mark.parametrize("stop", [3, 5, 6])
def test_a_run_that_resumes_in_a_fade_or_at_its_ends_is_the_run_that_never_stopped(
    tmp_path: Path, stop: int
) -> None:
    run_to(tmp_path / "whole", preset(10))
    run_to(tmp_path / "parts", preset(stop))
    run_to(tmp_path / "parts", None, mode="resume", steps=10)
    one, two = (
        checkpoint.read(tmp_path / name / "checkpoints" / "10") for name in ("whole", "parts")
    )
    for kind in ("weights", "optimizers", "random"):
        left, right = getattr(one, kind), getattr(two, kind)
        assert left.keys() == right.keys()
        assert not [name for name in left if not torch.equal(left[name], right[name])], kind
    assert any(name.endswith("_extra_state") for name in one.weights)
    model = load_model(RunFolder.open(tmp_path / "parts"))
    grown = model.averaged.players["generator"]
    assert isinstance(grown, ProgressiveNetwork)
    assert grown.stage == Stage(2, 0.0)


def test_classes_that_want_a_normalisation_are_refused() -> None:
    with pytest.raises(InputError, match="no normalisation"):
        ProgressiveGenerator().build(4, SHAPE, classes=3)


def test_latents_of_any_length_make_the_same_image() -> None:
    network = generator()
    assert torch.allclose(network(LATENTS), network(5 * LATENTS), atol=1e-5)
