"""Arrays inside a document: exact, small, safe to read, and quick enough to paint with."""

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from ganstudio.edit.packed import Packed


def _map(side: int, kind: str = "uint8") -> NDArray[np.generic]:
    rows, columns = np.mgrid[:side, :side]
    ids = (rows > side // 2).astype(kind)
    ids[(rows - side // 3) ** 2 + (columns - side // 4) ** 2 < (side // 5) ** 2] = 7
    return ids


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["uint8", "uint16", "int32", "float32"]),
    st.integers(0, 40), st.integers(1, 40), st.integers(1, 60), st.integers(0, 99),
)  # fmt: skip
def test_an_array_comes_back_byte_for_byte(
    kind: str, height: int, width: int, longest: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    lengths = random.integers(1, longest + 1, height * width)
    drawn = random.integers(0, 5, height * width)
    array = np.repeat(drawn, lengths)[: height * width].astype(kind).reshape(height, width)

    again = Packed.model_validate(Packed.of(array).model_dump()).array()

    assert again.dtype == array.dtype
    assert again.shape == array.shape
    assert again.tobytes() == array.tobytes()


def test_equal_numbers_of_other_bytes_are_not_one_run() -> None:
    array = np.zeros(64, np.float32)
    array[32:] = -0.0

    assert Packed.of(array).array().tobytes() == array.tobytes()


def test_a_map_of_large_areas_is_kept_as_runs_and_a_picture_as_bytes() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (32, 32, 3), np.uint8)

    assert Packed.of(_map(256)).form == "runs"
    assert len(Packed.of(_map(256)).data) < 1500
    assert Packed.of(picture).form == "bytes"


def test_a_document_of_before_there_were_runs_still_opens() -> None:
    array = _map(40)
    text = base64.b85encode(zlib.compress(array.tobytes(), 1)).decode()
    packed = Packed.model_validate({"type": "uint8", "shape": [40, 40], "data": text})

    assert np.array_equal(packed.array(), array)


def _packed_runs(lengths: list[int], values: bytes) -> str:
    content = np.array(lengths, np.uint32).tobytes() + values
    return base64.b64encode(zlib.compress(content)).decode()


@pytest.mark.parametrize(
    "data",
    [
        _packed_runs([4_000_000_000], b"\x01"),
        _packed_runs([60, 40, 30], b"\x01\x02\x03"),
        _packed_runs([60, 30], b"\x01\x02"),
        _packed_runs([50, 50], b"\x01\x02\x03"),
        base64.b64encode(zlib.compress(bytes(10_000_000))).decode(),
        "no base64 at all",
        base64.b64encode(b"no zlib").decode(),
    ],
    ids=["bomb", "too long", "too short", "odd", "many bytes", "letters", "bytes"],
)
def test_runs_that_do_not_make_the_array_are_refused_before_memory_is_taken(data: str) -> None:
    fields = {"type": "uint8", "shape": [10, 10], "form": "runs", "data": data}

    with pytest.raises(ValidationError, match="the packed array is"):
        Packed.model_validate(fields)
