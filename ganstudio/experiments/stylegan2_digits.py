"""StyleGAN2 on digits, Karras et al. 2020, arXiv:1912.04958: what styles are good for."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from ganstudio.core.capabilities import Generates, Styles, Truncates, capability
from ganstudio.core.rng import derive
from ganstudio.core.system import System
from ganstudio.engine.preview import evaluating
from ganstudio.experiments.contract import CPU, Experiment, Outcome, Report, shipped, trained
from ganstudio.metrics.perceptual_path import lerp, path_length, slerp
from ganstudio.nn.random import Random

SAMPLES = 512
COARSE = 4  # px of the low-pass image
SAME = 1e-5  # largest difference of pixels in [-1, 1] that counts as none


@dataclass(frozen=True, slots=True)
class StyleFindings:
    """What a trained style generator does.

    Attributes:
        spread: largest difference of pixels between images of different seeds at ψ = 0.
        locality: how far swapped fine layers move the 4 px image, over how far coarse ones do.
        path_in_w: perceptual path length of pixels in the space of styles.
        path_in_z: the same in the space of latents.
    """

    spread: float
    locality: float
    path_in_w: float
    path_in_z: float

    def is_met(self) -> bool:
        return self.spread <= SAME and self.locality < 0.5 and self.path_in_w < self.path_in_z

    def words(self) -> str:
        return (
            f"ψ = 0 differs by {self.spread:.1g}, fine over coarse {self.locality:.2f}, "
            f"path length {self.path_in_w:.1f} in W and {self.path_in_z:.1f} in Z"
        )


@torch.no_grad()
def find_out(system: System, seed: int) -> StyleFindings:
    """Ask the averaged system. Raises TypeError where it has no styles."""
    generates, has_styles = capability(system, Generates), capability(system, Styles)
    truncates = capability(system, Truncates)
    if generates is None or has_styles is None or truncates is None:
        raise TypeError(f"{type(system).__name__} has no styles")
    random = Random(derive(seed, "styles"), CPU)
    with evaluating(system):
        start, end = (generates.latents(SAMPLES, random) for _ in "ab")
        typical = truncates.truncated(start[:16], 0.0)
        in_w, in_z = _path_lengths(has_styles, start, end, random.uniform(SAMPLES, 1))
        return StyleFindings(
            float((typical - typical[:1]).abs().max()),
            _locality(has_styles, has_styles.styles(start), has_styles.styles(end)),
            in_w,
            in_z,
        )


def _locality(network: Styles, one: Tensor, other: Tensor) -> float:
    """The lower half of the layers is coarse, the upper half fine."""
    is_fine = torch.arange(one.shape[1]) >= one.shape[1] // 2
    images = _low_pass(network.synthesise(one))
    moved = [
        (_low_pass(network.synthesise(torch.where(mask[:, None], other, one))) - images)
        for mask in (is_fine, ~is_fine)
    ]
    fine, coarse = (difference.flatten(1).norm(dim=1).mean() for difference in moved)
    return float(fine / coarse)


def _path_lengths(network: Styles, start: Tensor, end: Tensor, at: Tensor) -> tuple[float, float]:
    """In W and in Z, of pixels."""
    layers = len(network.style_sides)

    def from_style(style: Tensor) -> Tensor:
        return network.synthesise(style[:, None].expand(-1, layers, -1)).flatten(1)

    def from_latent(z: Tensor) -> Tensor:
        return network.synthesise(network.styles(z)).flatten(1)

    w_start, w_end = network.styles(start)[:, 0], network.styles(end)[:, 0]
    in_w = path_length(from_style, w_start, w_end, at, lerp)
    return in_w, path_length(from_latent, start, end, at, slerp)


def _low_pass(images: Tensor) -> Tensor:
    return F.adaptive_avg_pool2d(images.clamp(-1, 1), COARSE)


def run(seed: int, report: Report) -> Outcome:
    """One image at ψ = 0, fine layers that leave the coarse image alone, and a smoother W."""
    setup, seconds = trained(shipped("stylegan2-digits", seed), report)
    found = find_out(setup.average.catch_up(), seed)
    report(f"stylegan2-digits, seed {seed}: {found.words()}, {seconds:.0f} s")
    return Outcome(found.locality, found.is_met(), found.words(), seconds)


EXPERIMENT = Experiment(
    "stylegan2-digits",
    "path length 234 in W, 412 without a mapping (Karras 2019, table 4)",
    "low-pass moved by fine over coarse styles",
    "ψ = 0 is one image, < 0.5, path length in W < in Z",
    run,
)
