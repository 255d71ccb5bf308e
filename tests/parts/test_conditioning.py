import math

import pytest
import torch
import torch.nn.functional as F
import ziamath
from pydantic import TypeAdapter

from ganstudio.core.config import changes
from ganstudio.core.errors import InputError
from ganstudio.nn.random import Random
from ganstudio.parts.conditioning import (
    CONDITIONINGS,
    Auxiliary,
    Concat,
    Conditioning,
    Projection,
    Unconditional,
)
from ganstudio.parts.critic import Critic, Verdict
from ganstudio.parts.critics import DcganCritic, MlpCritic
from ganstudio.parts.diagram import adversarial_equation
from ganstudio.parts.generators import DcganGenerator, MlpGenerator
from ganstudio.parts.objectives import NonSaturating
from ganstudio.parts.penalties import R1
from ganstudio.parts.views import Pack

LABELLED = [Concat(), Concat(code="one_hot"), Projection(), Auxiliary()]
NETWORKS = {
    (2,): (MlpGenerator(width=8), MlpCritic(width=8)),
    (1, 16, 16): (DcganGenerator(channels=2), DcganCritic(channels=2)),
}


def name(value):
    return getattr(value, "kind", None) or str(value)


@pytest.mark.parametrize("shape", NETWORKS, ids=name)
@pytest.mark.parametrize("part", [Unconditional(), *LABELLED], ids=name)
def test_both_networks_are_built_and_answer(part, shape):
    torch.manual_seed(0)
    generator_part, critic_part = NETWORKS[shape]
    label = torch.tensor([0, 1, 2, 3, 0, 1])
    fake = part.generator(generator_part, 5, shape, 4)(torch.randn(6, 5), label)
    assert fake.shape == (6, *shape)
    verdict = part.critic(critic_part, shape, 4, 1)(fake, label)
    assert verdict.score.shape == (6,)
    assert (verdict.classes is not None) == isinstance(part, Auxiliary)


@pytest.mark.parametrize("shape", NETWORKS, ids=name)
@pytest.mark.parametrize("part", LABELLED, ids=name)
def test_the_label_changes_what_is_made_and_every_parameter_learns(part, shape):
    torch.manual_seed(0)
    generator_part, critic_part = NETWORKS[shape]
    generator = part.generator(generator_part, 5, shape, 4)
    critic = part.critic(critic_part, shape, 4, 1)
    z, label = torch.randn(8, 5), torch.arange(8) % 4
    fake = generator(z, label)
    assert not torch.allclose(fake, generator(z, (label + 1) % 4))
    verdict = critic(fake, label)
    terms = part.critic_terms(verdict, verdict, label).values()
    (verdict.score.square().sum() + sum(term.value for term in terms)).backward()
    for player in (generator, critic):
        for key, weight in player.named_parameters():
            assert weight.grad is not None, key
            assert weight.grad.abs().max() > 0, key


@pytest.mark.parametrize("part", [Concat(), Projection()], ids=name)
def test_the_score_depends_on_the_label(part):
    torch.manual_seed(0)
    critic = part.critic(MlpCritic(), (2,), 4, 1)
    x = torch.randn(8, 2)
    label = torch.arange(8) % 4
    assert not torch.allclose(critic(x, label).score, critic(x, (label + 1) % 4).score)


@pytest.mark.parametrize("part", LABELLED, ids=name)
def test_data_without_classes_are_refused(part):
    with pytest.raises(InputError, match="needs class labels"):
        part.generator(MlpGenerator(), 5, (2,), 0)
    with pytest.raises(InputError, match="needs class labels"):
        part.critic(MlpCritic(), (2,), 0, 1)


@pytest.mark.parametrize("part", [Projection(), Auxiliary()], ids=name)
def test_verdicts_about_several_samples_have_no_single_class(part):
    with pytest.raises(InputError, match="one sample at a time"):
        part.critic(MlpCritic(), (2,), 4, 2)


@pytest.mark.parametrize("part", [Concat(), Projection()], ids=name)
def test_a_missing_label_is_an_error(part):
    with pytest.raises(InputError, match="class labels"):
        part.critic(MlpCritic(), (2,), 4, 1)(torch.randn(3, 2))
    with pytest.raises(InputError, match="class labels"):
        part.generator(MlpGenerator(), 5, (2,), 4)(torch.randn(3, 5))


