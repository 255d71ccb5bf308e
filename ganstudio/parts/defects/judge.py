"""A critic of patches that also names what an image shows, as a verdict."""

from torch import Tensor, nn

from ganstudio.parts.critic import Verdict


class NamingJudge(nn.Module):
    """Scores (n, h, w) of patches and logits (n, kinds) of a network like StarGAN's critic."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, view: Tensor, label: Tensor | None = None) -> Verdict:  # noqa: ARG002
        scores, logits = self.network(view)
        return Verdict(scores.squeeze(1), logits)
