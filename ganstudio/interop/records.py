"""Pickles rebuilt as plain records, by an unpickler that knows a few names and runs none of them.

Every name of a pickle that could call something is either on a short list, where a function of
this module stands for it, or refused.
"""

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ganstudio.core.errors import InputError

MOST_NUMBERS = 1 << 30  # in one array or tensor of a pickle
PLAIN_KINDS = frozenset("biufc")  # booleans, whole and real numbers
_DAMAGES = (pickle.UnpicklingError, ValueError, KeyError, EOFError, IndexError, AttributeError,
            TypeError, RuntimeError, OverflowError, MemoryError)  # fmt: skip


def read_record(content: bytes, path: Path, what: str) -> Any:
    """What a pickle holds: dicts, lists, numbers, tensors, `Record`s and `ArrayRecord`s.

    Args:
        content: the pickle.
        path: whose file this is, for the error.
        what: the file is meant to be, with its article.

    Raises:
        InputError: it names something that is not on the list, or is damaged.
    """
    try:
        return _Reader(io.BytesIO(content)).load()
    except RefusedNameError as error:
        raise InputError(
            f"{path} is no {what}: it asks for {error}, which reading would run, and was not read."
        ) from error
    except _DAMAGES as error:
        raise InputError(f"{path} is no whole {what}: fetch it again.") from error


class RefusedNameError(Exception):
    """The pickle asks for something that is not on the list."""


class _Sealed(type):
    """A class that a pickle cannot change."""

    def __setattr__(cls, name: str, value: Any) -> None:
        raise pickle.UnpicklingError("a class with a state")


class Record(dict[str, Any], metaclass=_Sealed):
    """The contents of an object whose class is not imported."""

    __slots__ = ()


class KindRecord:
    """What a pickle says of a numpy dtype."""

    def __init__(self, code: Any, *_: Any) -> None:
        self.code = str(code)
        self.order = "="

    def __setstate__(self, state: Any) -> None:
        if state[1] in ("<", ">"):
            self.order = state[1]

    def is_objects(self) -> bool:
        return self.code.startswith("O")

    def plain(self) -> np.dtype[Any]:
        """Raises UnpicklingError where it is not a kind of numbers."""
        if self.code[:1] not in PLAIN_KINDS:
            raise pickle.UnpicklingError(f"an array of {self.code}")
        return np.dtype(self.order + self.code)


class ArrayRecord:
    """A numpy array; `value` holds its numbers, `items` its objects."""

    def __init__(self, *_: Any) -> None:
        self.value: np.ndarray[Any, Any] | None = None
        self.items: list[Any] = []

    def __setstate__(self, state: Any) -> None:
        _, shape, kind, is_fortran, content = state
        if kind.is_objects() and isinstance(content, list):
            self.items = content
            return
        flat = np.frombuffer(content, dtype=kind.plain())
        # Fortran's order is the other way round.
        found = flat.reshape(shape[::-1]).T if is_fortran else flat.reshape(shape)
        self.value = found.copy()


class _Call:
    """Stands for a name that pickles call; nothing in a pickle can change it."""

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)

    def __setstate__(self, state: Any) -> None:
        raise pickle.UnpicklingError("a name with a state")


def _module(meta: Any) -> Record:
    """NVIDIA's persistence has source beside the state; the source stays where it is."""
    if not isinstance(meta, Mapping):
        raise pickle.UnpicklingError("a module without a description")
    return Record(meta)


def _storage(content: bytes) -> Any:
    return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)


def _tensor(storage: Any, offset: int, size: Any, stride: Any, *_: Any) -> Tensor:
    if np.prod(size, dtype=object) > MOST_NUMBERS:
        raise pickle.UnpicklingError("a tensor that is too large")
    flat = torch.empty(0, dtype=storage.dtype).set_(storage)
    # Refuses what reaches beyond the storage.
    return torch.as_strided(flat, tuple(size), tuple(stride), offset).clone()


def _parameter(data: Tensor, *_: Any) -> Tensor:
    return data


def _number(kind: KindRecord, content: Any = b"") -> Any:
    return np.frombuffer(content, dtype=kind.plain())[0].item()


_NUMPY = ("numpy", "numpy.core.multiarray", "numpy._core.multiarray")
_NAMES: dict[tuple[str, str], Any] = {
    ("torch_utils.persistence", "_reconstruct_persistent_obj"): _Call(_module),
    ("torch._utils", "_rebuild_tensor_v2"): _Call(_tensor),
    ("torch._utils", "_rebuild_parameter"): _Call(_parameter),
    ("torch.storage", "_load_from_bytes"): _Call(_storage),
    ("collections", "OrderedDict"): OrderedDict,
    ("dnnlib.util", "EasyDict"): Record,
    ("builtins", "set"): set,
    ("__builtin__", "set"): set,
    **{(module, "dtype"): _Call(KindRecord) for module in _NUMPY},
    **{(module, "ndarray"): _Call(ArrayRecord) for module in _NUMPY},
    **{(module, "_reconstruct"): _Call(ArrayRecord) for module in _NUMPY},
    **{(module, "scalar"): _Call(_number) for module in _NUMPY},
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NAMES:
            raise RefusedNameError(f"{module}.{name}")
        return _NAMES[module, name]

    def persistent_load(self, pid: Any) -> Any:  # noqa: ARG002
        raise pickle.UnpicklingError("a part that lies elsewhere")
