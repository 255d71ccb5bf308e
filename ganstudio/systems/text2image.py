"""From sentences to pictures: a critic that also asks whether a picture fits its caption.

Generative Adversarial Text to Image Synthesis, Reed et al. 2016, arXiv:1605.05396, Algorithm 1.
With wrong pairs it is GAN-CLS (sec. 4.2), with captions between captions as well GAN-INT-CLS
(sec. 4.3, eq. 5).
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from ganstudio.core.config import hints
from ganstudio.core.errors import InputError
from ganstudio.core.formula import Equation, Flow
from ganstudio.core.system import Draw, Loss, Phase, RandomSource, Term
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.vocabulary import Vocabulary
from ganstudio.nn.labels import required
from ganstudio.parts.critics.dcgan import DcganCritic
from ganstudio.parts.generators.dcgan import DcganGenerator
from ganstudio.parts.noise_game import NoiseGame
from ganstudio.parts.objectives import NonSaturating, Objective
from ganstudio.parts.prior import Prior
from ganstudio.parts.schedule import Adam, Optimizer
from ganstudio.parts.text.diagram import text_equation, text_flow
from ganstudio.parts.text.encoder import TextEncoder, joint_loss
from ganstudio.parts.text.networks import TextCritic, TextGenerator
from ganstudio.parts.text.pairs import mismatched
from ganstudio.parts.turns import NOT_LAZY


class TextToImageConfig(NoiseGame):
    """A generator of pictures for captions, against a critic of pairs."""

    system: Literal["text2image"] = "text2image"
    objective: Objective = Field(NonSaturating(), title="Objective")
    generator: DcganGenerator = Field(DcganGenerator(), title="Generator")
    critic: DcganCritic = Field(DcganCritic(), title="Critic")
    encoder: TextEncoder = Field(TextEncoder(), title="Text encoder")
    code: int = Field(
        32,
        ge=1,
        le=1024,
        title="Text code",
        description="What each player makes of the embedding by itself before use; 128 in the "
        "paper.",
        json_schema_extra=hints(log=True, slider=(8, 256)),
    )
    prior: Prior = Field(Prior(), title="Latent")
    wrong_weight: float = Field(
        0.5,
        ge=0,
        lt=1,
        title="Weight of wrong pairs",
        description="A real picture with the caption of another is as much a fake as this share "
        "says; the rest falls to the generator's. 0 leaves a critic that hardly needs to read.",
        json_schema_extra=hints(live=True, slider=(0, 0.9)),
    )
    between_weight: float = Field(
        0.0,
        ge=0,
        le=10,
        title="Weight of captions between",
        description="The generator also learns from mixtures of two captions, which no picture "
        "belongs to (eq. 5); the authors' code uses 1.",
        json_schema_extra=hints(live=True, slider=(0, 2)),
    )
    between: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Mixture",
        description="Share of the first caption in a mixture of two; the paper found 0.5 to do.",
        json_schema_extra=hints(symbol="β", live=True, advanced=True),
    )
    encoder_steps: int = Field(
        400,
        ge=0,
        le=1_000_000,
        title="Encoder's steps",
        description="So long the text encoder learns which caption belongs to which picture; then "
        "it stays as it is. The paper trains it beforehand, to save time (sec. 5).",
        json_schema_extra=hints(unit="steps", log=True, slider=(100, 10_000)),
    )
    generator_optimizer: Optimizer = Field(Adam(), title="Generator's optimizer")
    critic_optimizer: Optimizer = Field(Adam(), title="Critic's optimizer")
    encoder_optimizer: Optimizer = Field(Adam(lr=2e-3, beta1=0.9), title="Encoder's optimizer")

    def build(self, spec: DataSpec, random: RandomSource) -> "TextToImage":
        """The game's networks for data of this shape. Raises InputError where they cannot fit."""
        return TextToImage(self, spec, random)

    def lack(self, spec: DataSpec) -> str:
        if spec.words and len(spec.classes) > 1:
            return ""
        return (
            "Text to image learns from captions, and these data carry none: choose data with "
            "captions."
        )

    def equilibrium(self) -> tuple[float, float | None] | None:
        return self.resting(generator=1 + self.between_weight)

    def equation(self) -> Equation:
        return text_equation(self.objective, self.wrong_weight, self.between_weight)

    def flow(self, spec: DataSpec, data: str) -> Flow:
        summaries = self.summaries(spec, data) | {"encoder": self.encoder.summary()}
        return text_flow(summaries, has_wrong_pairs=self.wrong_weight > 0)


