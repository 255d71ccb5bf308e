"""Weights by another program's names, into a network of ours."""

from collections.abc import Callable, Iterable, Mapping

from torch import Tensor, nn

from ganstudio.core.errors import InputError

Rename = Callable[[str], str]


def adopt(
    network: nn.Module,
    state: Mapping[str, Tensor],
    rename: Rename,
    spare: Callable[[str], bool] = lambda name: False,  # noqa: ARG005
) -> None:
    """Fill every parameter and buffer of the network; nothing may be missing or left over.

    Args:
        network: of ours, changed in place.
        state: what the other program saved, by its names.
        rename: from a name of ours to theirs.
        spare: whether a tensor of theirs may go unused: fixed filters, counters.

    Raises:
        InputError: the names or shapes are another network's.
    """
    own = network.state_dict()
    pairs = {name: rename(name) for name in own}
    _compare(set(pairs.values()), {name for name in state if not spare(name)}, state)
    found = {name: _shaped(state[theirs], own[name], theirs) for name, theirs in pairs.items()}
    network.load_state_dict(found)


def _compare(wanted: set[str], given: set[str], state: Mapping[str, Tensor]) -> None:
    missing = wanted - set(state)
    if missing:
        raise InputError(f"The weights lack {_some(missing)}: they are of another network.")
    if given - wanted:
        raise InputError(
            f"The weights have {_some(given - wanted)} too many: they are of another network."
        )


def _some(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - 3} more" if len(listed) > 3 else ""
    return ", ".join(listed[:3]) + more


def _shaped(theirs: Tensor, held: Tensor, name: str) -> Tensor:
    """The same numbers in our shape, where the shapes differ by axes of length 1."""
    if [size for size in theirs.shape if size > 1] != [size for size in held.shape if size > 1]:
        raise InputError(
            f"{name} has the shape {tuple(theirs.shape)} where {tuple(held.shape)} is expected: "
            "the options are another network's."
        )
    return theirs.reshape(held.shape).to(held.dtype)
