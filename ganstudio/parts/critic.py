"""The critic is views and a network: it looks at a view of a batch and gives a verdict."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from torch import Tensor, nn


class Verdict(NamedTuple):
    """What the critic says of a view.

    Attributes:
        score: (n / pack,) unbounded values, higher where the critic sees real data; of a critic of
            patches (n, h, w), one for each patch.
        classes: (n / pack, k) logits of the auxiliary classifier, where there is one.
        features: (n, c, h, w) maps behind the layers of a critic of patches, the first one first.
    """

    score: Tensor
    classes: Tensor | None = None
    features: tuple[Tensor, ...] = ()


@runtime_checkable
class Adapts(Protocol):
    """A view that changes with how sure the critic is of real data."""

    def observe(self, real_scores: Tensor) -> None: ...
    def readings(self) -> dict[str, Tensor]: ...


class Critic(nn.Module):
    """The opponent of a generator, whatever the loss.

    Penalties combine with any view without a branch: the gradient penalty mixes views and calls
    `score`, R1 differentiates `critic(x)` at raw x.
    """

    def __init__(self, network: nn.Module, views: Sequence[nn.Module] = ()) -> None:
        """Args: network: maps (view, label or None) to a Verdict. views: applied in order."""
        super().__init__()
        self.network = network
        self.views = nn.ModuleList(views)

    def view(self, batch: Tensor) -> Tensor:
        """What the network sees of (n, ...) samples: augmented, packed to (n / pack, ...)."""
        for view in self.views:
            batch = view(batch)
        return batch

    def observe(self, real_scores: Tensor) -> None:
        """Show adaptive views the (n / pack,) scores on real data of an update."""
        for view in self.views:
            if isinstance(view, Adapts):
                view.observe(real_scores.detach())

    def readings(self) -> dict[str, Tensor]:
        """What adaptive views have to say, as detached scalars."""
        found: dict[str, Tensor] = {}
        for view in self.views:
            if isinstance(view, Adapts):
                found |= view.readings()
        return found

    def score(self, view: Tensor, label: Tensor | None = None) -> Verdict:
        """Judge a view; `label` is (n,) class ids of the samples it was made of."""
        verdict: Verdict = self.network(view, label)
        return verdict

    def forward(self, batch: Tensor, label: Tensor | None = None) -> Verdict:
        return self.score(self.view(batch), label)


class Judged(NamedTuple):
    """One update of the critic as a penalty sees it: what it saw, and what it said."""

    critic: Critic
    real: Tensor  # (n, ...) raw samples
    fake: Tensor  # (n, ...) raw samples, detached
    real_view: Tensor
    fake_view: Tensor
    on_real: Verdict
    on_fake: Verdict
    label: Tensor | None
