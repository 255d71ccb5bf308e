"""Data that have gone: their shape is known from a run, their samples are not."""

from ganstudio.core.errors import DataError
from ganstudio.data.batches import Batch, DataSpec


class Absent:
    """Stands in for a dataset where only some questions need its samples."""

    def __init__(self, spec: DataSpec, reason: str) -> None:
        self.spec = spec
        self.reason = reason

    def reference(self, count: int, seed: int) -> Batch:  # noqa: ARG002 - as data have it
        """Raises DataError: why there are none."""
        raise DataError(self.reason)
