"""Snapshots of NVIDIA's StyleGAN programs: pickled networks whose source is never run."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.interop.records import Record, read_record

DEEPEST = 32  # modules within modules
WHAT = "snapshot of a StyleGAN program"


def read_snapshot(content: bytes, path: Path) -> dict[str, dict[str, Tensor]]:
    """The state dicts of the networks in a snapshot, by name: "G", "D", "G_ema".

    Raises:
        InputError: it is none, or asks for more than a snapshot needs.
    """
    loaded = read_record(content, path, WHAT)
    networks = networks_of(loaded)
    if not networks:
        raise InputError(f"{path} is no {WHAT}: it holds no network.")
    try:
        return {name: dict(_tensors(network["state"])) for name, network in networks.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no whole {WHAT}: fetch it again.") from error


def snapshot_options(content: bytes, path: Path) -> dict[str, dict[str, Any]]:
    """What the networks of a snapshot were built with, by name."""
    networks = networks_of(read_record(content, path, WHAT))
    states = {name: network.get("state") or {} for name, network in networks.items()}
    return {name: dict(state.get("_init_kwargs") or {}) for name, state in states.items()}


def networks_of(loaded: Any) -> dict[str, Record]:
    """The modules at the top of a snapshot that hold tensors, by name."""
    if isinstance(loaded, Record):
        return {"": loaded}
    if not isinstance(loaded, Mapping):
        return {}
    return {
        str(name): value
        for name, value in loaded.items()
        if isinstance(value, Record) and "state" in value
    }


def _tensors(state: Any, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Tensor]]:
    """A module's tensors as its state dict names them."""
    if depth > DEEPEST:
        raise TypeError("modules within modules without end")
    passing = state.get("_non_persistent_buffers_set") or ()
    for kind in ("_parameters", "_buffers"):
        for name, value in state[kind].items():
            if isinstance(value, Tensor) and name not in passing:
                yield f"{prefix}{name}", value
    for name, module in state["_modules"].items():
        if module is not None:
            yield from _tensors(module["state"], f"{prefix}{name}.", depth + 1)
