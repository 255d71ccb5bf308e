"""Runs of weights alone: to be used and fine-tuned, with no training to be continued."""

import json
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.errors import RunError
from ganstudio.core.events import SnapshotTaken
from ganstudio.core.paths import sync_folder, write_atomically
from ganstudio.data import description
from ganstudio.data.batches import DataSpec
from ganstudio.data.pixels import to_uint8
from ganstudio.engine import checkpoint, preset, snapshots
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.engine.sampling import TrainedModel, model_of

MESSAGE = "Weights only"
ORIGIN = "origin.json"
SHOWN, LARGE, OF_LARGE = 16, 256, 4  # samples in a snapshot; fewer above so many px


@dataclass(frozen=True)
class WeightsAlone:
    """What such a run is made of.

    Attributes:
        chosen: its preset.
        short: the preset's short name, where it is one of the shelf's.
        weights: `player/<name>/<key>` and `average/<name>/<key>`, all of them.
        step: at which they were taken.
        origin: words behind "Weights only": ", from a bundle".
        spec: of the data; None where those have to be asked.
        picture: PNG of the step's samples; empty for none.
        snapshot: the samples themselves, drawn anew, in place of such a picture.
        files: what else lies in the folder, by name.
    """

    chosen: Preset
    short: str
    weights: Mapping[str, Tensor]
    step: int
    origin: str
    spec: DataSpec | None = None
    picture: bytes = b""
    snapshot: SnapshotTaken | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


class Foreign(Protocol):
    """What another program's checkpoint became."""

    @property
    def preset(self) -> dict[str, Any]:
        """Plain values of a preset."""
        ...

    @property
    def spec(self) -> DataSpec: ...

    @property
    def weights(self) -> dict[str, Tensor]: ...

    @property
    def step(self) -> int: ...

    @property
    def origin(self) -> dict[str, Any]:
        """Plain values: program, format, files with their sha256, notes."""
        ...

    @property
    def extras(self) -> dict[str, bytes]:
        """What else belongs into the folder, by file name."""
        ...


def keep_foreign(path: Path, found: Foreign) -> RunFolder:
    """A run of another program's checkpoint, with samples where it makes them of latents.

    Raises:
        RunError, PresetError: nothing is written.
    """
    note = json.dumps(found.origin, indent=1, ensure_ascii=False).encode()
    chosen = preset.from_document(found.preset, "the imported preset")
    document = chosen.model_dump(mode="json")
    # As whoever opens the run will build it, so that a run that is written can be opened.
    model = model_of(document, found.weights, found.step, torch.device("cpu"), found.spec)
    made_of = WeightsAlone(
        chosen,
        "",
        found.weights,
        found.step,
        f", of {found.origin['program']}",
        found.spec,
        snapshot=_samples(model),
        files={ORIGIN: note, **found.extras},
    )
    return keep(path, made_of)


def _samples(model: TrainedModel) -> SnapshotTaken | None:
    """None of a system that is given images."""
    if capability(model.averaged, Generates) is None or not model.spec.is_images:
        return None
    count = SHOWN if max(model.spec.shape) <= LARGE else OF_LARGE
    both = {"averaged": model, "raw": replace(model, averaged=model.trained)}
    pictures = {name: to_uint8(torch.from_numpy(each.sample(count))) for name, each in both.items()}
    return SnapshotTaken(model.step, pictures)


def keep(path: Path, made_of: WeightsAlone) -> RunFolder:
    """A finished run at `path`, complete or not at all; it has no history and no optimizers.

    Raises:
        RunError: something is there already, or nothing can be written.
    """
    _refuse_taken(path)
    staging = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    try:
        # One folder further down, where nobody who lists the library's runs looks.
        _write(staging / path.name, path, made_of)
        if path.exists():
            path.rmdir()  # an empty folder; one that has filled meanwhile raises
        (staging / path.name).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return RunFolder.open(path)


def _refuse_taken(path: Path) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise RunError(f"{path} is taken already: name a folder that does not exist.")


def _write(staging: Path, path: Path, made_of: WeightsAlone) -> None:
    chosen = made_of.chosen
    run = RunFolder.create(staging, new_info(path, chosen.title, made_of.short, made_of.step))
    write_atomically(run.preset_path, preset.dumps(chosen).encode())
    write_atomically(run.path / "preset.resolved.yaml", preset.resolved(chosen).encode())
    state = checkpoint.TrainingState(
        step=made_of.step,
        seen=0,
        seconds=0.0,
        preset=chosen.model_dump(mode="json"),
        random={},
        weights=dict(made_of.weights),
        optimizers={},
    )
    checkpoint.write(run.checkpoints, state)
    if made_of.spec is not None:
        description.write(run.path, made_of.spec)
    if made_of.picture:
        write_atomically(run.snapshots / f"{made_of.step}.png", made_of.picture)
    if made_of.snapshot is not None:
        snapshots.save(run.snapshots, made_of.snapshot)
    for name, content in made_of.files.items():
        write_atomically(run.path / name, content)
    run.update(status="finished", step=made_of.step, message=f"{MESSAGE}{made_of.origin}")
