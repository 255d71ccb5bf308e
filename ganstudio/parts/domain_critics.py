"""What the critics of several domains learn, each of its own."""

from collections.abc import Iterable, Sequence

from ganstudio.core.system import Loss, RandomSource
from ganstudio.parts import turns
from ganstudio.parts.critic import Judged
from ganstudio.parts.objectives import Objective
from ganstudio.parts.penalties import Penalty
from ganstudio.parts.translation import critic_share, joined, named_for

Seen = tuple[str, Judged]
"""A domain, and what its critic said of that domain's images and of those shown as such."""


def critics_loss(
    objective: Objective, penalties: Sequence[Penalty], seen: Iterable[Seen], random: RandomSource
) -> Loss:
    """The objective of each critic, at the papers' share, and the penalties of every update."""
    always = turns.of_every_update(penalties)
    losses = []
    for domain, judged in seen:
        loss = turns.contest(objective, judged, critic_share(objective))
        losses.append(named_for(turns.penalised(loss, always, judged, random), domain))
    return joined(losses)


def lazy_critics_loss(due: Sequence[Penalty], seen: Iterable[Seen], random: RandomSource) -> Loss:
    """The penalties that have an update of their own."""
    return joined(
        named_for(turns.penalised(Loss({}), due, judged, random), domain) for domain, judged in seen
    )
