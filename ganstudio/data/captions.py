"""Captioned pictures without end: shapes whose words say everything but the style.

Made for text to image, in place of birds and flowers (Reed et al. 2016, arXiv:1605.05396).
"""

from functools import cache
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.endless import Drawn, Endless
from ganstudio.data.scenes import GROUND, PALETTE, RADII, Scene, all_scenes, coverage
from ganstudio.data.source import Report, Share
from ganstudio.data.vocabulary import Vocabulary

JITTER = 0.08  # of a centre in each direction, in half widths
PALER = 0.2  # largest share of white in a colour
_STYLES = 4  # numbers that vary an item: x, y, radius, paleness


class Captions(Config):
    """Coloured shapes with a sentence for each picture, drawn fresh every time."""

    label: ClassVar[str] = "Captioned shapes"
    kind: Literal["captions"] = "captions"
    size: Literal[16, 32] = Field(
        16,
        title="Image size",
        description="At 16 px a small circle is four pixels wide, which is quick to learn.",
        json_schema_extra=hints(unit="px"),
    )
    items: Literal[1, 2] = Field(
        1,
        title="Shapes a picture",
        description="One shape stands in a corner (96 scenes with sizes); two stand above or left "
        "of each other, so that the order of the words matters (864).",
    )
    sizes: bool = Field(
        True,
        title="Say sizes",
        description="Shapes are small or large, and the caption says which; else all are large.",
    )

    def scenes(self) -> tuple[Scene, ...]:
        """What there is to be shown, in the order of the labels."""
        return all_scenes(self.items, sizes=self.sizes)

    def spec(self) -> DataSpec:
        names = tuple(scene.caption() for scene in self.scenes())
        return DataSpec((3, self.size, self.size), names, words=self.vocabulary().words)

    def vocabulary(self) -> Vocabulary:
        return _vocabulary(self.scenes())

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "Painted":
        report(f"Preparing {self.label}", 0.0)
        random = torch.Generator(device).manual_seed(derive(seed, "data"))
        return Painted(self, random, share)


@cache
def _vocabulary(scenes: tuple[Scene, ...]) -> Vocabulary:
    return Vocabulary.of(text for scene in scenes for text in scene.captions())


class Painted:
    """An opened caption world. What is drawn are plans; the picture and the words follow."""

    notices: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()

    def __init__(self, source: Captions, random: torch.Generator, share: Share) -> None:
        self.spec = source.spec()
        device = random.device
        scenes = source.scenes()
        self._scenes = _tables(scenes, device)
        texts = [text for scene in scenes for text in scene.captions()]
        numbers = source.vocabulary().encode(texts).to(device)
        self._captions = numbers.view(len(scenes), len(texts) // len(scenes), -1)
        width = source.items * _STYLES + 1

        def plan(count: int, random: torch.Generator) -> Drawn:
            scene = torch.randint(len(scenes), (count,), generator=random, device=device)
            return Drawn(torch.rand(count, width, generator=random, device=device), scene)

        self._plans = Endless(self.spec, plan, random, share)

    def draw(self, count: int) -> Batch:
        return self._carried_out(self._plans.draw(count))

    def reference(self, count: int, seed: int) -> Batch:
        """`count` samples of their own stream; equal for every process."""
        return self._carried_out(self._plans.reference(count, seed))

    def state(self) -> dict[str, Tensor]:
        return self._plans.state()

    def restore(self, state: dict[str, Tensor]) -> None:
        self._plans.restore(state)

    def _carried_out(self, plans: Batch) -> Batch:
        assert plans.label is not None  # every plan is of a scene
        phrasing = (plans.real[:, -1] * self._captions.shape[1]).long()
        styles = plans.real[:, :-1].view(len(phrasing), -1, _STYLES)
        pictures = paint(self._scenes[plans.label], styles, self.spec.shape[1])
        return Batch(pictures, plans.label, self._captions[plans.label, phrasing])


def _tables(scenes: tuple[Scene, ...], device: torch.device) -> Tensor:
    """(scenes, items, 5): colour, shape, radius, x and y of every item before any style."""
    rows = [
        [
            (item.colour, item.shape, RADII[item.size], *centre)
            for item, centre in zip(scene.items, scene.centres(), strict=True)
        ]
        for scene in scenes
    ]
    return torch.tensor(rows, device=device)


def paint(planned: Tensor, styles: Tensor, size: int) -> Tensor:
    """Pictures of scenes.

    Args:
        planned: (n, items, 5) rows of colour, shape, radius, x, y.
        styles: (n, items, 4) in [0, 1): what varies the place, the radius and the colour.
        size: pixels a side.

    Returns:
        (n, 3, size, size) in [-1, 1].
    """
    palette = torch.tensor(PALETTE, device=planned.device)
    pictures = planned.new_full((len(planned), 3, size, size), GROUND)
    for item, style in zip(planned.unbind(1), styles.unbind(1), strict=True):
        centre = item[:, 3:] + (2 * style[:, :2] - 1) * JITTER
        radius = item[:, 2] * (0.93 + 0.14 * style[:, 2])
        cover = coverage(item[:, 1].long(), centre, radius, size)[:, None]
        colour = palette[item[:, 0].long()].lerp(torch.ones_like(palette[0]), PALER * style[:, 3:])
        pictures = torch.lerp(pictures, colour[:, :, None, None], cover)
    return pictures