class TextToImage:
    """The game itself. Offers Generates, Judges and Captioned."""

    averaged = ("generator",)
    lazy = NOT_LAZY

    def __init__(self, config: TextToImageConfig, spec: DataSpec, random: RandomSource) -> None:
        if lack := config.lack(spec):
            raise InputError(lack)
        self.config = config
        self.random = random
        self.classes = len(spec.classes)
        self._vocabulary = Vocabulary(spec.words)
        self._scenes = self._vocabulary.encode(spec.classes)
        width, code = config.encoder.width, config.code
        self.encoder = config.encoder.build(len(spec.words), spec.shape)
        network = config.generator.build(config.prior.size + code, spec.shape)
        self.generator = TextGenerator(network, width, code)
        body = config.critic.build(spec.shape)
        self.critic = TextCritic(body, width, code, config.critic.norm)
        self.players: dict[str, nn.Module] = {
            "encoder": self.encoder,
            "critic": self.critic,
            "generator": self.generator,
        }

    def parts(self) -> Sequence[object]:
        return (self.encoder, self.generator, self.critic)

    def phases(self, draw: Draw, step: int) -> Iterator[Phase]:
        """Algorithm 1: one fake serves both players. At first the encoder learns beside them."""
        batch: Batch = draw()
        caption, scene = required(batch.caption), required(batch.label)
        with torch.no_grad():
            right = self.encoder(caption)
            wrong = right[mismatched(scene, self.random)]
        fake = self.generator(self.latents(len(right), self.random), right)
        if step < self.config.encoder_steps:
            yield Phase("encoder", partial(self._encoder_loss, batch.real, caption, scene))
        yield Phase("critic", partial(self._critic_loss, batch.real, fake.detach(), right, wrong))
        yield Phase("generator", partial(self._generator_loss, fake, right, wrong))

    def _encoder_loss(self, real: Tensor, caption: Tensor, scene: Tensor) -> Loss:
        fit = joint_loss(self.encoder.image(real), self.encoder(caption), scene)
        return Loss({"joint": Term(fit.loss)}, {"accuracy": fit.accuracy})

    def _critic_loss(self, real: Tensor, fake: Tensor, right: Tensor, wrong: Tensor) -> Loss:
        """s_r against s_f and s_w, which share the weight of what is not real."""
        objective, weight = self.config.objective, self.config.wrong_weight
        looked = self.critic.look(real)
        on_right, on_wrong = self.critic.score(looked, right), self.critic.score(looked, wrong)
        on_fake = self.critic(fake, right)
        adversarial = objective.critic_loss(on_right, on_fake)
        terms = {"adversarial": Term(adversarial, 1 - weight)}
        if weight:
            terms["wrong_pairs"] = Term(objective.critic_loss(on_right, on_wrong), weight)
        s_right, s_wrong, s_fake = (s.detach().mean() for s in (on_right, on_wrong, on_fake))
        readings = {"real_score": s_right, "wrong_score": s_wrong, "fake_score": s_fake}
        ranked = (on_right > on_wrong).float().mean()
        estimates = objective.estimate(adversarial.detach())
        return Loss(terms, readings | estimates | {"ranked": ranked})

    def _generator_loss(self, fake: Tensor, right: Tensor, other: Tensor) -> Loss:
        """What s_f says, and eq. 5 where captions between captions count."""
        objective, weight = self.config.objective, self.config.between_weight
        terms = {"adversarial": Term(objective.generator_loss(self.critic(fake, right)))}
        if weight:
            between = torch.lerp(other, right, self.config.between)
            unseen = self.generator(self.latents(len(between), self.random), between)
            on_unseen = self.critic(unseen, between)
            terms["between"] = Term(objective.generator_loss(on_unseen), weight)
        return Loss(terms)

    def latents(self, count: int, random: RandomSource) -> Tensor:
        return self.config.prior.draw(count, random)

    @property
    def words(self) -> tuple[str, ...]:
        return self._vocabulary.words

    def conditions(self, captions: Sequence[str]) -> Tensor:
        numbers = self._vocabulary.encode(captions)
        return self.encoder(numbers.to(next(self.encoder.parameters()).device))

    def depict(self, latents: Tensor, conditions: Tensor) -> Tensor:
        return self.generator(latents, conditions)

    def fit(self, pictures: Tensor, conditions: Tensor) -> Tensor:
        return self.critic(pictures, conditions)

    def generate(self, latents: Tensor, labels: Tensor | None = None) -> Tensor:
        """Pictures of known scenes; weights over the scenes blend what their captions say."""
        return self.depict(latents, self._conditions_of(required(labels)))

    def judge(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:
        return self.fit(samples, self._conditions_of(required(labels)))

    def _conditions_of(self, labels: Tensor) -> Tensor:
        known = self.encoder(self._scenes.to(labels.device))
        return labels @ known if labels.is_floating_point() else known[labels]
