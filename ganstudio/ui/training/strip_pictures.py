"""Pictures of old snapshots for the strip: the PNG that stands beside every kept one."""

from pathlib import Path

from PySide6.QtGui import QImage

_COLUMNS, _SHOWN_COLUMNS, _SHOWN_ROWS = 8, 3, 2  # of a sheet of samples


def picture_of(folder: Path, step: int, *, is_sheet: bool) -> QImage | None:
    """The snapshot's picture; of a sheet of samples the first few. None where there is none."""
    image = QImage(str(folder / f"{step}.png"))
    if image.isNull():
        return None
    if not is_sheet:
        return image
    cell = image.width() // _COLUMNS
    return image.copy(0, 0, _SHOWN_COLUMNS * cell, min(_SHOWN_ROWS * cell, image.height()))
