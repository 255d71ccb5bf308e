"""Films inside a game: windows, flow over several frames, and masked distances."""

import torch

from ganstudio.data.source import Share, unreported
from ganstudio.data.traffic import Traffic
from ganstudio.parts.reels import apart, masked_distance, moved_by, over
from ganstudio.parts.video import FramePainter


def test_windows_hold_every_frame_with_those_before_it() -> None:
    films = torch.arange(2 * 7).view(2, 7, 1)
    found = apart(films, 3, 2)[..., 0]
    assert found.tolist() == [[0, 2, 4], [1, 3, 5], [2, 4, 6], [7, 9, 11], [8, 10, 12],
                              [9, 11, 13]]  # fmt: skip
    assert apart(films, 3, 3)[..., 0].tolist() == [[0, 3, 6], [7, 10, 13]]


def test_flow_over_several_frames_adds_up_along_the_way() -> None:
    flow = torch.zeros(1, 4, 2, 8, 8)
    flow[:, :, 0] = -1.0
    flow[:, :, 1] = 0.5
    found = over(flow, 3)[:, 3]
    assert torch.allclose(found[:, 0], torch.tensor(-3.0))
    assert torch.allclose(found[:, 1], torch.tensor(1.5))
    assert torch.equal(over(flow, 1), flow)


def test_flow_over_several_frames_of_a_world_leads_to_where_a_place_was() -> None:
    data = Traffic(count=8, frames=7).open(0, torch.device("cpu"), Share(), unreported)
    batch = data.reference(8, 0)
    assert batch.frames is not None
    assert batch.flow is not None
    assert batch.is_new is not None
    now, before = batch.frames[:, 6:], batch.frames[:, 3:4]
    stayed = ~batch.is_new[:, 4:].any(1)
    gap = (now - moved_by(before, over(batch.flow, 3)[:, 6:])).abs().mean(2)[:, 0]
    still = (now - before).abs().mean(2)[:, 0]
    assert gap[stayed].mean() < 0.6 * still[stayed].mean()


def test_what_is_masked_counts_as_no_distance() -> None:
    one, other = torch.ones(1, 1, 2, 2), torch.zeros(1, 1, 2, 2)
    mask = torch.tensor([[[[1.0, 0.0], [0.0, 0.0]]]])
    assert masked_distance(one, other, mask) == 0.25
    assert masked_distance(one, other, None) == 1


def test_a_painter_without_memory_reads_maps_alone() -> None:
    twin = FramePainter(channels=2, halvings=1, blocks=2).build(3, 0, (3, 8, 8))
    made = twin(torch.rand(2, 3, 8, 8), torch.zeros(2, 0, 8, 8))
    assert made.image.shape == (2, 3, 8, 8)
    assert made.flow is None
    assert twin.reads_before is None
    assert torch.equal(made.image, made.raw)
