"""What reads captions, what takes them, and which of them do not belong."""

import math

import pytest
import torch

from ganstudio.nn.random import Random
from ganstudio.parts.critics.dcgan import DcganCritic
from ganstudio.parts.generators.dcgan import DcganGenerator
from ganstudio.parts.objectives import OBJECTIVES, NonSaturating
from ganstudio.parts.text.diagram import text_equation, text_flow
from ganstudio.parts.text.encoder import MARGIN, TextEncoder, joint_loss
from ganstudio.parts.text.networks import TextCritic, TextGenerator
from ganstudio.parts.text.pairs import mismatched

CPU = torch.device("cpu")


def test_embeddings_do_not_depend_on_what_stands_behind_the_last_word():
    encoder = TextEncoder(width=5).build(9, (3, 8, 8))
    short = torch.tensor([[3, 1, 4]])
    padded = torch.tensor([[3, 1, 4, 0, 0]])
    assert torch.allclose(encoder(short), encoder(padded))


def test_the_order_of_the_words_matters():
    encoder = TextEncoder(width=5).build(9, (3, 8, 8))
    assert not torch.allclose(encoder(torch.tensor([[1, 2]])), encoder(torch.tensor([[2, 1]])))


def test_pictures_and_captions_meet_in_one_space():
    encoder = TextEncoder(width=6, channels=4).build(9, (3, 16, 16))
    assert encoder.image(torch.zeros(2, 3, 16, 16)).shape == encoder(torch.ones(2, 4).long()).shape


def test_the_joint_loss_is_zero_where_every_pair_wins_by_the_margin():
    code = torch.eye(3) * math.sqrt(MARGIN)
    fit = joint_loss(code, code, torch.arange(3))
    assert fit.loss == pytest.approx(0, abs=1e-6)
    assert fit.accuracy == 1


def test_the_joint_loss_of_equal_codes_is_twice_the_margin():
    fit = joint_loss(torch.ones(4, 2), torch.ones(4, 2), torch.arange(4))
    assert float(fit.loss) == pytest.approx(2 * MARGIN)
    assert fit.accuracy == 0


def test_the_joint_loss_by_hand():
    pictures, texts = torch.tensor([[1.0], [2.0]]), torch.tensor([[0.5], [1.0]])
    # Fits are [[0.5, 1], [1, 2]]: by picture 1 + 1 - 0.5 and 1 + 1 - 2, by text the same.
    fit = joint_loss(pictures, texts, torch.tensor([0, 1]))
    assert float(fit.loss) == pytest.approx((1.5 + 0 + 1.5 + 0) / 2)
    assert float(fit.accuracy) == 0.5


def test_rows_of_one_scene_are_never_set_against_each_other():
    torch.manual_seed(0)
    fit = joint_loss(torch.randn(4, 3), torch.randn(4, 3), torch.zeros(4, dtype=torch.int64))
    assert fit.loss == 0
    assert fit.accuracy == 1


def test_wrong_captions_are_of_another_scene_and_all_of_them_occur():
    scene = torch.tensor([0, 0, 1, 2, 2, 2])
    random = Random(0, CPU)
    seen = [set() for _ in scene]
    for _ in range(200):
        chosen = mismatched(scene, random)
        assert (scene[chosen] != scene).all()
        for row, other in enumerate(chosen.tolist()):
            seen[row].add(other)
    assert seen == [{2, 3, 4, 5}, {2, 3, 4, 5}, {0, 1, 3, 4, 5}, *[{0, 1, 2}] * 3]


def test_a_batch_of_one_scene_keeps_its_own_captions():
    assert mismatched(torch.zeros(3, dtype=torch.int64), Random(0, CPU)).tolist() == [0, 1, 2]


def networks():
    torch.manual_seed(0)
    generator = TextGenerator(DcganGenerator(channels=4).build(3 + 2, (3, 16, 16)), 5, 2)
    body = DcganCritic(channels=4, norm="none").build((3, 16, 16))
    return generator, TextCritic(body, 5, 2, "none")


def test_the_generator_listens_to_the_text_and_to_the_latent():
    generator, _ = networks()
    generator.eval()
    z, text = torch.randn(2, 3), torch.randn(2, 5)
    made = generator(z, text)
    assert made.shape == (2, 3, 16, 16)
    assert not torch.allclose(made, generator(z, -text))
    assert not torch.allclose(made, generator(-z, text))


def test_the_critic_reads_the_text_beside_the_picture():
    _, critic = networks()
    pictures, text = torch.randn(4, 3, 16, 16), torch.randn(4, 5)
    assert critic.look(pictures).shape == (4, 8, 4, 4)
    assert critic(pictures, text).shape == (4,)
    assert not torch.allclose(critic(pictures, text), critic(pictures, -text))
    assert torch.equal(critic(pictures, text), critic.score(critic.look(pictures), text))


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda kind: kind.__name__)
def test_the_equation_names_the_text_wherever_the_critic_judges(objective):
    critic, generator = (
        "".join(segment.latex for segment in line.segments)
        for line in text_equation(objective(), 0.5, 1.0).lines
    )
    assert r"D(x,\varphi)" in critic
    assert r"D(x,\hat\varphi)" in critic
    assert r"G(z,\varphi),\varphi)" in generator
    assert r"G(z,\bar\varphi),\bar\varphi)" in generator


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda kind: kind.__name__)
def test_every_segment_of_the_objective_names_its_place_in_the_preset(objective):
    fields = {f"system.objective.{name}" for name in objective.model_fields} | {"system.objective"}
    weights = {"system.wrong_weight", "system.between_weight", ""}
    for line in text_equation(objective(), 0.5, 1.0).lines:
        paths = {segment.path for segment in line.segments}
        assert "system.objective" in paths
        assert paths <= fields | weights


def test_terms_without_weight_are_not_in_the_equation():
    lines = text_equation(NonSaturating(), 0.0, 0.0).lines
    said = "".join(segment.latex for line in lines for segment in line.segments)
    assert "hat" not in said
    assert "bar" not in said


@pytest.mark.parametrize("has_wrong_pairs", [False, True])
def test_every_edge_of_the_flow_joins_two_boxes(has_wrong_pairs):
    keys = ("latent", "encoder", "generator", "critic", "objective", "data")
    flow = text_flow(dict.fromkeys(keys, "word"), has_wrong_pairs=has_wrong_pairs)
    known = {node.key for node in flow.nodes}
    assert all({edge.source, edge.target} <= known for edge in flow.edges)
    assert ("wrong" in known) is has_wrong_pairs
