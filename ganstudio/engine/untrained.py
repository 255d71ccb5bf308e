"""A system with fresh weights, for what is said of a trained one."""

import torch

from ganstudio.core.system import System
from ganstudio.data.batches import DataSpec
from ganstudio.engine.preset import Preset
from ganstudio.engine.setup import build_system
from ganstudio.nn.growth import Growing


def untrained(preset: Preset, trained: System, device: torch.device, spec: DataSpec) -> System:
    """The system of the preset as a run begins with it, as far grown as the trained one."""
    fresh = build_system(preset, device, spec=spec)
    for name, player in fresh.players.items():
        player.requires_grad_(requires_grad=False)
        for one, grown in zip(player.modules(), trained.players[name].modules(), strict=True):
            if isinstance(one, Growing) and isinstance(grown, Growing):
                one.stage = grown.stage
    return fresh
