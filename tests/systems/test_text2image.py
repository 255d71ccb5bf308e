"""Text to image: whose gradient a term is, what the weights mean, and what tools may ask."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from ganstudio.core.capabilities import Captioned, Generates, Judges, capability
from ganstudio.core.errors import InputError
from ganstudio.core.system import Loss
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.captions import Captions
from ganstudio.data.source import Share, unreported
from ganstudio.nn.random import Random
from ganstudio.parts.text.encoder import joint_loss
from ganstudio.systems.text2image import TextToImage, TextToImageConfig
from tests.systems.playing import at_rest, descend, gradients_of, play

CPU = torch.device("cpu")
DATA = Captions()
TINY = {
    "generator": {"channels": 4},
    "critic": {"channels": 4},
    "encoder": {"width": 6, "units": 8, "channels": 4},
    "code": 4,
    "prior": {"size": 4},
}
N = 16


def build(**more: Any) -> TextToImage:
    config = TextToImageConfig.model_validate(TINY | {"encoder_steps": 1} | more)
    torch.manual_seed(0)
    return config.build(DATA.spec(), Random(1, CPU))


def drawing() -> Callable[[], Batch]:
    data = DATA.open(3, CPU, Share(), unreported)
    return lambda: data.draw(N)


def played(system: TextToImage, step: int) -> dict[str, Loss]:
    """The losses of a step, each player's weights moved before the next loss is taken."""
    draw = drawing()
    return {phase.player: descend(system, phase) for phase in system.phases(draw, step)}


def test_the_encoder_learns_beside_the_players_at_first_and_then_stays() -> None:
    system = build(encoder_steps=2)
    draw = drawing()
    players = [[phase.player for phase in system.phases(draw, step)] for step in range(4)]
    game = ["critic", "generator"]
    assert players == [["encoder", *game], ["encoder", *game], game, game]


def test_every_term_reaches_its_own_player_in_the_second_step() -> None:
    system = build(between_weight=1.0, encoder_steps=2)
    draw = drawing()
    play(system, draw, 1)
    seen = []
    for phase in system.phases(draw, 1):
        loss = phase.loss()
        for name, term in loss.terms.items():
            seen.append(f"{phase.player}/{name}")
            reached = {
                player
                for player, module in system.players.items()
                if any(bool((g != 0).any()) for g in gradients_of(term.value, module))
            }
            # A generator's term passes through the critic; the engine asks by name.
            through = {"critic"} if phase.player == "generator" else set()
            assert reached == {phase.player} | through, seen[-1]
        for name, reading in loss.readings.items():
            assert not reading.requires_grad, name
        descend(system, phase)
    assert seen == [
        "encoder/joint",
        "critic/adversarial",
        "critic/wrong_pairs",
        "generator/adversarial",
        "generator/between",
    ]


def test_text_moves_what_each_player_makes_of_it() -> None:
    system = build(between_weight=1.0)
    draw = drawing()
    for phase in system.phases(draw, 1):
        for name, term in phase.loss().terms.items():
            code = getattr(system, phase.player).code
            assert any(bool((g != 0).any()) for g in gradients_of(term.value, code)), name


def test_the_critics_loss_is_the_papers() -> None:
    """L_D of Algorithm 1: log s_r + (log(1 - s_w) + log(1 - s_f)) / 2, maximised."""
    system = build(critic={"channels": 4, "norm": "none"})
    scores: list[Tensor] = []
    handle = system.critic.fit.register_forward_hook(
        lambda _m, _i, out: scores.append(out.detach().flatten())
    )
    loss = next(iter(system.phases(drawing(), 1))).loss()
    handle.remove()
    right, wrong, fake = scores
    total = sum(float(term.value.detach()) * term.weight for term in loss.terms.values())
    expected = softplus(-right).mean() + (softplus(wrong).mean() + softplus(fake).mean()) / 2
    assert total == pytest.approx(float(expected.detach()), rel=1e-5)
    assert float(loss.readings["real_score"]) == pytest.approx(float(right.mean()))
    assert float(loss.readings["wrong_score"]) == pytest.approx(float(wrong.mean()))
    assert float(loss.readings["fake_score"]) == pytest.approx(float(fake.mean()))
    assert float(loss.readings["ranked"]) == pytest.approx(float((right > wrong).float().mean()))


def test_without_wrong_pairs_it_is_the_plain_conditional_game() -> None:
    loss = next(iter(build(wrong_weight=0.0).phases(drawing(), 1))).loss()
    assert list(loss.terms) == ["adversarial"]
    assert loss.terms["adversarial"].weight == 1


def conditions_seen(system: TextToImage) -> dict[str, list[Tensor]]:
    """Of one step: the conditions that each player's code was asked to take, in order."""
    seen: dict[str, list[Tensor]] = {"critic": [], "generator": []}
    handles = [
        getattr(system, name).code.register_forward_pre_hook(
            lambda _m, args, name=name: seen[name].append(args[0].detach())
        )
        for name in seen
    ]
    for phase in system.phases(drawing(), 1):
        phase.loss()
    for handle in handles:
        handle.remove()
    return seen


