"""How painted pictures look, beside what is in them: the styles and the features that are read."""

from torch import Tensor

from ganstudio.core.system import RandomSource
from ganstudio.parts.painting import Painting


class Styling:
    """Styles of whole pictures. Offers PaintsStyles."""

    def __init__(self, painting: Painting) -> None:
        """Args: painting: has a style encoder."""
        self._painting = painting
        self.style_size = painting.styles

    def styles(self, count: int, random: RandomSource) -> Tensor:
        return random.normal(count, self.style_size)

    def style_of(self, images: Tensor) -> Tensor:
        """The mean of the posterior, so that the same picture always has the same style."""
        posterior = self._painting.posterior(images)
        assert posterior is not None  # as the constructor asks
        return posterior.mean


class Instances:
    """Features of instances. Offers PaintsInstances."""

    def __init__(self, painting: Painting) -> None:
        """Args: painting: has an instance encoder."""
        self._painting = painting
        self.feature_size = painting.features

    def features_of(self, images: Tensor, instances: Tensor) -> Tensor:
        found = self._painting.features_of(images, instances)
        assert found is not None  # as the constructor asks
        return found
