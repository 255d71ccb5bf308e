"""The command line inside the test's own process."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganstudio import cli


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    def is_refused(self, words: str) -> bool:
        """One line that says so, and nothing on standard output."""
        is_short = "Traceback" not in self.err and self.err.count("\n") == 1
        return (self.code, self.out) == (2, "") and is_short and words in self.err


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def carry_out(*arguments: object) -> Answer:
        code = cli.run([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return carry_out


@pytest.fixture
def preset(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a preset's text into a file."""

    def written(text: str) -> Path:
        path = tmp_path / "tiny.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of two classes, `cat` and `dog`, with two colour pictures each."""
    noise = np.random.default_rng(0)
    for name in ("cat/0", "cat/1", "dog/0", "dog/1"):
        path = tmp_path / "pictures" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(noise.integers(0, 255, (8, 8, 3), dtype=np.uint8)).save(path)
    return tmp_path / "pictures"
