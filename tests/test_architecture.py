"""The shape of the house, held by plain tests."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ganstudio"
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"ui", "cli", "__main__"},
    {"experiments"},
    {"engine", "edit", "interop"},
    {"systems", "metrics"},
    {"parts"},
    {"nn", "data", "theory"},
    {"core"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def layer_of(module: str) -> str:
    return module.split(".")[1]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"relative import in line {node.lineno}"
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


@cache
def trees() -> tuple[tuple[Path, ast.Module], ...]:
    texts = [(path, path.read_text(encoding="utf-8")) for path in MODULES]
    return tuple((path, ast.parse(text)) for path, text in texts if text.strip())


def test_every_arrow_points_down() -> None:
    wrong = []
    for path, tree in trees():
        own = name_of(path)
        if own == "ganstudio":
            continue
        for target, line in imports_of(tree):
            if not target.startswith("ganstudio."):
                continue
            source_layer, target_layer = layer_of(own), layer_of(target)
            if target_layer not in LEVEL or source_layer == target_layer:
                continue
            opens_studio = source_layer in {"cli", "__main__"} and target_layer in {"ui", "cli"}
            if LEVEL[target_layer] <= LEVEL[source_layer] and not opens_studio:
                wrong.append(f"{own}:{line} imports {target}")
    assert not wrong, "\n".join(wrong)


def test_systems_never_import_each_other() -> None:
    for path, tree in trees():
        if path.parent.name == "systems" and path.stem not in {"catalog", "__init__"}:
            assert not [t for t, _ in imports_of(tree) if t.startswith("ganstudio.systems")], path


def test_qt_lives_in_one_package() -> None:
    for path, tree in trees():
        if "ui" not in path.relative_to(PACKAGE).parts:
            found = [t for t, _ in imports_of(tree) if t.split(".")[0] == "PySide6"]
            assert not found, path


def test_no_import_inside_a_function_but_in_the_command_line() -> None:
    wrong = []
    for path, tree in trees():
        if path == PACKAGE / "__main__.py" or path.is_relative_to(PACKAGE / "cli"):
            continue
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                inner = [
                    n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)
                ]
                wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in inner]
    assert not wrong, "\n".join(wrong)


def test_only_the_engine_trains() -> None:
    for path in MODULES:
        area = path.relative_to(PACKAGE).parts[0]
        if area in ("engine", "experiments") or path.name in ("invert.py", "latent_search.py"):
            continue
        text = path.read_text(encoding="utf-8")
        for forbidden in ("torch.optim", ".backward("):
            assert forbidden not in text, f"{path}: {forbidden}"


def test_no_drawer_for_odds_and_ends() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert not names & {"utils", "util", "common", "misc", "helpers", "helper"}


def test_core_and_the_first_window_import_no_torch() -> None:
    code = (
        "import sys, pkgutil, importlib, ganstudio.core as core\n"
        "[importlib.import_module(f'ganstudio.core.{m.name}')"
        " for m in pkgutil.iter_modules(core.__path__)]\n"
        "import ganstudio.cli, ganstudio.ui.app, ganstudio.ui.window\n"
        "import ganstudio.ui.workspaces.presets\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


UNIONS = {
    "parts.objectives": "OBJECTIVES",
    "parts.penalties": "PENALTIES",
    "parts.constraints": "CONSTRAINTS",
    "parts.views": "VIEWS",
    "parts.conditioning": "CONDITIONINGS",
    "parts.generators": "GENERATORS",
    "parts.critics": "CRITICS",
    "parts.translators": "TRANSLATORS",
    "parts.painters": "PAINTERS",
    "data.catalog": "SOURCES",
    "systems.catalog": "CONFIGS",
}


@pytest.mark.parametrize("name", UNIONS)
def test_every_part_is_in_its_union(name: str) -> None:
    package = importlib.import_module(f"ganstudio.{name}")
    listed = set(getattr(package, UNIONS[name]))
    listed |= set(getattr(package, f"GENERATOR_{UNIONS[name]}", ()))
    folder = PACKAGE / Path(*name.split("."))
    folder = folder if folder.is_dir() else folder.parent
    tag = "system" if name.startswith("systems") else "kind"
    for path in folder.glob("*.py"):
        module = importlib.import_module(name_of(path))
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, BaseModel):
                defined_here = found.__module__ == module.__name__
                if defined_here and tag in found.model_fields:
                    assert found in listed, f"{found.__name__} is missing from {UNIONS[name]}"


def test_every_named_system_has_a_preset() -> None:
    from ganstudio.engine.cards import shipped_cards
    from ganstudio.systems.catalog import NAMED_SYSTEMS

    shipped = {card.name for card in shipped_cards()}
    named_presets = [name for named in NAMED_SYSTEMS for name in named.presets]
    assert set(named_presets) == shipped
    assert all(named.presets for named in NAMED_SYSTEMS)
    assert all((PACKAGE / "systems" / named.file).exists() for named in NAMED_SYSTEMS)


def test_presets_are_short_and_name_their_paper() -> None:
    for path in (ROOT / "presets").glob("*/*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# "), path
        assert 3 <= len(lines) <= 16, path


def test_every_public_function_is_annotated() -> None:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert node.returns is not None, f"{path}:{node.lineno} {node.name}"
