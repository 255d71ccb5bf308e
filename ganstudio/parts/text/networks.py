"""Where text enters the two players: Reed et al. 2016, arXiv:1605.05396, section 4.1."""

import torch
from torch import Tensor, nn

from ganstudio.nn.activation import activation
from ganstudio.nn.features import FeatureNetwork
from ganstudio.nn.init import initialise, initialise_dcgan
from ganstudio.nn.norms import Norm, image_norm
from ganstudio.nn.sizes import START


class TextCode(nn.Sequential):
    """φ(t) (n, width) compressed to a few numbers, with a leaky ReLU."""

    def __init__(self, width: int, code: int) -> None:
        linear = nn.Linear(width, code)
        initialise(linear, "he", followed_by="leaky_relu")
        super().__init__(linear, activation("leaky_relu"))


class TextGenerator(nn.Module):
    """Latents (n, latent) and conditions (n, width) to pictures: the code stands beside z."""

    def __init__(self, network: nn.Module, width: int, code: int) -> None:
        super().__init__()
        self.network = network
        self.code = TextCode(width, code)

    def forward(self, z: Tensor, condition: Tensor) -> Tensor:
        return self.network(torch.cat([z, self.code(condition)], 1))


class TextCritic(nn.Module):
    """Whether a picture is real and fits its text: the code is repeated over the last 4 x 4 map."""

    def __init__(self, body: FeatureNetwork, width: int, code: int, norm: Norm) -> None:
        """Args: body: ends in a flattened map of 4 x 4."""
        super().__init__()
        channels = body.width // START**2
        self.body = body
        self.code = TextCode(width, code)
        self.fit = nn.Sequential(
            nn.Conv2d(channels + code, channels, 1, bias=norm != "batch"),
            image_norm(norm, channels),
            activation("leaky_relu"),
            nn.Conv2d(channels, 1, START),
        )
        initialise_dcgan(self.fit)

    def look(self, pictures: Tensor) -> Tensor:
        """(n, c, h, w) to the (n, channels, 4, 4) map that texts are held against."""
        return self.body(pictures).unflatten(1, (-1, START, START))

    def score(self, looked: Tensor, condition: Tensor) -> Tensor:
        """(n,) unbounded: higher where the picture is real and fits."""
        code = self.code(condition)[:, :, None, None].expand(-1, -1, START, START)
        return self.fit(torch.cat([looked, code], 1)).flatten()

    def forward(self, pictures: Tensor, condition: Tensor) -> Tensor:
        return self.score(self.look(pictures), condition)
