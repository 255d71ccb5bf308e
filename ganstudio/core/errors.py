"""Errors that a user can do something about, each one clear sentence."""

from collections.abc import Iterable
from difflib import get_close_matches


class StudioError(Exception):
    """Base of every error whose text is meant to be read by a user."""


class InputError(StudioError):
    """Something the user gave cannot be used: says what, where, and what to do."""


class DataError(InputError):
    """A dataset cannot be read or does not fit the system that asks for it."""


class PresetError(InputError):
    """A preset or bundle is malformed, unknown or of a newer version."""


class RunError(InputError):
    """A run folder is missing, locked, damaged or of a newer version."""


class CheckpointError(RunError):
    """A checkpoint is torn or was changed after it was written."""


class Cancelled(StudioError):  # noqa: N818 - not a failure: the user asked for it
    """A long task was cancelled by the user."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like a mistyped one, or None."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