def test_wrong_texts_are_others_of_the_batch_and_never_of_the_same_scene() -> None:
    system = build()
    batch = drawing()()
    assert batch.caption is not None
    assert batch.label is not None
    with torch.no_grad():
        right = system.encoder(batch.caption)
    seen = conditions_seen(system)["critic"]
    assert torch.equal(seen[0], right)
    for row, wrong in enumerate(seen[1]):
        found = (right == wrong).all(1).nonzero().flatten().tolist()
        assert found
        assert all(batch.label[other] != batch.label[row] for other in found)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_only_the_generator_learns_between_captions(share: float) -> None:
    seen = conditions_seen(build(between_weight=1.0, between=share))
    right, wrong = seen["critic"][:2]
    between = share * right + (1 - share) * wrong
    # Critic's phase: right, wrong, fake; generator's: fake, between.
    assert len(seen["critic"]) == 5
    assert torch.equal(seen["critic"][3], right)
    assert torch.allclose(seen["critic"][4], between, atol=1e-6)
    assert torch.allclose(seen["generator"][1], between, atol=1e-6)


def test_both_players_see_the_same_fakes() -> None:
    system = build()
    made: list[Tensor] = []
    handle = system.generator.register_forward_hook(lambda _m, _i, out: made.append(out))
    played(system, 1)
    handle.remove()
    assert len(made) == 1


def test_training_the_encoder_makes_captions_fit_their_pictures() -> None:
    system = build(encoder={"width": 16, "units": 32, "channels": 8})
    draw = drawing()
    optimizer = torch.optim.Adam(system.encoder.parameters(), lr=0.005)
    accuracy = []
    for _ in range(80):
        batch = draw()
        assert batch.caption is not None
        assert batch.label is not None
        fit = joint_loss(
            system.encoder.image(batch.real), system.encoder(batch.caption), batch.label
        )
        optimizer.zero_grad()
        fit.loss.backward()
        optimizer.step()
        accuracy.append(float(fit.accuracy))
    assert sum(accuracy[:5]) / 5 < 0.15
    assert sum(accuracy[-10:]) / 10 > 0.3


def test_it_offers_what_tools_ask_for() -> None:
    system = build()
    for wanted in (Generates, Judges, Captioned):
        assert capability(system, wanted) is system
    assert system.classes == 96


def test_captions_become_conditions_pictures_and_scores() -> None:
    system = build()
    for player in system.players.values():
        player.eval()
    texts = ["a small red circle at the top left", "large blue square"]
    conditions = system.conditions(texts)
    latents = system.latents(2, Random(0, CPU))
    pictures = system.depict(latents, conditions)
    assert conditions.shape == (2, 6)
    assert pictures.shape == (2, 3, 16, 16)
    assert system.fit(pictures, conditions).shape == (2,)
    assert set(system.words) == set(DATA.spec().words)


def test_a_caption_without_a_known_word_is_refused() -> None:
    with pytest.raises(InputError, match="no word that this model knows"):
        build().conditions(["ein Vogel"])


def test_a_label_is_asked_for_in_its_own_caption() -> None:
    system = build()
    system.generator.eval()
    latents = system.latents(2, Random(0, CPU))
    labels = torch.tensor([7, 2])
    texts = [DATA.spec().classes[number] for number in labels.tolist()]
    asked = system.depict(latents, system.conditions(texts))
    assert torch.allclose(system.generate(latents, labels), asked, atol=1e-6)
    weights = nn.functional.one_hot(labels, 96).float()
    assert torch.allclose(system.generate(latents, weights), asked, atol=1e-6)


def test_data_without_captions_are_refused() -> None:
    spec = DataSpec((3, 16, 16), ("a", "b"))
    with pytest.raises(InputError, match="captions"):
        TextToImageConfig().build(spec, Random(0, CPU))


def test_the_configuration_survives_a_round_trip() -> None:
    config = TextToImageConfig.model_validate(TINY | {"between_weight": 1.0})
    assert TextToImageConfig.model_validate(config.model_dump(exclude_defaults=True)) == config
    assert config.model_dump(exclude_defaults=True)["system"] == "text2image"
    assert set(config.optimizers()) == set(build().players)


def test_equation_and_flow_follow_the_weights() -> None:
    lines = TextToImageConfig(wrong_weight=0.25, between_weight=2.0).equation().lines
    said = "".join(segment.latex for line in lines for segment in line.segments)
    assert r"0.75\,(" in said
    assert r"0.25\,(" in said
    assert r"2\,(" in said
    flow = TextToImageConfig(wrong_weight=0.0).flow(DATA.spec(), "Captioned shapes")
    assert "wrong" not in {node.key for node in flow.nodes}


@pytest.mark.parametrize("between", [0.0, 0.7])
def test_losses_rest_where_the_critic_is_torn(between: float) -> None:
    system = build(between_weight=between)
    losses = at_rest(system, drawing())
    assert system.config.equilibrium() == pytest.approx((losses["critic"], losses["generator"]))
