"""Arrays inside a document: small, exact, and safe to read from a file of unknown origin."""

import base64
import binascii
import math
import zlib
from functools import lru_cache
from typing import Any, Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import ValidationInfo, model_validator
from torch import Tensor

from ganstudio.core.config import Config

MOST_BYTES = 1 << 30
_FAST = 1
_LONG = 8  # elements of a run, on average, from which runs are quicker and smaller
_OWN = {"packed": "here"}  # context of what was packed by ourselves: unpacked when it is asked for


class Packed(Config):
    """A frozen array: its bytes compressed, so that equal arrays are equal and hash alike.

    A map of ids is few values in long runs. It is kept as those: a map of 2,048 px a side is
    packed anew after each stroke, on the thread that paints, in a tenth of the time.

    Attributes:
        form: "bytes" are all elements in base85 of zlib; "runs" how long each run is (uint32) and
            then what it repeats, in base64 of zlib.
    """

    type: Literal["uint8", "uint16", "int32", "float32"]
    shape: tuple[int, ...]
    form: Literal["bytes", "runs"] = "bytes"
    data: str

    @classmethod
    def of(cls, values: NDArray[Any] | Tensor) -> Self:
        """Pack an array or tensor of one of the four types. Raises ValidationError for others."""
        array = values.detach().cpu().numpy() if isinstance(values, Tensor) else values
        flat = np.ascontiguousarray(array).reshape(-1)
        runs = _runs(flat)
        if runs is None:
            form, coded = "bytes", base64.b85encode(zlib.compress(flat.tobytes(), _FAST))
        else:
            form, coded = "runs", base64.b64encode(zlib.compress(runs, _FAST))
        fields = {"type": str(array.dtype), "shape": array.shape, "form": form}
        return cls.model_validate({**fields, "data": coded.decode("ascii")}, context=_OWN)

    @property
    def size(self) -> int:
        """Bytes that the array takes when unpacked."""
        return math.prod(self.shape) * np.dtype(self.type).itemsize

    def array(self) -> NDArray[Any]:
        """The array, not to be written to."""
        return _unpacked(self)

    def tensor(self) -> Tensor:
        """A tensor of its own."""
        return torch.from_numpy(self.array().copy())

    @model_validator(mode="after")
    def _fits(self, known: ValidationInfo) -> Self:
        if any(side < 0 for side in self.shape) or self.size > MOST_BYTES:
            raise ValueError(f"an array of shape {self.shape} is larger than the studio opens")
        if known.context is not _OWN:
            self.array()
        return self


def _runs(flat: NDArray[Any]) -> bytes | None:
    """Lengths and values of runs of equal bytes; None where they are too short to be worth it."""
    if not flat.size:
        return None
    bits = flat.view(f"u{flat.itemsize}")  # equal floats may differ in their bytes
    ends = np.flatnonzero(bits[1:] != bits[:-1])
    if (len(ends) + 1) * _LONG > flat.size:
        return None
    lengths = np.diff(ends, prepend=-1, append=flat.size - 1).astype(np.uint32)
    values = flat[np.append(ends, flat.size - 1)]
    return lengths.tobytes() + values.tobytes()


@lru_cache(maxsize=256)
def _unpacked(packed: Packed) -> NDArray[Any]:
    decode = base64.b85decode if packed.form == "bytes" else base64.b64decode
    reader = zlib.decompressobj()
    try:  # runs worth keeping are never larger than what they stand for
        content = reader.decompress(decode(packed.data), packed.size + 1)
        flat = _elements(packed, content)
    except (ValueError, zlib.error, binascii.Error) as error:
        raise ValueError("the packed array is damaged") from error
    if flat.nbytes != packed.size:
        raise ValueError(f"the packed array is not of shape {packed.shape}")
    array = flat.reshape(packed.shape)
    array.flags.writeable = False
    return array


def _elements(packed: Packed, content: bytes) -> NDArray[Any]:
    """Raises ValueError: what was read is no whole number of elements, or of too many."""
    kind = np.dtype(packed.type)
    if packed.form == "bytes":
        return np.frombuffer(content, kind)
    count = len(content) // (4 + kind.itemsize)
    lengths = np.frombuffer(content, np.uint32, count)
    if int(lengths.sum(dtype=np.uint64)) > math.prod(packed.shape):
        raise ValueError("runs are longer than the array")
    return np.repeat(np.frombuffer(content[4 * count :], kind), lengths)
