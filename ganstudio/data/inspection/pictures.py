"""The pictures of a folder: their sizes, the torn ones, and which half is drawn."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from ganstudio.data.decode import UNREADABLE, open_picture
from ganstudio.data.fitting import have_one_shape
from ganstudio.data.inspection.report import Finding, SizeCount, Unreadable
from ganstudio.data.inspection.torn import fault
from ganstudio.data.layouts.filing import Role, Sample
from ganstudio.data.layouts.recognise import extent
from ganstudio.data.palettes import packed
from ganstudio.data.reading import amount
from ganstudio.data.source import Report

_LARGEST = 256  # px that are proposed
_STRIDE = 32  # of networks that halve a picture five times
_COARSE = 4  # bits of a channel that are not looked at, as JPEG blurs them
_FEW = 12  # colours that make up most of a drawing
_EVENER = 0.2  # share that they cover more of a drawing than of a photo
_PROBED = 8  # pairs that are compared
_MOST_SIZES = 12
_STEP = 200  # files between two reports of progress

Extent = tuple[int, int]


class Looked(NamedTuple):
    """What the files say of themselves: sizes by name, and the torn ones."""

    extents: dict[str, Extent]
    torn: tuple[Unreadable, ...]


def look(folder: Path, names: Sequence[str], report: Report, *, decode: bool) -> Looked:
    """The size of every picture as it is shown; torn ones are told apart.

    Args:
        folder: of the dataset.
        names: of the files.
        report: is told the progress.
        decode: look at every byte, not only at both ends of each file.
    """
    extents: dict[str, Extent] = {}
    torn: list[Unreadable] = []
    for number, name in enumerate(names):
        if number % _STEP == 0:
            report(f"Opening {number:,} of {len(names):,} files", number / len(names))
        problem = fault(folder / name, decode=decode)
        found = None if problem else extent(folder / name)
        if found is None:
            torn.append(Unreadable(name, problem or "is torn or no picture"))
        else:
            extents[name] = found
    return Looked(extents, tuple(torn))


def size_counts(extents: Iterable[Extent]) -> tuple[SizeCount, ...]:
    """The most frequent sizes first."""
    counts = Counter(extents).most_common(_MOST_SIZES)
    return tuple(SizeCount(width, height, files) for (width, height), files in counts)


def proposed_size(extents: Sequence[Extent], halves: int) -> int:
    """A power of two that most pictures fill; 256 at most.

    Args:
        extents: of the pictures.
        halves: 2 where each file holds two pictures side by side.
    """
    if not extents:
        return _LARGEST
    short = sorted(min(width // halves, height) for width, height in extents)
    size = _LARGEST
    while size > 4 and size > short[len(short) // 2]:
        size //= 2
    return size


def size_findings(extents: Sequence[Extent], size: int, halves: int) -> Iterator[Finding]:
    """What becomes of pictures that are not square, or fit no network as they are."""
    odd = Counter((width // halves, height) for width, height in extents)
    turned = {found: n for found, n in odd.items() if found[0] != found[1]}
    if turned:
        (width, height), _ = Counter(turned).most_common(1)[0]
        side = min(width, height)
        yield Finding(
            "note",
            f"{amount(sum(turned.values()), 'picture')} not square, such as {width} × {height} px: "
            f"the middle {side} × {side} px is shown at {size} × {size} px; set the fit to pad to "
            "keep all of it.",
        )
    uneven = [found for found in odd if found[0] % _STRIDE or found[1] % _STRIDE]
    if uneven:
        width, height = max(uneven, key=lambda found: odd[found])
        remedy = f"the size of {size} px is" if size % _STRIDE == 0 else "choose a smaller network"
        yield Finding(
            "note",
            f"{width} × {height} px is no multiple of {_STRIDE}, as networks that halve a picture "
            f"five times need; {remedy}.",
        )


def shape_findings(
    samples: Iterable[Sample], extents: dict[str, Extent], first: Role
) -> Iterator[Finding]:
    """Partners that show another part of the scene: the first is named, the rest counted."""
    wrong: list[tuple[str, str]] = []
    for sample in samples:
        known = [(name, extents[name]) for name in sample.files.values() if name in extents]
        main = extents.get(sample.files[first])
        wrong += [
            (sample.files[first], name)
            for name, found in known
            if main is not None and not have_one_shape(main, found)
        ][:1]
    if wrong:
        one, other = wrong[0]
        sizes = [f"{width} × {height}" for width, height in (extents[one], extents[other])]
        yield Finding(
            "warning",
            f"{other} is {sizes[1]} px and {one} {sizes[0]} px, another shape; "
            f"{amount(len(wrong), 'sample')} left out so: export both from the same picture, or "
            "set the fit to stretch.",
            other,
        )


def direction_findings(folder: Path, samples: Sequence[Sample]) -> Iterator[Finding]:
    """Whether B looks drawn and A photographed: then B is what is given."""
    step = max(1, len(samples) // _PROBED)
    evenness = []
    for sample in samples[::step][:_PROBED]:
        try:
            evenness.append([_evenness(image) for image in _two(folder, sample)])
        except UNREADABLE:
            continue
    if not evenness:
        return
    a, b = np.mean(evenness, axis=0)
    if b - a > _EVENER:
        yield Finding(
            "warning",
            f"B looks drawn, as {_FEW} colours cover {b:.0%} of it, and A like photos ({a:.0%}); "
            "what is drawn is mostly given, so the direction is B to A.",
            settings={"direction": "b_to_a"},
        )


def _two(folder: Path, sample: Sample) -> Iterator[Image.Image]:
    enough = (1 << 16, 1 << 16)
    if "picture" not in sample.files:
        for role in ("a", "b"):
            yield open_picture(folder / sample.files[role], 3, "white", enough)
        return
    image = open_picture(folder / sample.files["picture"], 3, "white", enough)
    middle = image.width // 2
    yield image.crop((0, 0, middle, image.height))
    yield image.crop((image.width - middle, 0, image.width, image.height))


def _evenness(image: Image.Image) -> float:
    """The share of the picture that its few most frequent colours cover."""
    coarse = np.asarray(image).astype(np.int64) >> _COARSE
    _, counts = np.unique(packed(coarse), return_counts=True)
    return float(np.sort(counts)[-_FEW:].sum() / counts.sum())
