import pkgutil
from importlib import import_module
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

import ganstudio.data
from ganstudio.core.config import Config, changes
from ganstudio.data.catalog import SOURCES, Source
from ganstudio.data.endless import World

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)


def test_the_list_is_the_union():
    assert get_args(get_args(Source)[0]) == SOURCES


def test_no_source_of_the_package_is_missing():
    defined = set()
    for module in pkgutil.iter_modules(ganstudio.data.__path__):
        for value in vars(import_module(f"ganstudio.data.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, Config)
                and "kind" in value.model_fields
            ):
                defined.add(value)
    assert defined == set(SOURCES)


@every_source
def test_every_source_survives_a_round_trip(source):
    saved = changes(source())
    assert saved == {"kind": source().kind}
    assert TypeAdapter(Source).validate_python(saved) == source()


@every_source
def test_every_source_and_field_is_explained(source):
    assert source.label
    assert source.__doc__
    for name, field in source.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description, name


def test_labels_of_the_sources_are_distinct():
    assert len({source.label for source in SOURCES}) == len(SOURCES)


@every_source
def test_worlds_know_their_extent(source):
    if issubclass(source, World):
        assert 0 < source().extent < 10


def test_unknown_keys_and_kinds_are_refused():
    for document in ({"kind": "ring", "sides": 3}, {"kind": "rings"}, {}):
        with pytest.raises(ValidationError):
            TypeAdapter(Source).validate_python(document)
