"""What a run's folder tells of it: read on a worker, shown without training. Free of Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ganstudio.core.errors import PresetError, RunError
from ganstudio.core.events import Curve, Event, Floats, SettingChanged, Steps
from ganstudio.engine import preset as presets
from ganstudio.engine.history import KEPT_EVENTS, History, RecordedEvent
from ganstudio.engine.preset import Preset
from ganstudio.engine.run import RunFolder, RunInfo, current

KINDS = {kind.__name__: kind for kind in KEPT_EVENTS}


@dataclass(frozen=True, slots=True)
class Record:
    """A run at rest, or as it is on the disk while another window trains it."""

    path: Path
    info: RunInfo
    launched: Preset
    curves: tuple[Curve, ...]
    clock: tuple[Steps, Floats]  # steps, and the seconds of training until each
    events: tuple[Event, ...]
    snapshots: tuple[int, ...]
    checkpoints: tuple[int, ...]
    bookmarks: Mapping[int, str]  # names by step
    is_locked: bool  # somebody else trains it now
    problem: str = ""  # why its curves and events cannot be read, though all else can


def read_record(path: Path) -> Record:
    """Raises RunError, PresetError: no run there, or its preset is damaged or of a newer version.

    Where the history alone cannot be read, the rest is there and `problem` says why.
    """
    folder = RunFolder.open(path)
    problem = ""
    try:
        curves, clock, events = _history(folder.history_path)
    except RunError as error:
        (curves, clock, events), problem = _NOTHING, str(error)
    return Record(
        path,
        current(folder, folder.info()),
        presets.load(folder.preset_path),
        curves,
        clock,
        events,
        tuple(folder.snapshot_steps()),
        tuple(folder.checkpoint_steps()),
        folder.bookmarks(),
        folder.is_locked(),
        problem,
    )


def edited(launched: Preset, events: Iterable[Event]) -> Preset:
    """The preset after the live edits of the record."""
    preset = launched
    for event in events:
        if isinstance(event, SettingChanged) and not event.refused:
            preset = with_edit(preset, event)
    return preset


def with_edit(preset: Preset, change: SettingChanged) -> Preset:
    """The preset after one live edit; one that no longer fits its fields changes nothing."""
    try:
        return preset.edited(change.path, change.new)
    except PresetError:
        return preset


_Told = tuple[tuple[Curve, ...], tuple[Steps, Floats], tuple[Event, ...]]
_NOTHING: _Told = ((), (np.empty(0, np.int64), np.empty(0)), ())


def _history(path: Path) -> _Told:
    if not path.exists():
        return _NOTHING
    history = History(path, writable=False)
    try:
        told = (*_told(list(history.events())), *history.readings())
        return tuple(history.curves()), history.clock(), told
    finally:
        history.close()


def _told(recorded: Sequence[RecordedEvent]) -> list[Event]:
    """The recorded events; a kind or field that this version does not know is left out."""
    told: list[Event] = []
    for one in recorded:
        kind = KINDS.get(one.kind)
        if kind is not None:
            known = {name: one.body[name] for name in kind.__slots__ if name in one.body}
            try:
                told.append(kind(**known))
            except TypeError:
                continue
    return told
