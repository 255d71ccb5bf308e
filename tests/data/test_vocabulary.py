import pytest
import torch

from ganstudio.core.errors import InputError
from ganstudio.data.vocabulary import Vocabulary, words_of

WORDS = Vocabulary.of(["a red circle", "a blue square"])


def test_words_are_numbered_from_one_in_alphabetical_order():
    assert WORDS.words == ("a", "blue", "circle", "red", "square")
    assert WORDS.encode(["a red circle"]).tolist() == [[1, 4, 3]]


def test_shorter_captions_end_in_zeros():
    assert WORDS.encode(["red", "a blue square"]).tolist() == [[4, 0, 0], [1, 2, 5]]
    assert WORDS.encode(["red"]).dtype == torch.int64


def test_what_was_encoded_is_read_back():
    assert WORDS.decode(WORDS.encode(["a blue square", "red"])[1]) == "red"


def test_case_and_punctuation_do_not_matter():
    assert words_of("A Red, red circle (no. 2)!") == ["a", "red", "red", "circle", "no"]
    assert WORDS.encode(["A RED circle."]).equal(WORDS.encode(["a red circle"]))


def test_unknown_words_are_left_out_and_can_be_asked_for():
    assert WORDS.encode(["a shiny red circle"]).equal(WORDS.encode(["a red circle"]))
    assert WORDS.unknown("a shiny red bird") == ("shiny", "bird")


@pytest.mark.parametrize("text", ["", "42", "shiny bird"])
def test_a_text_without_a_known_word_is_refused_with_the_words_there_are(text):
    with pytest.raises(InputError, match="with some of a, blue, circle"):
        WORDS.encode(["a red circle", text])


def test_no_text_at_all_is_refused():
    with pytest.raises(InputError, match="no caption"):
        WORDS.encode([])
