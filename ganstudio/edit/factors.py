"""What can be read off any picture: how large, where, how bright; and what a direction moves.

A thing is what differs from the border's colour. A reading is a number for each picture; how much
a direction moves it counts in that number's own spread over the model's samples.
"""

from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import Latent
from ganstudio.edit.request import Rendering, Request, Told, untold
from ganstudio.edit.steer import Move, moved_styles
from ganstudio.nn.random import Random

GREY = ("size", "width", "height", "across", "down", "brightness", "contrast", "slant")
COLOURS = ("redness", "greenness", "blueness")
FACTORS = (*GREY, *COLOURS)
TINY = 1e-6
AT_ONCE = 50


def measured(images: Tensor) -> Tensor:
    """(n, factors) float32 of images (n, c, h, w) in [-1, 1]; of grey ones the first eight."""
    shown = images.detach().clamp(-1, 1).float()
    count, channels, height, width = shown.shape
    border = torch.cat([shown[:, :, 0], shown[:, :, -1], shown[:, :, :, 0], shown[:, :, :, -1]], 2)
    ground = border.median(2).values[:, :, None, None]
    mass = (shown - ground).abs().mean(1)
    total = mass.sum((1, 2)) + TINY
    rows = torch.linspace(-1, 1, height, device=shown.device)[:, None]
    columns = torch.linspace(-1, 1, width, device=shown.device)[None]
    down, across = (mass * rows).sum((1, 2)) / total, (mass * columns).sum((1, 2)) / total
    away_down = rows[None] - down[:, None, None]
    away_across = columns[None] - across[:, None, None]
    tall = (mass * away_down.square()).sum((1, 2)) / total
    wide = (mass * away_across.square()).sum((1, 2)) / total
    lean = (mass * away_down * away_across).sum((1, 2)) / total
    grey = shown.mean((1, 2, 3))
    columns_of = [
        (tall + wide).sqrt(), wide.sqrt(), tall.sqrt(), across, down, grey,
        shown.flatten(1).std(1), lean / (tall + wide + TINY),
    ]  # fmt: skip
    if channels == len(COLOURS):
        inside = (shown * mass[:, None]).sum((2, 3)) / total[:, None]
        columns_of += list((inside - inside.mean(1, keepdim=True)).unbind(1))
    return torch.stack(columns_of, 1).cpu().view(count, -1)


class FactorReport(Request):
    """How much one sigma of a direction moves every factor, over many of the model's pictures.

    Attributes:
        move: whose direction is looked at; its amount does not matter.
        samples: pictures.
        label: class of all of them, where there are classes.
    """

    kind: Literal["factor_report"] = "factor_report"
    move: Move
    samples: int = Field(100, ge=8, le=10_000)
    seed: int = Field(0, ge=0)
    label: int | None = Field(None, ge=0)

    def run(self, system: System, told: Told = untold) -> Rendering:
        """Readings: `factors`, names; `changes`, mean change a sigma as a share of the spread."""
        artist = Artist(system)
        plain, changed = [], []
        for start in range(0, self.samples, AT_ONCE):
            count = min(AT_ONCE, self.samples - start)
            below, middle, above = (
                measured(self._images(artist, count, start, amount)) for amount in (-1.0, 0.0, 1.0)
            )
            plain.append(middle)
            changed.append((above - below) / 2)
            told(start, _NOTHING.numpy())
        spread = torch.cat(plain).std(0)
        # Mean of sizes, not of signed changes: what goes up here and down there moves too.
        moved = torch.cat(changed).abs().mean(0)
        shares = torch.where(spread > TINY, moved / spread.clamp_min(TINY), 0.0)
        names = FACTORS[: len(shares)]
        return Rendering(
            _NOTHING[None].numpy()[:0], 1, {"factors": names, "changes": tuple(shares.tolist())}
        )

    def _images(self, artist: Artist, count: int, start: int, amount: float) -> Tensor:
        random = Random(derive(self.seed, f"factors/{start}"), artist.device)
        label = artist.label(Latent(seed=0, label=self.label))
        labels = None if label is None else label.expand(count)
        direction = self.move.direction
        with torch.no_grad():
            z = artist.generates.latents(count, random)
            if direction.space == "z":
                return artist.generates.generate(z + direction.step(amount).to(z), labels)
            assert artist.has_styles is not None
            styles = artist.has_styles.styles(z, labels)
            here = self.move.model_copy(update={"amount": amount})
            return artist.has_styles.synthesise(moved_styles(styles, here))


_NOTHING = torch.zeros(1, 1, 1, dtype=torch.uint8)
