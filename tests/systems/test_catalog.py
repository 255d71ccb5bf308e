"""The list of systems is whole: every file, every claim."""

from pathlib import Path

import ganstudio.systems
from ganstudio.systems.catalog import CONFIGS, NAMED_SYSTEMS


def test_every_file_of_the_layer_holds_a_named_system_and_a_config() -> None:
    folder = Path(ganstudio.systems.__file__).parent
    files = {p.name for p in folder.glob("*.py")} - {"__init__.py", "catalog.py"}
    assert {named.file for named in NAMED_SYSTEMS} == files
    assert {f"{config.model_fields['system'].default}.py" for config in CONFIGS} == files


def test_names_are_unique_and_papers_say_where() -> None:
    names = [named.name for named in NAMED_SYSTEMS]
    assert len(set(names)) == len(names)
    for named in NAMED_SYSTEMS:
        assert "arXiv:" in named.paper or "http" in named.paper
