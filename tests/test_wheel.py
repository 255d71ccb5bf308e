"""The wheel carries assets and presets, and runs from wherever it is installed."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_an_installed_wheel_runs_elsewhere(tmp_path: Path) -> None:
    build = "import sys; from hatchling.builders.wheel import WheelBuilder as W;"
    build += "print(*W(sys.argv[1]).build(directory=sys.argv[2]))"
    made = subprocess.run(
        [sys.executable, "-c", build, str(ROOT), str(tmp_path / "dist")],
        check=True, capture_output=True, text=True,
    ).stdout.strip().splitlines()[-1]  # fmt: skip
    site = tmp_path / "site"
    with zipfile.ZipFile(made) as wheel:
        wheel.extractall(site)
        names = wheel.namelist()
    assert any(n.startswith("ganstudio/_bundled/presets/wasserstein/") for n in names)
    assert any(n.startswith("ganstudio/_bundled/assets/icons/") for n in names)
    code = (
        "import sys, ganstudio; from ganstudio.cli import run;"
        f"assert ganstudio.__file__.startswith({str(site)!r}), ganstudio.__file__;"
        "sys.exit(run(['presets', 'list', '--json']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(site), "GANSTUDIO_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    cards = json.loads(done.stdout)
    assert "wgan-gp-ring" in {card["name"] for card in cards}
    assert all(str(site) in card["path"] for card in cards)
