"""What chance decides: the same latent under many noises, Karras 2019, figure 4."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.edit.artist import Artist
from ganstudio.edit.latents import PLAIN, Latent, Manner
from ganstudio.edit.request import Rendering, Request, Told, rendered, untold

WHITE = 255


class Vary(Request):
    """The mean picture, and the standard deviation at every place as a grey picture.

    Attributes:
        draws: how many noises; the inputs that the manner sets to random have them.

    The reading "deviation" is (h, w) float32 in levels of 255, the mean over the channels of their
    standard deviation over the draws; "largest" is its maximum, which is drawn white.
    """

    kind: Literal["vary"] = "vary"
    latent: Latent
    draws: int = Field(100, ge=2, le=1000)
    manner: Manner = PLAIN

    def run(self, system: System, told: Told = untold) -> Rendering:
        artist = Artist(system)
        if artist.noise is None:
            raise InputError(
                "This model takes no noise beside its latent: choose a run of a StyleGAN."
            )
        total: NDArray[np.float64] = np.zeros(())
        square: NDArray[np.float64] = np.zeros(())
        for draw in range(self.draws):
            seed = self.manner.noise_seed + draw
            manner = self.manner.model_copy(update={"noise_seed": seed})
            picture = artist.draw(self.latent, manner)
            told(draw, picture)
            values = picture.astype(np.float64)
            total, square = total + values, square + values**2
        mean = total / self.draws
        variance = np.maximum(square / self.draws - mean**2, 0)
        deviation = np.sqrt(variance).mean(-1).astype(np.float32)
        largest = float(deviation.max())
        grey = np.rint(deviation * (WHITE / largest if largest else 0)).astype(np.uint8)
        channels = picture.shape[-1]
        shown = [np.rint(mean).astype(np.uint8), np.repeat(grey[..., None], channels, -1)]
        return rendered(shown, 2, deviation=deviation, largest=largest)
