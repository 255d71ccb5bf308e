"""Two flows that meet in one latent: likelihoods, and how the game is written and drawn.

AlignFlow, Grover et al. 2020, arXiv:1905.12892.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.nn.logits import LEVELS
from ganstudio.parts.contracts import ObjectivePart, PenaltyPart
from ganstudio.parts.notation import Letter
from ganstudio.parts.translation import Letters, adversarial_sides

PAPER = "Grover 2020, sec. 3"

_FORWARD: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D_B(b)", "critic"),
    ("D(", "critic"): ("D_B(", "critic"),
    ("G(z)", "generator"): ("g_B^{-1}(g_A(a))", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{b}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{a}", "real"),
}


def surprise(z: Tensor, log_det: Tensor) -> Tensor:
    """(n,) minus the log-likelihoods of images of 8 bits, in nats.

    Args:
        z: (n, ...) their latents, N(0, 1) where the flow is right.
        log_det: (n,) log |dz/dx| for images in [0, 1].
    """
    prior = -0.5 * (z.square() + math.log(2 * math.pi)).flatten(1).sum(1)
    return math.log(LEVELS) * z[0].numel() - prior - log_det


def bits(nats: Tensor, numbers: int) -> Tensor:
    """Nats of an image in bits for each of its numbers."""
    return nats / (math.log(2) * numbers)


def squared_gains(network: nn.Module) -> Tensor:
    """Half the sum of the squared lengths of all weights that have one (`weight_normed`)."""
    gains = [w for name, w in network.named_parameters() if name.endswith("original0")]
    return 0.5 * torch.stack([gain.square().sum() for gain in gains]).sum()


def aligned_equation(
    objective: ObjectivePart, penalties: Sequence[PenaltyPart], likelihood: float
) -> Equation:
    """What critics and flows minimise, written for one direction."""
    letters = Letters(_FORWARD, "D_B", "g_A,g_B")
    critic, flows = adversarial_sides(objective, penalties, letters)
    if likelihood:
        path = "system.likelihood_weight"
        flows += [
            Segment(r"\;-\;\lambda\,", path=path),
            Segment(r"\mathbb{E}_{b}", "real", path),
            Segment(r"\log p(", path=path),
            Segment("g_B(b)", "generator", path),
            Segment(r")|\det g_B'(b)|", path=path),
        ]
    back = Segment(r"\;+\;(a\leftrightarrow b)")
    lines = (EquationLine("critic", (*critic, back)), EquationLine("generator", (*flows, back)))
    papers = (PAPER, objective.paper(), *(penalty.paper() for penalty in penalties))
    return Equation(lines, tuple(dict.fromkeys(papers)))


def aligned_flow(summaries: dict[str, str], *, has_likelihood: bool, has_pool: bool) -> Flow:
    """Boxes for one direction, by way of the latent, and the gradients that return.

    Args:
        summaries: short words for "generator", "critic", "objective", "data" and "likelihood".
        has_likelihood: whether the flows also learn how likely images are.
        has_pool: whether the critic is also shown earlier fakes.
    """
    loss = summaries["objective"]
    entry = "pool" if has_pool else "critic"
    nodes = [
        Node("source", "Source", summaries["data"], "real", 0, 0),
        Node("there", "Flow", summaries["generator"], "generator", 1, 0),
        Node("generator", "Flow back", "of targets, inverted", "generator", 2, 0),
        Node("real", "Target", "of any source", "real", 2, 1.8),
        Node("critic", "Critic", summaries["critic"], "critic", 3.6, 0.9),
        Node("generator_loss", "Flows' loss", loss, "generator", 4.7, 0),
        Node("critic_loss", "Critics' loss", loss, "critic", 4.7, 1.8),
    ]
    edges = [
        Edge("source", "there"),
        Edge("there", "generator", "latent"),
        Edge("generator", entry, "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "gradient to the flows", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    if has_likelihood:
        nodes.append(Node("likely", "Likelihood", summaries["likelihood"], "generator", 1, -1))
        edges += [Edge("there", "likely"), Edge("likely", "there", "", True, "generator")]
    if has_pool:
        nodes.append(Node("pool", "Pool", "earlier fakes", "plain", 2.8, 0.9))
        edges.append(Edge("pool", "critic"))
    return Flow(tuple(nodes), tuple(edges))
