"""Small systems of each kind that edits work with, built of presets, with their first weights."""

import pytest
import torch

from ganstudio.core.system import System
from ganstudio.engine.preset import loads
from ganstudio.engine.setup import build_system
from tests.tiny import CAPTIONED, PARTLY_LABELLED, REFINING

STYLED = """\
data: {kind: digits, size: 16}
system:
  system: latent
  generator: {kind: style, channels: 4, style: 8, mapping_layers: 2}
  critic: {kind: mlp, depth: 1, width: 8}
  prior: {size: 4}
schedule: {steps: 2, batch: 4}
"""
LABELLED = """\
data: {kind: digits, size: 8}
system:
  system: latent
  conditioning: {kind: concat}
  generator: {kind: mlp, depth: 1, width: 16}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 1, batch: 4}
"""
AUXILIARY = """\
data: {kind: digits, size: 8}
system:
  system: latent
  conditioning: {kind: auxiliary}
  generator: {kind: mlp, depth: 1, width: 16}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 1, batch: 4}
"""
RESAMPLING = """\
data: {kind: digits, size: 8}
system:
  system: latent
  conditioning: {kind: projection}
  generator: {kind: biggan, channels: 4}
  critic: {kind: biggan, channels: 4}
  prior: {size: 8}
schedule: {steps: 1, batch: 4}
"""
TWO_WAY = """\
data: {kind: digits, size: 8}
system:
  system: bigan
  prior: {distribution: uniform, size: 4}
  generator: {kind: mlp, depth: 1, width: 16}
  encoder: {kind: mlp, depth: 1, width: 16}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 1, batch: 4}
"""


def _built(text: str) -> System:
    system = build_system(loads(text, "tiny"), torch.device("cpu"))
    for player in system.players.values():
        player.eval()
    return system


@pytest.fixture(scope="session")
def styled() -> System:
    """Styles, noise inputs and truncation towards the mean."""
    return _built(STYLED)


@pytest.fixture(scope="session")
def labelled() -> System:
    """Ten classes."""
    return _built(LABELLED)


@pytest.fixture(scope="session")
def resampling() -> System:
    """BigGAN: truncation by resampling, ten classes."""
    return _built(RESAMPLING)


@pytest.fixture(scope="session")
def captioned() -> System:
    return _built(CAPTIONED)


@pytest.fixture(scope="session")
def two_way() -> System:
    """BiGAN: a generator and the encoder that inverts it."""
    return _built(TWO_WAY)


@pytest.fixture(scope="session")
def refining() -> System:
    """LAPGAN: 4, 8 and 16 px, each with noise of its own."""
    return _built(REFINING)


@pytest.fixture(scope="session")
def partly_labelled() -> System:
    """A critic that names ten classes, and a generator that cannot be asked for one."""
    return _built(PARTLY_LABELLED)


@pytest.fixture(scope="session")
def auxiliary() -> System:
    """AC-GAN: a generator that is asked for a class, and a critic that names it."""
    return _built(AUXILIARY)
