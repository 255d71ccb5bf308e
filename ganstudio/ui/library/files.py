"""Choosing files of the disk."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

BUNDLES = "Preset bundles (*.ganpreset)"


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
