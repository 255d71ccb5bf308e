"""Critic networks: from what the critic sees to features."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.critics.biggan import BigGanCritic
from ganstudio.parts.critics.dcgan import DcganCritic
from ganstudio.parts.critics.mlp import MlpCritic
from ganstudio.parts.critics.progressive import ProgressiveCritic
from ganstudio.parts.critics.resnet import ResnetCritic
from ganstudio.parts.critics.style import StyleCritic

CriticNetwork = Annotated[
    MlpCritic | DcganCritic | ResnetCritic | ProgressiveCritic | StyleCritic | BigGanCritic,
    Field(discriminator="kind"),
]
CRITICS = (MlpCritic, DcganCritic, ResnetCritic, ProgressiveCritic, StyleCritic, BigGanCritic)

__all__ = [
    "CRITICS",
    "BigGanCritic",
    "CriticNetwork",
    "DcganCritic",
    "MlpCritic",
    "ProgressiveCritic",
    "ResnetCritic",
    "StyleCritic",
]
