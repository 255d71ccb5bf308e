"""Errors for users."""

import pytest

from ganstudio.core import errors


@pytest.mark.parametrize(
    ("word", "near"),
    [("wgan-gp-rng", "wgan-gp-ring"), ("dcgan-digit", "dcgan-digits"), ("zzz", None)],
)
def test_the_nearest_word_is_meant(word: str, near: str | None) -> None:
    assert errors.nearest(word, ["wgan-gp-ring", "dcgan-digits"]) == near


def test_every_error_about_input_is_an_input_error() -> None:
    for kind in (errors.DataError, errors.PresetError, errors.RunError, errors.CheckpointError):
        assert issubclass(kind, errors.InputError)
    assert not issubclass(errors.Cancelled, errors.InputError)
