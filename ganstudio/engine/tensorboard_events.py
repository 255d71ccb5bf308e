"""A run's curves as an event file of TensorBoard."""

import importlib
import io
from importlib.util import find_spec
from typing import Any

import numpy as np

from ganstudio.core.errors import InputError
from ganstudio.engine.history import History
from ganstudio.engine.run import RunFolder

PACKAGE = "tensorboard"
VERSION = "brain.Event:2"  # what readers of the format ask for first


def to_events(run: RunFolder) -> bytes:
    """Every scalar at every recorded step, at the time of day when it was reached.

    Raises:
        InputError: the run has no curves, or the package is not installed.
    """
    if find_spec(PACKAGE) is None:
        raise InputError(
            "Writing TensorBoard's events needs its package: pip install 'ganstudio[tensorboard]', "
            "or export as .csv."
        )
    if not run.history_path.exists():
        raise InputError(f"{run.name} has no curves: it was never trained here.")
    history = History(run.history_path, writable=False)
    curves, clock = history.curves(), history.clock()
    history.close()
    created = run.info().created
    rows = [
        (created + float(np.interp(step, *clock)) if len(clock[0]) else created, step, name, value)
        for curve in curves
        for name in [curve.name]
        for step, value in zip(curve.steps.tolist(), curve.values.tolist(), strict=True)
    ]
    rows.sort(key=lambda row: row[1])
    return _written(created, rows)


def _written(created: float, rows: list[tuple[float, int, str, float]]) -> bytes:
    events: Any = importlib.import_module("tensorboard.compat.proto.event_pb2")
    summaries: Any = importlib.import_module("tensorboard.compat.proto.summary_pb2")
    records: Any = importlib.import_module("tensorboard.summary.writer.record_writer")
    buffer = io.BytesIO()
    writer = records.RecordWriter(buffer)
    writer.write(events.Event(wall_time=created, file_version=VERSION).SerializeToString())
    for wall, step, name, value in rows:
        told = summaries.Summary(value=[summaries.Summary.Value(tag=name, simple_value=value)])
        writer.write(events.Event(wall_time=wall, step=step, summary=told).SerializeToString())
    return buffer.getvalue()
