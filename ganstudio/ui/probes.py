"""Probes of benchmarks: a studio with a process, a home and, if needed, a screen of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ganstudio.core.errors import StudioError
from ganstudio.core.paths import HOME_VARIABLE

_SCREEN = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": True,
    "screens": [
        {"name": "probe", "x": 0, "y": 0, "width": 1920, "height": 1080, "dpr": 1,
         "logicalDpi": 96, "logicalBaseDpi": 96},
    ],
}  # fmt: skip
"""As Qt's offscreen platform reads it; its own screen is smaller than the window."""


def probe_environment(home: str) -> dict[str, str]:
    """What a probe is started with beside what is set anyway."""
    environment = {HOME_VARIABLE: home}
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    has_screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or platform)
    is_linux = sys.platform.startswith("linux")
    if platform == "offscreen" or (is_linux and not has_screen):
        screen = Path(home) / "screen.json"
        screen.write_text(json.dumps(_SCREEN))
        environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    return environment


def run_probe(module: str, arguments: Sequence[str] = (), home: str = "") -> dict[str, Any]:
    """The figures that `ganstudio.ui.<module>` printed, with a fresh home if none is given.

    Raises StudioError.
    """
    if not home:
        with tempfile.TemporaryDirectory() as fresh:
            return run_probe(module, arguments, fresh)
    environment = {**os.environ, **probe_environment(home)}
    command = [sys.executable, "-m", f"ganstudio.ui.{module}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise StudioError(f"The probe {module} failed: {done.stderr.strip()[-400:]}")
    figures: dict[str, Any] = json.loads(lines[-1])
    return figures
