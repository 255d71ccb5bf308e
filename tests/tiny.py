"""Runs of a few steps, trained in a second: real weights for what needs some."""

from pathlib import Path

from ganstudio import cli

CAPTIONED = """\
data: {kind: captions}
system:
  system: text2image
  generator: {kind: dcgan, channels: 4}
  critic: {kind: dcgan, channels: 4}
schedule: {steps: 1, batch: 4}
"""
STYLED = """\
data: {kind: digits, size: 16}
system:
  system: latent
  generator: {kind: style, channels: 4, style: 8, mapping_layers: 2}
  critic: {kind: mlp, depth: 1, width: 8}
  prior: {size: 4}
schedule: {steps: 2, batch: 4}
"""
LABELLED = """\
data: {kind: digits, size: 8}
system:
  system: latent
  conditioning: {kind: concat}
  generator: {kind: mlp, depth: 1, width: 16}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 2, batch: 4}
"""
REFINING = """\
data: {kind: digits, size: 16}
system:
  system: lapgan
  levels: 3
  generator: {kind: mlp, depth: 1, width: 16}
  critic: {kind: mlp, depth: 1, width: 8}
  prior: {size: 4}
schedule: {steps: 2, batch: 4}
"""
PARTLY_LABELLED = """\
data: {kind: digits, size: 8}
system:
  system: semisupervised
  generator: {kind: mlp, depth: 1, width: 16}
  prior: {size: 4}
schedule: {steps: 2, batch: 20}
"""
POINTS = """\
system:
  system: latent
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
schedule: {steps: 2, batch: 4}
"""


def train(text: str, folder: Path, *arguments: str) -> Path:
    """Train a preset's text into the run `folder`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    preset = folder.parent / f"{folder.name}.yaml"
    preset.write_text(text, encoding="utf-8")
    code = cli.run(["train", str(preset), "--out", str(folder), "--device", "cpu", *arguments])
    assert code == 0
    return folder
