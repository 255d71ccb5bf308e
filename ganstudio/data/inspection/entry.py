"""How a preset takes a folder: the entry of its data, tried out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ganstudio.core.config import changes
from ganstudio.core.errors import DataError
from ganstudio.data.files import bare
from ganstudio.data.folder import Folder
from ganstudio.data.inspection.report import Finding
from ganstudio.data.labels_folder import LabelMaps
from ganstudio.data.layouts.filing import Layout
from ganstudio.data.pairs_folder import Pairs
from ganstudio.data.sequences_folder import Sequences
from ganstudio.data.unpaired_folder import Unpaired

_KINDS: dict[str, type[Pairs | Unpaired | LabelMaps | Sequences | Folder]] = {
    "pairs": Pairs,
    "unpaired": Unpaired,
    "label_maps": LabelMaps,
    "sequences": Sequences,
    "folder": Folder,
}
_LATER = {
    "celeba": Finding(
        "note",
        "Systems that learn from attributes come later; until then the entry gives the pictures "
        "without them.",
    ),
    "codebrim": Finding(
        "note",
        "The entry gives two classes, background and defects; systems that learn from several "
        "labels a picture come later.",
    ),
    "sequences": Finding(
        "note",
        "Systems of films learn from two folders, one of what is given and one of what is wanted; "
        "the entry gives the frames one by one.",
    ),
}


class Proposal(NamedTuple):
    """The `data:` of a preset, or None; and what to know of it."""

    entry: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()


def propose(
    folder: Path, layout: Layout, settings: Mapping[str, Any], *, is_sound: bool
) -> Proposal:
    """The entry that reads a folder with these settings.

    Args:
        folder: of the dataset.
        layout: how it is laid out.
        settings: fields of the dataset beside those that follow from the layout.
        is_sound: whether nothing is known to be wrong; else the entry is a draft, not tried out.
    """
    if not layout.filed or layout.kind not in _KINDS:
        return Proposal(None)
    fields = {"path": str(_root(folder.resolve(), layout)), **settings}
    has_parts = layout.phases != ("",)
    if layout.kind != "folder" and has_parts:
        fields["phase"] = "train" if "train" in layout.phases else layout.phases[0]
    if fields.get("phase") not in (None, "train", "val", "test"):
        fields["phase"] = "all"
    notes = (_LATER[layout.name],) if layout.name in _LATER else ()
    try:
        source = _KINDS[layout.kind](**fields)
        if is_sound:
            source.spec()
    except DataError as error:
        return Proposal(None, (*notes, Finding("error", str(error))))
    return Proposal(changes(source), notes)


def _root(folder: Path, layout: Layout) -> Path:
    """The folder that a preset names: of plain pictures, that of the part to train on."""
    if layout.kind != "folder":
        return folder
    phase = layout.phases[0]
    if not phase and layout.name != "celeba":
        return folder
    starts = {
        bare(file.name).removesuffix(file.key) if phase else file.name.rpartition("/")[0]
        for file in layout.filed
        if file.phase == phase
    }
    return folder / starts.pop() if len(starts) == 1 else folder
