"""Films inside a game: frames some way apart, the flow between them, and distances where it holds.

Wang et al. 2018, arXiv:1808.06601, sec. 3.1 and 3.2.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.core.system import Term
from ganstudio.data.batches import Batch, Region
from ganstudio.nn.flow_colours import flow_colours
from ganstudio.nn.regions import outlines, planes
from ganstudio.nn.warp import warped
from ganstudio.parts.filming import FilmWeights
from ganstudio.parts.video import Frame


class Reel(NamedTuple):
    """What a step is played on.

    Attributes:
        real: (n, t, c, h, w).
        maps: (n, t, k, h, w) semantic maps, or the images that the frames are made of.
        flow: (n, t, 2, h, w) as Batch has it, or None.
        is_known: (n, t, 1, h, w), 1 where the frame before shows what is seen, or None.
        things: (n, t, 1, h, w), 1 where a region is seen that comes in things, or None.
    """

    real: Tensor
    maps: Tensor
    flow: Tensor | None
    is_known: Tensor | None
    things: Tensor | None = None

    def until(self, frames: int) -> "Reel":
        """The first frames alone."""
        return Reel(*(None if one is None else one[:, :frames] for one in self))  # type: ignore[arg-type]


class Painted(NamedTuple):
    """The frames behind the given ones, and what they are made of.

    Attributes:
        images: (n, p, c, h, w).
        before: the frame before each of them, painted or given, without a graph; or None.
        raw: as they would be painted from nothing; None where that is all there is.
        flow: (n, p, 2, h, w) pixels to the frame before, or None.
        fresh: (n, p, 1, h, w), how much of `raw` is taken, or None.
    """

    images: Tensor
    before: Tensor | None = None
    raw: Tensor | None = None
    flow: Tensor | None = None
    fresh: Tensor | None = None


def gathered(made: Sequence[Frame], before: Sequence[Tensor]) -> Painted:
    """Frames that were painted one behind the other, with the one before each of them, if any."""
    images = torch.stack([frame.image for frame in made], 1)
    earlier = torch.stack(list(before), 1).detach() if before else None
    if made[0].flow is None or made[0].fresh is None:
        return Painted(images, earlier)
    raw, flow, fresh = (
        torch.stack([getattr(frame, name) for frame in made], 1)
        for name in ("raw", "flow", "fresh")
    )
    return Painted(images, earlier, raw, flow, fresh)


def reel_of(batch: Batch, regions: tuple[Region, ...], *, has_outlines: bool) -> Reel:
    """A batch of films. Raises InputError where it is none.

    Args:
        batch: with label maps where there are regions, else with images to be translated.
        regions: of the label maps, if there are any.
        has_outlines: mark the borders of instances.
    """
    given = batch.frame_regions if regions else batch.frame_sources
    if batch.frames is None or given is None:
        raise InputError("These data have no films of label maps or of images: choose such data.")
    is_known = None if batch.is_new is None else (~batch.is_new)[:, :, None].to(batch.frames)
    if not regions:
        return Reel(batch.frames, given, batch.flow, is_known)
    maps = planes(given.flatten(0, 1), len(regions))
    if has_outlines:
        objects = given if batch.frame_instances is None else batch.frame_instances
        maps = torch.cat([maps, outlines(objects.flatten(0, 1))], 1)
    is_thing = maps.new_tensor([region.is_thing for region in regions])
    return Reel(
        batch.frames,
        maps.unflatten(0, given.shape[:2]),
        batch.flow,
        is_known,
        is_thing[given][:, :, None],
    )


def apart(films: Tensor, frames: int, skip: int) -> Tensor:
    """Windows (n * m, frames, ...) of films (n, t, ...): every frame with those `skip` before it.

    There are m = t - (frames - 1) * skip of each film, the earliest first.
    """
    reach = (frames - 1) * skip
    steps = torch.arange(0, reach + 1, skip, device=films.device)
    starts = torch.arange(films.shape[1] - reach, device=films.device)
    return films[:, starts[:, None] + steps].flatten(0, 1)


def over(flow: Tensor, skip: int) -> Tensor:
    """(n, t, 2, h, w): the flow to the frame `skip` before, of flows to the one before.

    Exact where what is seen stays in sight; of no meaning in the first `skip` frames.
    """
    whole = flow
    for _ in range(skip - 1):
        earlier = whole.roll(1, 1)
        whole = flow + moved_by(earlier, flow)
    return whole


def motion_terms(reel: Reel, painted: Painted, weights: FilmWeights) -> dict[str, Term]:
    """Distances from what is known of flow, of moved frames, and of what needs no paint.

    Wang 2018, eq. 8, and what the program has beside it; each only where there is such a truth.
    """
    if painted.before is None:
        return {}
    past = reel.real.shape[1] - painted.images.shape[1]
    known, true = (None if one is None else one[:, past:] for one in (reel.is_known, reel.flow))
    gaps: dict[str, tuple[Tensor, float]] = {}
    if painted.flow is not None:
        moved = moved_by(reel.real[:, past - 1 : -1], painted.flow)
        gaps["moved_real"] = masked_distance(moved, reel.real[:, past:], known), weights.warp
    if painted.flow is not None and true is not None:
        gaps["flow"] = masked_distance(painted.flow, true, known), weights.flow
    if true is not None:
        moved = moved_by(painted.before, true)
        gaps["moved_painted"] = masked_distance(painted.images, moved, known), weights.warp
    if painted.fresh is not None and known is not None:
        gaps["mask"] = (known * painted.fresh).mean(), weights.mask
    return {name: Term(gap, weight) for name, (gap, weight) in gaps.items() if weight}


def played(batch: Batch, painted: Painted) -> dict[str, Tensor]:
    """What PlaysFrames gives of a batch of films; what is not known of given frames is repeated."""
    assert batch.frames is not None  # it was painted of
    past = batch.frames.shape[1] - painted.images.shape[1]
    films = {"painting": torch.cat([batch.frames[:, :past], painted.images], 1)}
    if batch.frame_sources is not None:
        films["source"] = batch.frame_sources
    films["target"] = batch.frames
    if painted.flow is not None and painted.fresh is not None:
        colours = flow_colours(painted.flow.flatten(0, 1)).unflatten(0, painted.flow.shape[:2])
        for name, film in (("flow", colours), ("fresh", 2 * painted.fresh - 1)):
            coloured = film.expand(-1, -1, 3, -1, -1)
            held = coloured[:, :1].expand(-1, past, -1, -1, -1)
            films[name] = torch.cat([held, coloured], 1)
    return films


def made_of(frame: Frame, before: Tensor) -> dict[str, Tensor]:
    """A frame and its parts as PlaysFrames names them; `before` (n, past, c, h, w)."""
    if frame.flow is None or frame.fresh is None:
        return {"painting": frame.image}
    return {
        "painting": frame.image,
        "moved": warped(before[:, -1], frame.flow),
        "paint": frame.raw,
        "fresh": (2 * frame.fresh - 1).expand_as(frame.image),
    }


def moved_by(frames: Tensor, flow: Tensor) -> Tensor:
    """(n, p, c, h, w) frames as flows (n, p, 2, h, w) move them."""
    return warped(frames.flatten(0, 1), flow.flatten(0, 1)).view_as(frames)


def masked_distance(one: Tensor, other: Tensor, mask: Tensor | None) -> Tensor:
    """The mean absolute difference, where the mask is 0 taken for nothing, a scalar."""
    gap = (one - other).abs()
    return gap.mean() if mask is None else (mask * gap).mean()
