"""What can be done to marked and shown samples: each gives the request after it."""

import random
from collections.abc import Callable, Iterable

from ganstudio.edit.forget import Forget
from ganstudio.edit.latents import SEEDS, Latent
from ganstudio.edit.marked import BoundingBox, Marked

MARKED, SHOWN = 12, 8
FIRST_SHOWN = 101  # seed


def first_request(classes: int = 0, caption: str = "") -> Forget:
    """Seeds from 1 on to mark, and others to show; of all classes in turn where there are some."""

    def latent(first: int, at: int) -> Latent:
        label = at % classes if classes else None
        return Latent(seed=first + at, label=label, caption=caption)

    marked = [latent(1, at) for at in range(MARKED)]
    shown = [latent(FIRST_SHOWN, at) for at in range(SHOWN)]
    return Forget(marked=tuple(Marked(latent=one) for one in marked), shown=tuple(shown))


def with_box(request: Forget, sample: int, box: BoundingBox) -> Forget:
    one = request.marked[sample]
    return _with_sample(request, sample, one.model_copy(update={"boxes": (*one.boxes, box)}))


def without_box(request: Forget, sample: int, at: int) -> Forget:
    one = request.marked[sample]
    boxes = (*one.boxes[:at], *one.boxes[at + 1 :])
    return _with_sample(request, sample, one.model_copy(update={"boxes": boxes}))


def without_boxes(request: Forget) -> Forget:
    return _with_marked(request, (Marked(latent=one.latent) for one in request.marked))


def with_marked_latent(request: Forget, latent: Latent) -> Forget | None:
    """In place of the first sample without a box; None where all have one."""
    free = [at for at, one in enumerate(request.marked) if not one.boxes]
    return _with_sample(request, free[0], Marked(latent=latent)) if free else None


def with_shown_latent(request: Forget, latent: Latent) -> Forget:
    """Before the others, of which the last one goes."""
    return request.model_copy(update={"shown": (latent, *request.shown[:-1])})


def with_other_marked(request: Forget) -> Forget:
    """Other samples in place of those without a box."""
    seeds = iter(random.sample(range(SEEDS), len(request.marked)))
    return _with_marked(
        request,
        (
            one if one.boxes else Marked(latent=one.latent.at_seed(next(seeds)))
            for one in request.marked
        ),
    )


def with_other_shown(request: Forget) -> Forget:
    seeds = random.sample(range(SEEDS), len(request.shown))
    shown = [one.at_seed(seed) for one, seed in zip(request.shown, seeds, strict=True)]
    return request.model_copy(update={"shown": tuple(shown)})


def with_class(request: Forget, label: int | None, classes: int) -> Forget:
    """Of one class, or of all in turn where that is None; samples with a box stay as they are."""

    def change(at: int, latent: Latent) -> Latent:
        update = {"label": at % classes if label is None else label, "blend": ()}
        return latent.model_copy(update=update)

    return _with_each(request, change)


def with_caption(request: Forget, caption: str) -> Forget:
    """Of one caption; samples with a box stay as they are."""
    return _with_each(request, lambda _, one: one.model_copy(update={"caption": caption}))


def _with_each(request: Forget, change: Callable[[int, Latent], Latent]) -> Forget:
    """Each latent that is shown, or has no box, is what `change` makes of it and its place."""
    marked = [
        one if one.boxes else Marked(latent=change(at, one.latent))
        for at, one in enumerate(request.marked)
    ]
    shown = [change(at, one) for at, one in enumerate(request.shown)]
    return request.model_copy(update={"marked": tuple(marked), "shown": tuple(shown)})


def _with_sample(request: Forget, sample: int, changed: Marked) -> Forget:
    marked = request.marked
    return _with_marked(request, (*marked[:sample], changed, *marked[sample + 1 :]))


def _with_marked(request: Forget, marked: Iterable[Marked]) -> Forget:
    return request.model_copy(update={"marked": tuple(marked)})
