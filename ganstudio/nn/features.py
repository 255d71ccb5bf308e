"""A network that ends in features, and the linear heads that fit on it."""

from collections.abc import Callable

from torch import Tensor, nn


class FeatureNetwork(nn.Module):
    """Maps x (n, ...) to features (n, width).

    Attributes:
        width: the number of features.
        prefers_channels_last: whether its convolutions run faster in that memory format.
    """

    def __init__(
        self,
        layers: nn.Module,
        width: int,
        init_head: Callable[[nn.Linear], None],
        *,
        prefers_channels_last: bool = False,
    ) -> None:
        super().__init__()
        self.layers = layers
        self.width = width
        self.prefers_channels_last = prefers_channels_last
        self._init_head = init_head

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)

    def head(self, outputs: int = 1) -> nn.Linear:
        """A new linear layer for these features, initialised as this network is."""
        linear = nn.Linear(self.width, outputs)
        self._init_head(linear)
        return linear
