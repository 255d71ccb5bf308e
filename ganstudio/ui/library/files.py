"""Choosing files of the disk."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.ui.drops import WEIGHTS

BUNDLES = "Preset bundles (*.ganpreset)"
WEIGHTS_FILTER = f"Weights ({' '.join(f'*{suffix}' for suffix in WEIGHTS)})"
EXPORTS = {
    "Report (*.html)": ".html",
    "Report to print (*.pdf)": ".pdf",
    "Weights and preset (*.safetensors)": ".safetensors",
    "Generator in TorchScript (*.pt)": ".pt",
    "Generator in ONNX (*.onnx)": ".onnx",
    "Curves as a table (*.csv)": ".csv",
    "Named nodes of a graph as a table (*.nodes.csv)": ".nodes.csv",
    "Curves for TensorBoard (*.tfevents)": ".tfevents",
    "Last samples (*.png)": ".png",
    "Everything (*.zip)": ".zip",
}
"""What of a run can be taken out, and the ending of its file."""


def ask_bundle(parent: QWidget) -> Path | None:
    """A bundle to import, or None."""
    name, _ = QFileDialog.getOpenFileName(parent, "Import a preset", "", BUNDLES)
    return Path(name) if name else None


def ask_bundle_target(parent: QWidget, name: str) -> Path | None:
    """Where a bundle is to be written, or None."""
    start = str(Path.home() / f"{name}.ganpreset")
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export a preset", start, BUNDLES)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == ".ganpreset" else path.with_name(f"{path.name}.ganpreset")


def ask_run_folder(parent: QWidget) -> Path | None:
    """A run's folder from anywhere, or None."""
    name = QFileDialog.getExistingDirectory(parent, "Open a run folder")
    return Path(name) if name else None


def ask_weights(parent: QWidget) -> list[Path]:
    """The files of one model of another program; empty for none."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Import weights", "", WEIGHTS_FILTER)
    return [Path(name) for name in names]


def ask_export_target(parent: QWidget, name: str) -> Path | None:
    """Where something of a run is to be written, with the ending of what was chosen; or None."""
    start = str(Path.home() / name)
    chosen, kind = QFileDialog.getSaveFileName(parent, "Export the run", start, ";;".join(EXPORTS))
    if not chosen:
        return None
    path, wanted = Path(chosen), EXPORTS.get(kind, ".safetensors")
    if path.suffix not in EXPORTS.values():
        return path.with_name(f"{path.name}{wanted}")
    is_cut_short = wanted.endswith(path.suffix) and not path.name.endswith(wanted)
    return path.with_suffix(wanted) if is_cut_short else path