def test_unconditional_networks_ignore_labels():
    torch.manual_seed(0)
    part = Unconditional()
    critic = part.critic(MlpCritic(), (2,), 4, 1)
    x = torch.randn(3, 2)
    assert torch.equal(critic(x).score, critic(x, torch.tensor([1, 2, 3])).score)
    torch.testing.assert_close(critic(x).score, critic.score(critic.body(x))[:, 0])


def test_one_hot_labels_stand_beside_the_latent():
    torch.manual_seed(0)
    generator = Concat(code="one_hot").generator(MlpGenerator(), 5, (2,), 3)
    z = torch.randn(2, 5)
    beside = torch.cat([z, torch.tensor([[0.0, 0, 1], [1, 0, 0]])], 1)
    torch.testing.assert_close(generator(z, torch.tensor([2, 0])), generator.network(beside))


def test_a_packed_view_of_points_carries_the_labels_of_all_its_samples():
    torch.manual_seed(0)
    network = Concat().critic(MlpCritic(), (2,), 3, 2)
    critic = Critic(network, [Pack(count=2).build(Random(0, torch.device("cpu")))])
    x = torch.randn(4, 2)
    score = critic(x, torch.tensor([2, 0, 1, 1])).score
    seen = torch.tensor(
        [
            [*x[0], *x[1], 0, 0, 1, 1, 0, 0],
            [*x[2], *x[3], 0, 1, 0, 0, 1, 0],
        ]
    )
    torch.testing.assert_close(score, network.score(network.body(seen))[:, 0])


def test_a_packed_view_of_images_carries_a_plane_for_each_class_and_sample():
    torch.manual_seed(0)
    network = Concat().critic(DcganCritic(channels=2), (1, 8, 8), 3, 2)
    view = torch.randn(2, 2, 8, 8)
    seen = []
    network.body.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    assert network(view, torch.tensor([2, 0, 1, 1])).score.shape == (2,)
    assert torch.equal(seen[0][:, :2], view)
    planes = seen[0][:, 2:]
    assert planes.shape == (2, 6, 8, 8)
    assert planes[:, :, 0, 0].tolist() == [[0, 0, 1, 1, 0, 0], [0, 1, 0, 0, 1, 0]]
    assert torch.equal(planes, planes[:, :, :1, :1].expand_as(planes))


def test_projection_adds_the_product_of_class_and_features():
    torch.manual_seed(0)
    network = Projection().critic(MlpCritic(width=6), (2,), 3, 1)
    x, label = torch.randn(4, 2), torch.tensor([0, 2, 1, 2])
    features = network.body(x)
    by_hand = [
        (network.score.weight[0] @ f + network.score.bias[0] + network.embed.weight[y] @ f).item()
        for f, y in zip(features, label.tolist(), strict=True)
    ]
    assert network(x, label).score.tolist() == pytest.approx(by_hand, abs=1e-5)


def test_projection_conditions_norms_where_there_are_any():
    conditioned = Projection().generator(DcganGenerator(channels=2), 5, (1, 8, 8), 3)
    beside = Projection(embedding=4).generator(MlpGenerator(), 5, (2,), 3)
    without = Projection().generator(DcganGenerator(channels=2, norm="none"), 5, (1, 8, 8), 3)
    assert conditioned.layers[0].in_channels == 5
    assert beside.network.layers[0].in_features == 9
    assert without.network.layers[0].in_channels == 5 + 16


def verdicts(count=4, classes=3):
    torch.manual_seed(0)
    logits = [torch.randn(count, classes, requires_grad=True) for _ in range(2)]
    return [Verdict(torch.zeros(count), one) for one in logits]


def test_auxiliary_terms_are_cross_entropies_of_the_logits():
    real, fake = verdicts()
    label = torch.tensor([0, 2, 1, 1])
    terms = Auxiliary(weight=0.5, generator_weight=0.1).critic_terms(real, fake, label)
    for key, verdict in (("class_real", real), ("class_fake", fake)):
        rows = [
            math.log(sum(math.exp(v) for v in row)) - row[y]
            for row, y in zip(verdict.classes.tolist(), label.tolist(), strict=True)
        ]
        assert terms[key].value.item() == pytest.approx(sum(rows) / 4, abs=1e-6)
        assert terms[key].weight == 0.5
    made = Auxiliary(weight=0.5, generator_weight=0.1).generator_terms(fake, label)
    assert made.keys() == {"class_fake"}
    assert made["class_fake"].weight == 0.1
    torch.testing.assert_close(made["class_fake"].value, F.cross_entropy(fake.classes, label))


