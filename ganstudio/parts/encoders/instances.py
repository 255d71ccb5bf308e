"""The feature encoder of pix2pixHD, Wang et al. 2018, arXiv:1711.11585, sec. 3.4."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.hourglass import hourglass, to_image
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.maps import MapNorm
from ganstudio.nn.regions import means_of_instances


class InstanceEncoder(Config):
    """An encoder-decoder whose output is averaged over each instance: one look for each object."""

    label: ClassVar[str] = "Instance features"

    kind: Literal["instances"] = "instances"
    channels: int = Field(
        16,
        ge=1,
        le=256,
        title="Base channels",
        description="Feature maps at full size; 16 in Wang 2018.",
        json_schema_extra=hints(log=True, slider=(4, 64)),
    )
    features: int = Field(
        3,
        ge=1,
        le=64,
        title="Features",
        description="Numbers that say what an instance looks like; 3 in Wang 2018.",
        json_schema_extra=hints(slider=(1, 8)),
    )
    halvings: int = Field(
        4,
        ge=1,
        le=6,
        title="Halvings",
        description="4 in Wang 2018; 2 do for small scenes.",
        json_schema_extra=hints(slider=(1, 5)),
    )
    norm: MapNorm = Field(
        "instance", title="Normalisation", description="Behind every layer but the last."
    )

    def build(self, shape: Shape) -> "InstanceEncoderNetwork":
        """A module (images (n, *shape), instances (n, h, w)) -> features (n, features, h, w).

        Raises:
            InputError: the sides of the shape do not halve that often.
        """
        step = 1 << self.halvings
        if len(shape) != 3 or shape[1] % step or shape[2] % step:
            raise InputError(
                f"An instance encoder with {self.halvings} halvings reads images whose sides are "
                f"multiples of {step} px, and this data has {' × '.join(map(str, shape))}: set "
                "another image size or fewer halvings."
            )
        network = InstanceEncoderNetwork(self, shape[0])
        initialise_dcgan(network)
        return network

    def summary(self) -> str:
        return f"{self.features} features an instance"


class InstanceEncoderNetwork(nn.Module):
    """Images (n, c, h, w) and instances (n, h, w) to features (n, features, h, w) in (-1, 1)."""

    prefers_channels_last = True

    def __init__(self, part: InstanceEncoder, colours: int) -> None:
        super().__init__()
        self.body = hourglass(colours, part.channels, part.halvings, 0, part.norm)
        self.to_features = to_image(part.channels, part.features)

    def forward(self, images: Tensor, instances: Tensor) -> Tensor:
        return means_of_instances(self.places(images), instances)

    def places(self, images: Tensor) -> Tensor:
        """Features of each place, before they are averaged."""
        found: Tensor = self.to_features(self.body(images))
        return found
