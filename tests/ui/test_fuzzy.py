import pytest
from hypothesis import given
from hypothesis import strategies as some

from ganstudio.ui.fuzzy import match


def test_an_empty_query_matches_everything():
    assert match("", "Open…").places == ()
    assert match("  ", "Open…").score == 0


def test_starts_of_words_are_preferred():
    assert match("tp", "Set the tap panel").places == (8, 12)
    assert match("di", "Edit the display").places == (9, 10)


def test_a_start_of_the_text_wins_over_its_middle():
    assert match("di", "Directions").score > match("di", "Edit").score


def test_letters_out_of_order_do_not_match():
    assert match("id", "di") is None


def test_scattered_letters_do_not_match():
    assert match("oeno", "one panel alone, old") is None


@pytest.mark.parametrize("query", ["dcgan digits", "DCGAN", "digits"])
def test_case_and_spaces_do_not_count(query):
    assert match(query, "DCGAN, digits") is not None


@given(some.text(max_size=8), some.text(max_size=40))
def test_places_spell_the_query(query, text):
    found = match(query, text)
    if found is not None:
        wanted = "".join(query.casefold().split())
        assert "".join(text.casefold()[place] for place in found.places) == wanted
        assert list(found.places) == sorted(set(found.places))
