"""Pictures of latents, one by one: the same picture whatever is drawn beside it, bit for bit."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ganstudio.core.capabilities import (
    Captioned,
    Generates,
    NoiseInputs,
    Styles,
    Truncates,
    capability,
)
from ganstudio.core.errors import InputError
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.data.pixels import to_uint8
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.nn.random import Random

Picture = NDArray[np.uint8]
"""(h, w, c), c 1 or 3."""


class Artist:
    """What a system in evaluation mode offers to tools that draw.

    A picture differs in its last bits with the number of pictures in a batch; so each is a batch
    of its own, and what a tool shows is what a replay of its script writes.
    """

    def __init__(self, system: System) -> None:
        """Raises InputError: the system makes nothing of latents."""
        generates = capability(system, Generates)
        if generates is None:
            raise InputError(
                "This model makes nothing of latents alone: choose a run of a system that does, "
                "such as DCGAN or StyleGAN2."
            )
        self.generates: Generates = generates
        self.has_styles = capability(system, Styles)
        self.truncates = capability(system, Truncates)
        self.noise = capability(system, NoiseInputs)
        self.captioned = capability(system, Captioned)
        self._stored: tuple[Tensor, ...] | None = None
        self.device = next(next(iter(system.players.values())).parameters()).device

    @property
    def style_sides(self) -> tuple[int, ...]:
        """Px of each style's layer, coarse to fine; empty where there are no styles."""
        return self.has_styles.style_sides if self.has_styles else ()

    def z(self, latent: Latent) -> Tensor:
        """(1, d). Raises InputError: styles alone, or another size than the model's."""
        if latent.styles is not None:
            raise InputError(
                "This latent is a style for each layer, which has no z: choose a w space."
            )
        drawn = self.generates.latents(1, self._random(latent.seed or 0, "latent"))
        if latent.z is None:
            return drawn
        given = latent.z.tensor().to(self.device)[None]
        if given.shape != drawn.shape:
            raise InputError(
                f"This latent has {given.numel():,} numbers and the model's have "
                f"{drawn.numel():,}: it belongs to another model."
            )
        return given

    def styles(self, latent: Latent) -> Tensor:
        """(1, layers, d), not truncated. Raises InputError: no styles, or of another shape."""
        if self.has_styles is None:
            raise InputError(
                "This model has no styles: choose a run of a StyleGAN, or a tool that works in z."
            )
        with torch.no_grad():
            if latent.styles is None:
                return self.has_styles.styles(self.z(latent), self.label(latent))
        given = latent.styles.tensor().to(self.device)[None]
        shape = (len(self.style_sides), len(self.has_styles.mean_style()))
        if tuple(given.shape[1:]) != shape:
            raise InputError(
                f"This latent has styles of {tuple(given.shape[1:])} and the model's are {shape}: "
                "it belongs to another model."
            )
        return given

    def label(self, latent: Latent) -> Tensor | None:
        """(1,) class id or (1, classes) weights; None where the model has no classes.

        Raises InputError: no such class.
        """
        classes = self.generates.classes
        if not classes:
            return None
        if latent.blend:
            if len(latent.blend) != classes:
                raise InputError(
                    f"This latent blends {len(latent.blend)} classes and the model has {classes}: "
                    "it belongs to another model."
                )
            return torch.tensor([latent.blend], dtype=torch.float32, device=self.device)
        chosen = latent.label or 0
        if chosen >= classes:
            raise InputError(f"Classes go from 0 to {classes - 1}; {chosen} is not one.")
        return torch.tensor([chosen], device=self.device)

    def draw(self, latent: Latent, manner: Manner = PLAIN) -> Picture:
        """The picture of a latent. Raises InputError: the latent or manner does not fit."""
        if self.has_styles is not None:
            return self.draw_styles(self.styles(latent), manner)
        label, caption = self.label(latent), latent.caption or None
        return self.draw_z(self.z(latent), manner, label=label, caption=caption)

    @torch.no_grad()
    def draw_z(
        self,
        z: Tensor,
        manner: Manner = PLAIN,
        label: Tensor | None = None,
        caption: str | Tensor | None = None,
    ) -> Picture:
        """The picture of z (1, d); a caption may be a condition (1, e) between two."""
        if self.captioned is not None:
            condition = caption if isinstance(caption, Tensor) else self.condition(caption or "")
            return picture(self.captioned.depict(z, condition))
        if manner.truncation == 1:
            return picture(self.generates.generate(z, label))
        if self.truncates is None:
            raise InputError(
                "This model's generator offers no truncation: leave it at 1, or choose a run "
                "whose generator does, such as StyleGAN's or BigGAN's."
            )
        return picture(self.truncates.truncated(z, manner.truncation, label, manner.layers))

    @torch.no_grad()
    def draw_styles(self, styles: Tensor, manner: Manner = PLAIN) -> Picture:
        """The picture of styles (1, layers, d), which are truncated first."""
        assert self.has_styles is not None
        near = self.pulled(styles, manner)
        return picture(self.has_styles.synthesise(near, self.noise_maps(manner)))

    def pulled(self, styles: Tensor, manner: Manner) -> Tensor:
        """w̄ + ψ (w - w̄) in the first layers of (n, layers, d), Karras 2019, appendix B."""
        assert self.has_styles is not None
        if manner.truncation == 1:
            return styles
        last = styles.shape[1] if manner.layers is None else manner.layers
        mean = self.has_styles.mean_style().to(styles)
        near = torch.lerp(mean, styles[:, :last], manner.truncation)
        return torch.cat([near, styles[:, last:]], 1)

    def noise_maps(self, manner: Manner) -> tuple[Tensor, ...] | None:
        """Maps for one picture; None where the model takes none."""
        if self.noise is None:
            return None
        stored = self._stored = self._stored or self.noise.stored_noise()
        wanted = [manner.noise_of(index) for index in range(len(stored))]
        drawn = stored
        if "random" in wanted:
            drawn = self.noise.draw_noise(1, self._random(manner.noise_seed, "noise"))
        return tuple(
            own if how == "fixed" else one if how == "random" else torch.zeros_like(own)
            for own, one, how in zip(stored, drawn, wanted, strict=True)
        )

    def condition(self, caption: str) -> Tensor:
        """(1, e) of a caption. Raises InputError: no captions here, or no known word."""
        if self.captioned is None:
            raise InputError(
                "This model knows no captions: choose a run of a text to image system."
            )
        with torch.no_grad():
            return self.captioned.conditions([caption])

    def _random(self, seed: int, name: str) -> Random:
        return Random(derive(seed, name), self.device)


def picture(images: Tensor) -> Picture:
    """(1, c, h, w) in [-1, 1] to (h, w, c)."""
    return to_uint8(images)[0]
