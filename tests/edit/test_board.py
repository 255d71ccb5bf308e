from ganstudio.edit.board import (
    first_board,
    in_order,
    latents_of,
    with_added,
    with_group,
    with_latents,
    with_moved,
    with_note,
    with_seeds,
    with_star,
    with_truncation,
    without,
)
from ganstudio.edit.draw import Drawn
from ganstudio.edit.latents import Latent

BOARD = first_board(count=5)


def seeds(board):
    return [one.latent.seed for one in board.items]


def test_the_first_board_shows_all_classes_in_turn():
    board = first_board(classes=3, count=5)
    assert [one.latent.label for one in board.items] == [0, 1, 2, 0, 1]
    assert first_board(count=2).items[0].latent.label is None


def test_latents_are_added_before_a_place_or_at_the_end():
    new = Drawn(latent=Latent(seed=99))
    assert seeds(with_added(BOARD, [new], 1)) == [1, 99, 2, 3, 4, 5]
    assert seeds(with_added(BOARD, [new])) == [1, 2, 3, 4, 5, 99]


def test_moved_latents_keep_their_order():
    assert seeds(with_moved(BOARD, {0, 3}, 3)) == [2, 3, 1, 4, 5]
    assert seeds(with_moved(BOARD, {4}, 0)) == [5, 1, 2, 3, 4]
    assert seeds(with_moved(BOARD, {0}, 5)) == [2, 3, 4, 5, 1]


def test_removing_leaves_the_others():
    assert seeds(without(BOARD, {0, 4})) == [2, 3, 4]


def test_sorting_keeps_equal_ones_in_order():
    assert seeds(in_order(BOARD, [1, 3, 1, 2, 3], falling=True)) == [2, 5, 4, 1, 3]
    assert seeds(in_order(BOARD, [1, 3, 1, 2, 3], falling=False)) == [1, 3, 4, 2, 5]


def test_starred_ones_stay_when_others_get_new_seeds():
    starred = with_star(BOARD, {1})
    assert seeds(with_seeds(starred, range(100, 105))) == [100, 2, 101, 102, 103]


def test_a_star_given_twice_is_taken_back():
    once = with_star(BOARD, {0, 1})
    assert [one.is_starred for one in once.items] == [True, True, False, False, False]
    assert with_star(once, {0, 1}) == BOARD
    assert with_star(once, {1, 2}).items[2].is_starred


def test_sets_are_marked_and_read():
    marked = with_group(with_group(BOARD, {0, 2}, "A"), {1}, "B")
    assert [one.seed for one in latents_of(marked, "A")] == [1, 3]
    assert with_group(marked, {1}, "B").items[1].group == ""


def test_only_the_chosen_ones_change():
    changed = with_note(with_truncation(BOARD, {2}, 0.5), {2}, "mine")
    changed = with_latents(changed, {2}, {"label": 4})
    assert changed.items[2].manner.truncation == 0.5
    assert (changed.items[2].note, changed.items[2].latent.label) == ("mine", 4)
    assert changed.items[:2] == BOARD.items[:2]
