"""What a run's data were, kept beside its weights."""

import json

import pytest

from ganstudio.data import description
from ganstudio.data.batches import DataSpec, Region

SPEC = DataSpec(
    (3, 16, 16),
    ("cat", "dog"),
    40,
    ("a", "blue"),
    source=(1, 16, 16),
    is_paired=True,
    regions=(Region("sky", (0, 128, 255)), Region("car", (9, 9, 9), is_thing=True)),
)


@pytest.mark.parametrize("spec", [SPEC, DataSpec((2,))])
def test_a_description_comes_back_as_it_was(tmp_path, spec):
    description.write(tmp_path, spec)
    assert description.read(tmp_path) == spec
    document = json.loads(json.dumps(description.to_document(spec)))
    assert description.from_document(document) == spec


def test_a_later_studios_keys_are_passed_over(tmp_path):
    document = description.to_document(SPEC) | {"sounds": 8}
    assert description.from_document(document) == SPEC


@pytest.mark.parametrize(
    "document",
    [None, [], {}, {"shape": []}, {"shape": [0, 4, 4]}, {"shape": [3, 1 << 20, 1 << 20]},
     {"shape": ["wide"]}, {"shape": [2], "classes": 7}],
)  # fmt: skip
def test_what_describes_no_data_is_none(tmp_path, document):
    assert description.from_document(document) is None
    (tmp_path / description.FILE).write_text(json.dumps(document))
    assert description.read(tmp_path) is None


def test_half_a_file_is_none(tmp_path):
    description.write(tmp_path, SPEC)
    whole = (tmp_path / description.FILE).read_bytes()
    (tmp_path / description.FILE).write_bytes(whole[: len(whole) // 2])
    assert description.read(tmp_path) is None
