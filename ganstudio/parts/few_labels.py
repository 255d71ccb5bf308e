"""How learning from few labels is written and drawn: Salimans et al. 2016, arXiv:1606.03498."""

from dataclasses import replace

from ganstudio.core.formula import Edge, Equation, EquationLine, Flow, Node, Segment
from ganstudio.data.batches import DataSpec
from ganstudio.parts.feature_matching import Distance
from ganstudio.parts.notation import CLASS_OF_REAL, over_fakes, over_real

_WEIGHT = "system.unlabelled_weight"


def few_labels_equation(distance: Distance) -> Equation:
    """The critic's two losses of section 5 and the generator's feature matching of section 3.1."""
    supervised = (Segment("-"), *over_real(r"\log @", CLASS_OF_REAL))
    half = Segment(r"\;-\;\frac{\lambda}{2}", path=_WEIGHT)
    unlabelled = (half, *over_real(r"\log @"), half, *over_fakes(r"\log(1-@)"))
    power = "^{2}" if distance == "squared" else ""
    matching = (
        Segment(r"\|\mathbb{E}_{x}", "real"),
        Segment("f(x)", "critic"),
        Segment(r"-\mathbb{E}_{z}", "generator"),
        Segment("f(", "critic"),
        Segment("G(z)", "generator"),
        Segment(")", "critic"),
        Segment(rf"\|{power}", path="system.distance"),
    )
    lines = (
        EquationLine("critic", (Segment(r"\min_D\;"), *supervised, *unlabelled)),
        EquationLine("generator", (Segment(r"\min_G\;"), *matching)),
    )
    return Equation(lines, ("Salimans 2016, sec. 5", "Salimans 2016, sec. 3.1"))


def scarce_class(spec: DataSpec, each: int) -> str:
    """That a class has fewer known samples than are shown, as a sentence; empty if none has."""
    scarce = [(name, n) for name, n in zip(spec.classes, spec.known, strict=False) if n < each]
    if not scarce:
        return ""
    name, count = min(scarce, key=lambda one: one[1])
    return (
        f"{each} samples of each class are shown with their label, and of the class {name!r} only "
        f"{count} known: lower the labels a class to {count}, or give the classes of more samples."
    )


def with_few_labels(flow: Flow, each: int, matching: str = "Feature matching") -> Flow:
    """The flow of a generator against a critic, with labels that only the critic sees.

    Args:
        flow: without the labels.
        each: how many labels of each class are known.
        matching: what the generator's loss is, in short.
    """
    details = {"generator_loss": matching, "critic_loss": "Classes, real or fake"}
    nodes = [replace(node, detail=details.get(node.key, node.detail)) for node in flow.nodes]
    label = Node("label", "Label", f"{each} a class", "plain", 0, 1)
    return Flow((*nodes, label), (*flow.edges, Edge("label", "critic")))
