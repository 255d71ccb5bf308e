"""Evaluations that somebody asked for, kept with their run. Free of torch."""

import json
from dataclasses import asdict, dataclass

from ganstudio.core.errors import RunError
from ganstudio.core.paths import write_atomically
from ganstudio.core.record import FieldError, read_record
from ganstudio.engine.run import RunFolder
from ganstudio.metrics.figures import Reading

NAME = "evaluations.json"
DAMAGED = ".damaged"
MOST = 100  # of a run; the oldest go


@dataclass(frozen=True, slots=True)
class Asked:
    """One evaluation of a run.

    Attributes:
        step: of the checkpoint.
        made: seconds since 1970.
        seed: of the samples.
        rows: what was measured, each with the features and the samples behind it.
    """

    step: int
    made: float
    seed: int
    rows: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class _File:
    evaluations: tuple[Asked, ...] = ()


def kept_evaluations(run: RunFolder) -> tuple[Asked, ...]:
    """Newest first. Raises RunError where the file cannot be read."""
    path = run.path / NAME
    try:
        return read_record(_File, json.loads(path.read_text(encoding="utf-8"))).evaluations
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, FieldError) as error:
        raise RunError(
            f"{path} cannot be read: {error}. The next evaluation begins anew."
        ) from None


def keep_evaluation(run: RunFolder, asked: Asked) -> None:
    """Raises OSError. A file that cannot be read is put aside, not lost."""
    path = run.path / NAME
    try:
        before = kept_evaluations(run)
    except RunError:
        path.replace(path.with_name(NAME + DAMAGED))
        before = ()
    file = _File((asked, *before)[:MOST])
    write_atomically(path, json.dumps(asdict(file), indent=1, ensure_ascii=False).encode())
