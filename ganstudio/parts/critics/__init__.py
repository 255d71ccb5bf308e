"""Critic networks: from what the critic sees to features."""

from typing import Annotated

from pydantic import Field

from ganstudio.parts.critics.dcgan import DcganCritic
from ganstudio.parts.critics.mlp import MlpCritic
from ganstudio.parts.critics.resnet import ResnetCritic

CriticNetwork = Annotated[MlpCritic | DcganCritic | ResnetCritic, Field(discriminator="kind")]
CRITICS = (MlpCritic, DcganCritic, ResnetCritic)

__all__ = ["CRITICS", "CriticNetwork", "DcganCritic", "MlpCritic", "ResnetCritic"]
