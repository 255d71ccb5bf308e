"""Undo and redo, and a thousand random edits of a session that come back byte for byte."""

import random

from ganstudio.edit.board import (
    BOARD,
    first_board,
    with_added,
    with_group,
    with_moved,
    with_note,
    with_star,
    with_truncation,
    without,
)
from ganstudio.edit.documents import Session, dumps, loads
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.history import MOST_STEPS, History
from ganstudio.edit.latents import Latent, Manner
from ganstudio.edit.mix import Mix
from ganstudio.edit.plane import Plane
from ganstudio.edit.sweep import Sweep


def test_an_undo_brings_the_version_before_and_a_redo_the_one_after():
    history = History("a")
    history.record("b", "Write b")
    history.record("c", "Write c")
    assert (history.undo_title, history.redo_title) == ("Write c", "")
    assert (history.undo(), history.undo(), history.undo()) == ("b", "a", "a")
    assert (history.redo(), history.redo(), history.redo()) == ("b", "c", "c")


def test_edits_of_one_press_are_one_step():
    history = History(0)
    for value in range(1, 50):
        history.record(value, "Drag", press=1)
    history.record(99, "Drag", press=2)
    assert history.titles == ("Drag", "Drag")
    assert (history.undo(), history.undo()) == (49, 0)


def test_an_edit_after_an_undo_forgets_what_was_undone():
    history = History("a")
    history.record("b", "b")
    history.undo()
    history.record("c", "c")
    assert history.redo() == "c"


def test_a_hundred_steps_and_more_are_kept():
    history = History(0)
    for value in range(1, 500):
        history.record(value, "Count")
    steps = 0
    while history.undo_title:
        history.undo()
        steps += 1
    assert steps == MOST_STEPS >= 100


def test_what_is_amended_is_no_step():
    history = History("a")
    history.record("b", "b")
    history.amend("B")
    assert (history.present, history.undo_title, history.undo()) == ("B", "b", "a")


def _random_edit(session: Session, chance: random.Random) -> tuple[Session, str]:
    """Something a user might do to one of the tools."""
    board = session.tools.get(BOARD, first_board(count=6))
    assert isinstance(board, Draw)
    some = {chance.randrange(len(board.items)) for _ in range(2)} if board.items else set()
    new = Drawn(latent=Latent(seed=chance.randrange(1000)))
    edits = {
        "add": lambda: with_added(board, [new], chance.randrange(len(board.items) + 1)),
        # As many as are added: what is proved does not depend on how large a board grows.
        "remove": lambda: without(board, {min(some)} if some else ()),
        "move": lambda: with_moved(board, some, chance.randrange(len(board.items) + 1)),
        "star": lambda: with_star(board, some),
        "note": lambda: with_note(board, some, f"note {chance.random():.3f}"),
        "mark": lambda: with_group(board, some, chance.choice("ABC")),
        "truncate": lambda: with_truncation(board, some, round(chance.uniform(-1, 2), 3)),
        "mixing": lambda: Mix(
            sources=(new.latent,),
            destinations=tuple(Latent(seed=chance.randrange(9)) for _ in range(3)),
            layers=tuple(sorted({chance.randrange(6) for _ in range(3)})),
        ),
        "plane": lambda: Plane(x=round(chance.uniform(-5, 5), 2), world=chance.randrange(4)),
        "truncation": lambda: Sweep(
            latents=(new.latent,), manner=Manner(truncation=round(chance.uniform(-1, 2), 2))
        ),
    }
    title = chance.choice(list(edits))
    key = title if title in ("mixing", "plane", "truncation") else BOARD
    return session.with_tool(key, edits[title]()), title


def test_a_thousand_random_edits_are_undone_and_redone_to_the_same_bytes():
    chance = random.Random(0)
    session = Session(workspace="explore")
    history = History(session, lambda one: len(one.model_dump_json()))
    past, future = [dumps(session)], []
    for _ in range(1000):
        act = chance.random()
        if act < 0.2 and len(past) > 1 and history.undo_title:
            future.append(past.pop())
            history.undo()
        elif act < 0.3 and future:
            past.append(future.pop())
            history.redo()
        else:
            edited, title = _random_edit(history.present, chance)
            is_new = edited != history.present
            history.record(edited, title)
            assert history.present == edited
            if is_new:
                future.clear()
                past.append(dumps(history.present))
            continue
        assert dumps(history.present) == past[-1]
    while history.redo_title:
        past.append(future.pop())
        assert dumps(history.redo()) == past[-1]
    kept = [dumps(history.present)]
    while history.undo_title:
        kept.append(dumps(history.undo()))
    assert kept == past[: -len(kept) - 1 : -1]
    assert len(kept) > 100
    while history.redo_title:
        kept.pop()
        assert dumps(history.redo()) == kept[-1]
    assert dumps(loads(kept[0], Session, "kept")) == past[-1]
