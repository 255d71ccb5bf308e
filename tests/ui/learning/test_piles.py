import pytest

from ganstudio.theory.duality import Move
from ganstudio.ui.learning.piles import DECK, MOST, Piles, solve


def test_the_decks_piles_cost_five():
    found = solve(DECK)
    assert (found.cost, found.per_unit, found.mass) == (pytest.approx(5), pytest.approx(0.5), 10)
    assert found.critic == (0, -1, -2, -1)
    assert sum(move.mass for move in found.carried) == 5


def test_a_block_goes_from_pile_to_pile_and_no_block_is_lost():
    made = DECK.moved(of_want=False, source=0, target=2)
    assert made == Piles((2, 2, 2, 4), DECK.want)
    assert DECK.moved(of_want=True, source=0, target=1).want == (0, 3, 4, 3)


@pytest.mark.parametrize("source", [0, 1])
def test_a_block_that_is_not_there_or_has_no_room_stays(source):
    piles = Piles((0, MOST), (MOST, 0))
    assert piles.moved(of_want=False, source=source, target=1) == piles


def test_equal_piles_carry_nothing():
    assert solve(Piles((2, 1), (2, 1))).carried == ()
    assert solve(Piles((4, 0), (0, 4))).carried == (Move(0, 1, 4.0),)
