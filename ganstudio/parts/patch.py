"""The PatchGAN of pix2pix, Isola et al. 2017, arXiv:1611.07004, sec. 3.3 and 6.1.2."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import InputError
from ganstudio.data.batches import Shape
from ganstudio.nn.init import initialise_dcgan
from ganstudio.nn.maps import MapNorm
from ganstudio.nn.patches import PatchNetwork, receptive_field, smallest_side
from ganstudio.nn.sizes import require_image
from ganstudio.parts.critic import Verdict


class PatchCritic(Config):
    """Judges every patch of an image by itself: texture, where the other losses see the whole."""

    label: ClassVar[str] = "PatchGAN"

    kind: Literal["patch"] = "patch"
    channels: int = Field(
        32,
        ge=1,
        le=512,
        title="Base channels",
        description="Feature maps behind the first convolution; 64 in the paper.",
        json_schema_extra=hints(log=True, slider=(8, 128)),
    )
    halvings: int = Field(
        3,
        ge=0,
        le=6,
        title="Halvings",
        description="How large a patch is: 0 judges each pixel (PixelGAN), 1, 2, 3, 4, 5 patches "
        "of 16, 34, 70, 142, 286 px (Isola 2017, sec. 4.4).",
        json_schema_extra=hints(slider=(0, 5)),
    )
    norm: MapNorm = Field(
        "batch",
        title="Normalisation",
        description="Behind every layer but the first and the last.",
    )

    def build(self, shape: Shape) -> nn.Module:
        """A module (view (n, *shape), label or None) -> Verdict whose scores are (n, h', w').

        Raises InputError for points, and where an image is smaller than a patch needs.
        """
        require_image(shape, "A PatchGAN")
        least = smallest_side(self.halvings)
        if min(shape[1:]) < least:
            raise InputError(
                f"A PatchGAN with {self.halvings} halvings needs images of at least {least} px, "
                f"and these have {shape[2]} × {shape[1]} px: set fewer halvings, or larger images."
            )
        network = PatchNetwork(shape[0], self.channels, self.halvings, self.norm)
        initialise_dcgan(network)
        return _Judge(network)

    def patch(self) -> int:
        """Side of a patch in pixels."""
        return receptive_field(self.halvings)

    def summary(self) -> str:
        seen = f"{self.patch()} px patches" if self.halvings else "single pixels"
        return f"{seen}, {self.channels} channels"


class _Judge(nn.Module):
    """Scores of patches as a verdict."""

    def __init__(self, network: PatchNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        scores, features = self.network.look(view)
        return Verdict(scores, features=features)
