"""What ends a run by itself, in words."""

import errno
import sqlite3
import traceback

import torch

from ganstudio.core.errors import StudioError
from ganstudio.core.events import RunFailed
from ganstudio.engine.guard import Place, locate
from ganstudio.engine.recorder import Failure
from ganstudio.engine.setup import Setup


class Diverged(StudioError):  # noqa: N818 - what happened to the run, as users say it
    """A loss or gradient became not a number."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"not a number at step {failure.step}")
        self.failure = failure


def explain_divergence(setup: Setup, error: Diverged) -> RunFailed:
    """Name the player, term and layer where it began; the weights were left as they were.

    The failed step is done again on its own data and latents, without updates.
    """
    step = error.failure.step
    setup.rewind_draws(step - 1)
    found = locate(setup.system, setup.draw, step - 1) or _place_of(error.failure)
    return RunFailed(step, found.sentence(step), found.term, found.layer)


def _place_of(failure: Failure) -> Place:
    """What the recorded scalars tell where the step cannot be done again."""
    pairs = [name.partition("/")[::2] for name in failure.scalars]
    terms = [(player, term) for player, term in pairs if term not in ("loss", "gradient_norm")]
    player, term = next(iter(terms or [(player, "") for player, _ in pairs]), ("critic", ""))
    return Place(player, term, "")


def explain_error(error: BaseException, step: int, batch: int = 0) -> RunFailed:
    """Any other end of a run as one sentence; the traceback is kept for the details."""
    details = "".join(traceback.format_exception(error))
    return RunFailed(step, _sentence(error, step, batch), details=details)


def _sentence(error: BaseException, step: int, batch: int) -> str:
    if isinstance(error, StudioError):
        return str(error)
    if is_out_of_memory(error):
        advice = (
            f"Lower the batch from {batch} to {max(1, batch // 2)}" if batch else "Lower the batch"
        )
        return (
            f"The device ran out of memory at step {step:,}. {advice},"
            " or make the networks smaller."
        )
    if is_full_disk(error):
        return (
            f"The disk is full, so step {step:,} could not be recorded. Free some space, then"
            " resume from the last checkpoint."
        )
    if isinstance(error, sqlite3.Error):
        return f"The run's history could not be written at step {step:,}: {error}."
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"A file{where} could not be used at step {step:,}: {error.strerror or error}."
    said = f"{type(error).__name__}: {error}"
    return f"Training stopped at step {step:,} by an unexpected error: {said}."


def is_out_of_memory(error: BaseException) -> bool:
    texts = ("out of memory", "not enough memory", "can't allocate memory")
    said = str(error).lower()
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError) and any(text in said for text in texts)
    )


def is_full_disk(error: BaseException) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return "full" in str(error)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
