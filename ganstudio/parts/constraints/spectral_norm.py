"""Spectral normalisation, Miyato et al. 2018, arXiv:1802.05957."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from ganstudio.core.config import Config, hints
from ganstudio.core.formula import Segment
from ganstudio.nn.spectral import normalise_spectra


class SpectralNorm(Config):
    """Divides every weight of the critic by its largest singular value."""

    label: ClassVar[str] = "Spectral normalisation"

    kind: Literal["spectral_norm"] = "spectral_norm"
    iterations: int = Field(
        1,
        ge=1,
        le=20,
        title="Power iterations",
        description="How often the estimate of the largest singular value is improved in each "
        "forward pass. One is enough, because weights move slowly (Miyato 2018, sec. 2.1). A "
        "kernel's value is that of the kernel reshaped to a matrix, which is not the norm of its "
        "convolution. Weight decay only scales the weights below, which the division undoes: it "
        "changes how fast their direction turns, not how steep the critic is.",
        json_schema_extra=hints(advanced=True, slider=(1, 5)),
    )

    def prepare(self, network: nn.Module) -> None:
        normalise_spectra(network, self.iterations)

    def enforce(self, network: nn.Module) -> None:
        """Nothing to do: the weights are normalised in every forward pass."""

    def formula(self) -> tuple[Segment, ...]:
        return (
            Segment("W", "critic"),
            Segment("/"),
            Segment(r"\sigma("),
            Segment("W", "critic"),
            Segment(")"),
        )

    def paper(self) -> str:
        return "Miyato 2018, eq. 8"
