"""What follows from the fields of a game's configuration."""

import math

import pytest
from pydantic import ValidationError

from ganstudio.data.batches import DataSpec
from ganstudio.parts.conditioning import Unconditional
from ganstudio.parts.critics import MlpCritic
from ganstudio.parts.diagram import COSTS
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.objectives import Hinge, NonSaturating
from ganstudio.parts.penalties import R1
from ganstudio.parts.schedule import Adam, RmsProp
from ganstudio.parts.views import Pack
from ganstudio.systems.catalog import CONFIGS
from ganstudio.systems.lapgan import LapganConfig
from ganstudio.systems.latent import LatentConfig
from ganstudio.systems.paired import PairedConfig
from ganstudio.systems.semisupervised import SemisupervisedConfig
from ganstudio.systems.text2image import TextToImageConfig
from ganstudio.systems.unpaired import UnpairedConfig
from ganstudio.systems.unrolled import UnrolledConfig
from ganstudio.systems.veegan import VeeganConfig

POINTS = DataSpec((2,))
DIGITS = DataSpec((1, 16, 16), tuple("0123456789"))


def test_each_player_has_the_optimizer_of_its_name():
    config = VeeganConfig(reconstructor_optimizer=RmsProp(lr=0.25))
    assert list(config.optimizers()) == ["generator", "reconstructor", "critic"]
    assert config.optimizers()["reconstructor"] == RmsProp(lr=0.25)
    assert set(TextToImageConfig().optimizers()) == {"generator", "critic", "encoder"}


@pytest.mark.parametrize("kind", CONFIGS, ids=lambda kind: kind.__name__)
def test_every_system_has_the_fields_that_are_read_by_name(kind):
    config = kind()
    assert {"generator", "critic"} <= set(config.optimizers())
    assert {"generator", "critic"} <= set(kind.model_fields)
    assert ("prior" in kind.model_fields) == issubclass(kind, NoiseGame)
    assert next(iter(kind.model_fields)) == "system"


def test_the_table_is_told_of_all_parts_that_the_game_has():
    config = LatentConfig(objective=Hinge(), penalties=(R1(),), views=(Pack(),))
    facts = config.facts(POINTS, 32)
    assert (facts.objective, facts.penalties, facts.views) == (Hinge(), (R1(),), (Pack(),))
    assert (facts.spec, facts.batch) == (POINTS, 32)
    assert facts.optimizers == {"generator": Adam(), "critic": Adam()}


def test_a_game_with_an_objective_of_its_own_has_none_for_the_table():
    facts = UnrolledConfig().facts(POINTS, 32)
    assert facts.objective is None
    assert (facts.penalties, facts.constraints, facts.views) == ((), (), ())
    assert facts.conditioning == Unconditional()


def test_a_critic_that_the_table_does_not_know_goes_as_an_mlp():
    assert SemisupervisedConfig().facts(DIGITS, 32).critic == MlpCritic()


def test_what_data_lack_is_said_of_the_data_as_they_are():
    assert "32 × 16" in LapganConfig().facts(DataSpec((1, 16, 32)), 8).lack
    assert LapganConfig().facts(DIGITS, 8).lack == ""
    assert LapganConfig().facts(DIGITS, 8).spec.shape == (1, 4, 4)


@pytest.mark.parametrize("name", ["penalties", "generator_penalties", "constraints", "views"])
def test_a_list_names_the_field_where_a_kind_stands_twice(name):
    kinds = {"penalties": "r1", "generator_penalties": "path_length", "constraints": "weight_clip"}
    twice = [{"kind": kinds.get(name, "pack")}] * 2
    with pytest.raises(ValidationError, match=f"{name} holds a kind twice") as refused:
        LatentConfig.model_validate({name: twice})
    assert refused.value.errors()[0]["loc"] == (name,)


def test_the_diagram_shows_what_the_game_has():
    written = LatentConfig.model_validate(
        {
            "generator_penalties": [{"kind": "path_length", "weight": 3.0, "every": 8}],
            "views": [{"kind": "pack"}],
        }
    )
    nodes = {node.key: node for node in written.flow(POINTS, "Ring").nodes}
    assert nodes["real"].title == "Ring"
    assert nodes["latent"].detail == "Gaussian, 2"
    assert {"view", COSTS} < set(nodes)
    assert not {"view", COSTS} & {node.key for node in LatentConfig().flow(POINTS, "Ring").nodes}


@pytest.mark.parametrize(
    ("config", "said"),
    [(LatentConfig(objective=Hinge()), Hinge.label), (UnrolledConfig(), "Minimax"),
     (SemisupervisedConfig(), "")],
)  # fmt: skip
def test_the_losses_are_labelled_with_what_is_played_for(config, said):
    assert config.summaries(DIGITS, "Digits")["objective"] == said


def test_losses_of_translations_rest_where_half_the_objective_does() -> None:
    paired = PairedConfig(objective=NonSaturating())
    assert NonSaturating().equilibrium() == pytest.approx((2 * math.log(2), math.log(2)))
    assert LatentConfig(objective=NonSaturating()).equilibrium() == NonSaturating().equilibrium()
    assert paired.equilibrium() == (pytest.approx(math.log(2)), None)
    assert UnpairedConfig(objective=NonSaturating()).equilibrium() == (
        pytest.approx(2 * math.log(2)),
        None,
    )
