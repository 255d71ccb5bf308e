"""Few labels of points and images; what it shares with others is tested of its game."""

import pytest

from ganstudio.core.errors import InputError
from ganstudio.data.batches import DataSpec
from ganstudio.systems.semisupervised import SemisupervisedConfig
from tests.systems.few_labels import build, drawing


def test_the_weight_of_the_pool_is_that_of_the_configuration() -> None:
    system = build(SemisupervisedConfig, unlabelled_weight=0.3)
    critic, generator = (phase.loss().terms for phase in system.phases(drawing(), 0))
    assert [term.weight for term in critic.values()] == [1.0, 0.3]
    assert [term.weight for term in generator.values()] == [1.0]


def test_data_without_classes_are_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match="choose data with classes"):
        build(SemisupervisedConfig, DataSpec((3,)))


@pytest.mark.parametrize(("distance", "power"), [("squared", True), ("absolute", False)])
def test_equation_and_flow_show_where_labels_enter(distance: str, power: bool) -> None:
    config = SemisupervisedConfig.model_validate({"distance": distance, "labels": 4})
    critic, generator = (
        "".join(s.latex for s in line.segments) for line in config.equation().lines
    )
    assert "P_{D}(y|x)" in critic
    assert "f(x)" in generator
    assert ("^{2}" in generator) is power
    flow = config.flow(DataSpec((1, 8, 8), tuple("0123456789")), "digits")
    assert [e.target for e in flow.edges if e.source == "label"] == ["critic"]
    assert {node.key: node.detail for node in flow.nodes}["label"] == "4 a class"
