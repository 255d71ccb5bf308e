"""A generator that was fitted to one photo, kept as a run of its own.

So every tool edits the photo with the weights that draw it, and a script names those weights by
their fingerprint as it does any other run's.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ganstudio.core.system import System
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel
from ganstudio.engine.weights_alone import ORIGIN, WeightsAlone, keep

SCRIPT = "tuned.edit.yaml"


def keep_tuned(
    path: Path, model: TrainedModel, tuned: System, made_by: Mapping[str, Any], script: str
) -> RunFolder:
    """A finished run at `path`, complete or not at all; it cannot be resumed.

    Args:
        path: a folder that does not exist.
        model: whose copy was fitted.
        tuned: the copy.
        made_by: plain values: `run`, `weights` and `step` it came from, `photo`, `steps`.
        script: the edit that fitted it, which makes the same weights of the same run again.

    Raises RunError: the place is taken, or nothing can be written.
    """
    weights: dict[str, Tensor] = {
        f"{prefix}/{name}/{key}": value.detach().cpu().contiguous().clone()
        for prefix in ("average", "player")
        for name, player in tuned.players.items()
        for key, value in player.state_dict().items()
    }
    note = json.dumps({"program": "GAN Studio", **made_by}, indent=1, ensure_ascii=False)
    run = keep(
        path,
        WeightsAlone(
            model.preset,
            "",
            weights,
            model.step,
            f", tuned to {made_by['photo']}",
            model.spec,
            files={ORIGIN: note.encode(), SCRIPT: script.encode()},
        ),
    )
    run.update(parent=made_by["run"], parent_step=model.step, origin="fine-tune")
    return run
