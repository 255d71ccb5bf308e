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
_OWN = {"packed": "here"}  # context of what was packed by ourselves: unpacked when it is asked for


class Packed(Config):
    """A frozen array: its bytes compressed, so that equal arrays are equal and hash alike."""

    type: Literal["uint8", "uint16", "int32", "float32"]
    shape: tuple[int, ...]
    data: str  # base85 of zlib

    @classmethod
    def of(cls, values: NDArray[Any] | Tensor) -> Self:
        """Pack an array or tensor of one of the four types. Raises ValidationError for others."""
        array = values.detach().cpu().numpy() if isinstance(values, Tensor) else values
        squeezed = zlib.compress(np.ascontiguousarray(array).tobytes(), _FAST)
        text = base64.b85encode(squeezed).decode("ascii")
        fields = {"type": str(array.dtype), "shape": array.shape, "data": text}
        return cls.model_validate(fields, context=_OWN)

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


@lru_cache(maxsize=256)
def _unpacked(packed: Packed) -> NDArray[Any]:
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(base64.b85decode(packed.data), packed.size + 1)
    except (ValueError, zlib.error, binascii.Error) as error:
        raise ValueError("the packed array is damaged") from error
    if len(content) != packed.size:
        raise ValueError(f"the packed array is not of shape {packed.shape}")
    return np.frombuffer(content, packed.type).reshape(packed.shape)
