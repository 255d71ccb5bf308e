"""A painter and the encoders that learn with it, as one player."""

import torch
from torch import Tensor, nn

from ganstudio.core.errors import InputError
from ganstudio.data.batches import Batch, DataSpec, Region
from ganstudio.nn.regions import outlines, planes
from ganstudio.parts.encoders import (
    InstanceEncoder,
    OptionalInstanceEncoder,
    OptionalStyleEncoder,
    StyleEncoder,
)
from ganstudio.parts.encoders.style import Posterior
from ganstudio.parts.painters import Painter, SpadePainter
from ganstudio.parts.painters.coarse_to_fine import CoarseToFineNetwork


class Painting(nn.Module):
    """Makes pictures of label maps.

    A semantic map is (n, maps, h, w): a plane for each region, then the outlines of instances
    where they are wanted. The critic sees it beside the picture; the painter sees the features of
    instances behind it, as the channels of pix2pixHD's first layer have it.
    """

    def __init__(
        self,
        painter: Painter,
        style_encoder: OptionalStyleEncoder,
        instance_encoder: OptionalInstanceEncoder,
        spec: DataSpec,
        *,
        has_outlines: bool,
    ) -> None:
        """Raises InputError where a network does not fit the data."""
        super().__init__()
        self.regions = spec.regions
        self.has_outlines = has_outlines
        self.maps = len(spec.regions) + has_outlines
        self.styles = painter.style if isinstance(painter, SpadePainter) else 0
        self.features = (
            instance_encoder.features if isinstance(instance_encoder, InstanceEncoder) else 0
        )
        self.painter = painter.build(self.maps + self.features, spec.shape)
        self.style_encoder = (
            style_encoder.build(spec.shape) if isinstance(style_encoder, StyleEncoder) else None
        )
        self.instance_encoder = (
            instance_encoder.build(spec.shape)
            if isinstance(instance_encoder, InstanceEncoder)
            else None
        )

    def semantics(self, regions: Tensor, instances: Tensor | None) -> Tensor:
        """The semantic map of (n, h, w) ids; without instances each region is one."""
        maps = planes(regions, len(self.regions))
        if not self.has_outlines:
            return maps
        return torch.cat([maps, outlines(regions if instances is None else instances)], 1)

    def forward(
        self,
        semantics: Tensor,
        style: Tensor | None = None,
        features: Tensor | None = None,
        *,
        holds_coarse: bool = False,
    ) -> Tensor:
        """Pictures (n, c, h, w); without style or features those that are all 0 are taken.

        Args:
            semantics: (n, maps, h, w).
            style: (n, styles).
            features: (n, features, h, w).
            holds_coarse: only the outermost local enhancer learns.
        """
        count, _, height, width = semantics.shape
        maps = semantics
        if self.features:
            if features is None:
                features = semantics.new_zeros(count, self.features, height, width)
            maps = torch.cat([semantics, features], 1)
        if isinstance(self.painter, CoarseToFineNetwork):
            return self.painter(maps, holds_coarse=holds_coarse)
        if self.styles and style is None:
            style = semantics.new_zeros(count, self.styles)
        return self.painter(maps, style)

    def posterior(self, images: Tensor) -> Posterior | None:
        """Of the styles of images (n, c, h, w); None without an encoder."""
        if self.style_encoder is None:
            return None
        found: Posterior = self.style_encoder(images)
        return found

    def features_of(self, images: Tensor, instances: Tensor | None) -> Tensor | None:
        """(n, features, h, w), alike all over an instance; None without an encoder."""
        if self.instance_encoder is None:
            return None
        if instances is None:
            raise InputError(
                "Features are those of instances, and no instance map was given: give one."
            )
        found: Tensor = self.instance_encoder(images, instances)
        return found


def divergence(posterior: Posterior) -> Tensor:
    """KL(posterior || N(0, 1)), summed over the batch and all numbers of a style, a scalar.

    As SPADE's program has it (Park 2019, arXiv:1903.07291, eq. 4): it grows with the batch, while
    the other losses are means.
    """
    mean, log_variance = posterior
    return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum()


def coloured(regions: Tensor, table: tuple[Region, ...]) -> Tensor:
    """(n, h, w) ids as (n, 3, h, w) images in [-1, 1] in the colours of the regions."""
    colours = torch.tensor([region.colour for region in table], device=regions.device)
    return (colours / 127.5 - 1)[regions].movedim(-1, 1)


def regions_of(batch: Batch) -> Tensor:
    """(n, h, w) ids. Raises InputError where the data carry no label maps."""
    if batch.regions is None:
        raise InputError("These data have no label maps: choose data that have.")
    return batch.regions