def test_certain_and_right_costs_nothing_and_knowing_nothing_costs_the_logarithm():
    label = torch.tensor([0, 1])
    right = Verdict(torch.zeros(2), torch.tensor([[50.0, 0, 0], [0, 50, 0]]))
    blank = Verdict(torch.zeros(2), torch.zeros(2, 3))
    terms = Auxiliary().critic_terms(right, blank, label)
    assert terms["class_real"].value.item() == pytest.approx(0, abs=1e-6)
    assert terms["class_fake"].value.item() == pytest.approx(math.log(3))


def test_fakes_can_be_left_out_of_the_critics_classes():
    real, fake = verdicts()
    terms = Auxiliary(aux_on_fake=False).critic_terms(real, fake, torch.tensor([0, 2, 1, 1]))
    assert terms.keys() == {"class_real"}


def test_auxiliary_terms_reach_the_player_they_are_for():
    torch.manual_seed(0)
    part = Auxiliary()
    generator = part.generator(MlpGenerator(width=8), 5, (2,), 3)
    critic = part.critic(MlpCritic(width=8), (2,), 3, 1)
    label = torch.tensor([0, 1, 2, 0])
    fake = generator(torch.randn(4, 5), label)
    real = torch.randn(4, 2)
    for_critic = part.critic_terms(critic(real, label), critic(fake.detach(), label), label)
    sum(term.value for term in for_critic.values()).backward()
    assert critic.classes.weight.grad.abs().max() > 0
    assert critic.body.layers[2].weight.grad.abs().max() > 0
    assert all(w.grad is None for w in generator.parameters())
    (term,) = part.generator_terms(critic(fake, label), label).values()
    term.value.backward()
    assert all(w.grad.abs().max() > 0 for w in generator.parameters())


def test_only_the_auxiliary_classifier_adds_terms():
    real, fake = verdicts()
    label = torch.tensor([0, 2, 1, 1])
    for part in (Unconditional(), Concat(), Projection()):
        assert part.critic_terms(real, fake, label) == {}
        assert part.generator_terms(fake, label) == {}


def test_parts_say_whether_they_use_labels_and_round_trip():
    assert [part().uses_labels() for part in CONDITIONINGS] == [False, True, True, True]
    adapter = TypeAdapter(Conditioning)
    for part in [Unconditional(), *LABELLED]:
        assert adapter.validate_python(changes(part)) == part


def latex(formula):
    return "".join(segment.latex for segment in formula)


def test_the_auxiliary_classifiers_terms_are_written_with_their_weights():
    part = Auxiliary()
    on_fake = r"\lambda\,\mathbb{E}_{z}[-\log P_{D}(y|G(z))]"
    on_real = r"\lambda\,\mathbb{E}_{x}[-\log P_{D}(y|x)]"
    assert latex(part.critic_formula()) == on_real + r"\;+\;" + on_fake
    assert latex(part.generator_formula()) == on_fake
    assert on_fake not in latex(Auxiliary(aux_on_fake=False).critic_formula())
    assert part.critic_formula()[0].path == "weight"
    assert part.generator_formula()[0].path == "generator_weight"


def test_every_piece_of_a_formula_is_drawable():
    ziamath.config.svg2 = False
    for formula in (Auxiliary().critic_formula(), Auxiliary().generator_formula()):
        for written in (*(segment.latex for segment in formula), latex(formula)):
            assert ziamath.Latex(written).svg().startswith("<svg")


def test_the_equation_names_a_class_only_where_the_critic_does():
    for part in CONDITIONINGS:
        lines = adversarial_equation(NonSaturating(), [R1()], part()).lines
        assert [r"P_{D}" in latex(line.segments) for line in lines] == [part is Auxiliary] * 2
        assert not any(latex(line.segments).endswith(r"\;+\;") for line in lines)
        paths = {segment.path for line in lines for segment in line.segments}
        assert ("system.conditioning.generator_weight" in paths) == (part is Auxiliary)
