"""What can be done to the directions at hand: each gives the state after it."""

from ganstudio.edit.directions import Direction
from ganstudio.edit.steer import FARTHEST, Move, Steer


def with_amount(steer: Steer, index: int, amount: float) -> Steer:
    """A direction at another amount, kept within what can be asked for."""
    bounded = min(max(amount, -FARTHEST), FARTHEST)
    return steer.with_move(index, steer.moves[index].model_copy(update={"amount": bounded}))


def with_direction(steer: Steer, index: int, update: dict[str, object]) -> Steer:
    """Another name, star or range of layers."""
    move = steer.moves[index]
    direction = move.direction.model_copy(update=update)
    return steer.with_move(index, move.model_copy(update={"direction": direction}))


def with_found(steer: Steer, found: tuple[Direction, ...]) -> Steer:
    """New ones behind the others; those that are there already stay as they are."""
    kept = {(move.direction.key, move.direction.layers) for move in steer.moves}
    fresh = [Move(direction=one) for one in found if (one.key, one.layers) not in kept]
    return steer.model_copy(update={"moves": (*steer.moves, *fresh)})


def at_rest(steer: Steer) -> Steer:
    """All amounts 0."""
    moves = tuple(move.model_copy(update={"amount": 0.0}) for move in steer.moves)
    return steer.model_copy(update={"moves": moves})


def without(steer: Steer, index: int) -> Steer:
    moves = (*steer.moves[:index], *steer.moves[index + 1 :])
    return steer.model_copy(update={"moves": moves})
