"""Captions as numbers: one for every known word, 0 where a shorter caption has ended."""

import re
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from ganstudio.core.errors import InputError

_WORD = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and digits."""
    return _WORD.findall(text.lower())


class Vocabulary:
    """The words that a model was trained on, numbered from 1."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._numbers = {word: number for number, word in enumerate(self.words, start=1)}

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """Every word that occurs, in alphabetical order."""
        return cls(sorted({word for text in texts for word in words_of(text)}))

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that `encode` passes over."""
        return tuple(word for word in words_of(text) if word not in self._numbers)

    def encode(self, texts: Sequence[str]) -> Tensor:
        """(n, longest) int64; words that are not known are left out.

        Raises:
            InputError: a text has no known word, or there is no text.
        """
        if not texts:
            raise InputError("There is no caption: write at least one.")
        rows = [torch.tensor(self._row(text)) for text in texts]
        return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)

    def decode(self, row: Tensor) -> str:
        """The words of one row of numbers, with a space between them."""
        return " ".join(self.words[number - 1] for number in row.tolist() if number)

    def _row(self, text: str) -> list[int]:
        row = [self._numbers[word] for word in words_of(text) if word in self._numbers]
        if not row:
            known = ", ".join(self.words[:24]) + (", ..." if len(self.words) > 24 else "")
            raise InputError(
                f"The caption {text!r} has no word that this model knows: write one with some of "
                f"{known}."
            )
        return row
