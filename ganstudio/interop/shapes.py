"""What the names and shapes of weights say of the network that they belong to."""

import re

from ganstudio.interop.reading import State


def numbers(state: State, pattern: str) -> list[int]:
    """The numbers that the pattern's group matches in whole names, in order, each once."""
    found = {int(match[1]) for name in state if (match := re.fullmatch(pattern, name))}
    return sorted(found)


def has(state: State, *patterns: str) -> bool:
    """Whether each pattern matches the whole of some name."""
    return all(any(re.fullmatch(pattern, name) for name in state) for pattern in patterns)


def norm(state: State) -> str:
    """Instance normalisation has no gains; old versions of torch saved running means of it."""
    means = [name.removesuffix("running_mean") for name in state if name.endswith("running_mean")]
    return "batch" if any(f"{name}weight" in state for name in means) else "instance"
