"""How the game on films is written and drawn, and what it misses in data.

Wang et al. 2018, arXiv:1808.06601, eq. 4 to 8.
"""

from dataclasses import dataclass

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.data.batches import DataSpec
from ganstudio.parts.contracts import ObjectivePart
from ganstudio.parts.notation import Letter, placed, rewritten
from ganstudio.parts.translation import critic_share, verdict_share

PAPERS = ("Wang 2018 (vid2vid), eq. 4 to 8",)

_FRAMES: dict[Letter, Letter] = {
    ("D(x)", "critic"): ("D_I(s_t,x_t)", "critic"),
    ("D(", "critic"): ("D_I(", "critic"),
    ("G(z)", "generator"): (r"s_t,\tilde{x}_t", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{s,x}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{s}", "generator"),
}
"""A critic of frames sees a map with its frame, one of films some frames with the flow between."""
_FILMS: dict[Letter, Letter] = {
    ("D(x)", "critic"): (r"D_V^{k}(w,x_{t-K}^{t})", "critic"),
    ("D(", "critic"): ("D_V^{k}(", "critic"),
    ("G(z)", "generator"): (r"w,\tilde{x}_{t-K}^{t}", "generator"),
    (r"\mathbb{E}_{x}", "real"): (r"\mathbb{E}_{w,x}", "real"),
    (r"\mathbb{E}_{z}", "generator"): (r"\mathbb{E}_{s}", "generator"),
}


def missing(spec: DataSpec, frames: int, *, needs_instances: bool) -> str:
    """What the game lacks in the data, as a sentence; empty if nothing."""
    if not spec.is_film or not (spec.regions or spec.source):
        return (
            "Painting films needs films of label maps or of images, and these data have single "
            "pictures: choose data made of films."
        )
    if spec.frames < frames:
        return (
            f"These frames before, and critics that see so many frames at such paces, need films "
            f"of {frames} frames, and these have {spec.frames}: choose longer films, or fewer "
            "paces."
        )
    if needs_instances and not (spec.regions and spec.has_instances):
        return (
            "Outlines of instances need instance maps, and these data have none: switch outlines "
            "off."
        )
    return ""


@dataclass(frozen=True, slots=True)
class FilmWeights:
    """Of what the painter learns beside verdicts; 0 where it does not."""

    features: float
    flow: float
    warp: float
    mask: float


def films_equation(objective: ObjectivePart, weights: FilmWeights, *, has_films: bool) -> Equation:
    """What critics and painter minimise of films of maps s and of pictures x."""
    kinds = [_FRAMES, _FILMS] if has_films else [_FRAMES]
    seen = [_stake(objective, letters, of_critic=True) for letters in kinds]
    lines = [
        EquationLine(player, (Segment(rf"\min_{{{letter}}}\;"), *formula))
        for player, letter, formula in zip(
            ("critic", "video_critic"), ("D_I", "D_V"), seen, strict=False
        )
    ]
    generator = [Segment(r"\min_F\;")]
    for index, letters in enumerate(kinds):
        generator += [Segment(r"\;+\;")] if index else []
        generator += _stake(objective, letters, of_critic=False)
    generator += _beside(weights)
    lines.append(EquationLine("generator", tuple(generator)))
    return Equation(tuple(lines), tuple(dict.fromkeys((*PAPERS, objective.paper()))))


def _stake(
    objective: ObjectivePart, letters: dict[Letter, Letter], *, of_critic: bool
) -> tuple[Segment, ...]:
    formula = objective.critic_formula() if of_critic else objective.generator_formula()
    written = rewritten(placed("system.objective", formula), letters)
    share = critic_share(objective) if of_critic else verdict_share(objective)
    if letters is _FILMS:
        path = "system.temporal_scales"
        written = (Segment(r"\textstyle\sum_{k}(", path=path), *written, Segment(")"))
    if share == 1:
        return written
    factor = r"\tfrac{1}{2}" if share == 0.5 else f"{share:g}"
    return (Segment(rf"{factor}\,("), *written, Segment(")"))


def _beside(weights: FilmWeights) -> list[Segment]:
    """What the painter learns of features, flow, moved frames and the mask."""
    pieces: list[Segment] = []
    if weights.features:
        path = "system.feature_weight"
        pieces += [
            Segment(r"\;+\;\lambda_{D}\,", path=path),
            Segment(r"\|D^{i}(x)-D^{i}(", "critic", path),
            Segment(r"\tilde{x}", "generator", path),
            Segment(r")\|_{1}", "critic", path),
        ]
    if weights.flow:
        path = "system.flow_weight"
        pieces += [
            Segment(r"\;+\;\lambda_{W}\,\|", path=path),
            Segment(r"\tilde{w}_{t}", "generator", path),
            Segment(r"-w_{t}\|_{1}", path=path),
        ]
    if weights.warp:
        path = "system.warp_weight"
        if weights.flow:
            pieces += [
                Segment(r"\;+\;\lambda_{T}\,\|", path=path),
                Segment(r"\tilde{w}_{t}", "generator", path),
                Segment(r"(x_{t-1})-x_{t}\|_{1}", path=path),
            ]
        pieces += [
            Segment(r"\;+\;\lambda_{T}\,\|w_{t}(\tilde{x}_{t-1})-", path=path),
            Segment(r"\tilde{x}_{t}", "generator", path),
            Segment(r"\|_{1}", path=path),
        ]
    if weights.mask:
        path = "system.mask_weight"
        pieces += [
            Segment(rf"\;+\;{weights.mask:g}\,\|", path=path),
            Segment(r"\tilde{m}_{t}", "generator", path),
            Segment(r"\|_{1}", path=path),
        ]
    return pieces


def films_flow(summaries: dict[str, str], *, has_films: bool, has_past: bool) -> Flow:
    """Boxes for maps, frames, players and losses, and the gradients that come back.

    Args:
        summaries: short words for "generator", "critic", "video_critic", "objective", "data" and
            "past".
        has_films: whether films are judged too.
        has_past: whether the painter reads the frames before.
    """
    loss = summaries["objective"]
    nodes = [
        Node("source", "Maps", summaries["data"], "real", 0, 0),
        Node("real", "Real frames", "of the maps", "real", 1, 1.8),
        Node("generator", "Frame painter", summaries["generator"], "generator", 1, 0),
        Node("critic", "Critic of frames", summaries["critic"], "critic", 2.2, 0.9),
        Node("generator_loss", "Painter's loss", loss, "generator", 3.3, 0),
        Node("critic_loss", "Critic's loss", loss, "critic", 3.3, 1.8),
    ]
    edges = [
        Edge("source", "generator"),
        Edge("source", "critic", "s"),
        Edge("generator", "critic", "fake"),
        Edge("real", "critic", "real"),
        Edge("critic", "generator_loss"),
        Edge("critic", "critic_loss"),
        Edge("generator_loss", "generator", "" if has_films else "gradient", True, "generator"),
        Edge("critic_loss", "critic", "", True, "critic"),
    ]
    if has_past:
        nodes.append(Node("past", "Frames before", summaries["past"], "generator", 1, -1))
        edges += [Edge("generator", "past"), Edge("past", "generator")]
    if has_films:
        words = summaries["video_critic"]
        nodes.append(Node("video_critic", "Critics of films", words, "critic", 2.2, -1))
        nodes.append(Node("film_loss", "Film critics' loss", loss, "critic", 3.3, -1))
        edges += [
            Edge("generator", "video_critic", "films"),
            Edge("real", "video_critic", "films"),
            Edge("video_critic", "generator_loss"),
            Edge("video_critic", "film_loss"),
            Edge("film_loss", "video_critic", "", True, "critic"),
        ]
    return Flow(tuple(nodes), tuple(edges))
