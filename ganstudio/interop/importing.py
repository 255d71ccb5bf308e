"""Another program's checkpoint as a design of ours with its weights: what a run is made of."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from torch import Tensor

from ganstudio.core.errors import InputError
from ganstudio.core.system import System
from ganstudio.data.batches import DataSpec
from ganstudio.data.source import Report, unreported
from ganstudio.interop.clusters import Floats
from ganstudio.interop.formats.format import Assumed, Cases, Design, Format
from ganstudio.interop.matching import Match, match
from ganstudio.interop.pieces import Gathered, SourceFile, gather
from ganstudio.nn.random import Random, initialised_from

READ, BUILT = 0.5, 0.8  # shares of the whole: what reading takes, what building takes


@dataclass(frozen=True)
class Imported:
    """Everything that a run is made of.

    Attributes:
        format: whose checkpoint it was.
        preset: plain values of a preset: title, paper, notes, data, system.
        spec: the shape of the data.
        weights: `player/<name>/<key>` and `average/<name>/<key>`, as checkpoints have them.
        step: at which it was trained, where a file's name tells; else 0.
        files: whence it is.
        told: sentences on what the weights did not tell.
        clusters: rows of features by class, by the name of their file.
    """

    format: Format
    preset: dict[str, Any]
    spec: DataSpec
    weights: dict[str, Tensor]
    step: int
    files: tuple[SourceFile, ...]
    told: tuple[str, ...]
    clusters: Mapping[str, Mapping[int, Floats]]

    @property
    def origin(self) -> dict[str, Any]:
        """Plain values for a note beside the run."""
        return {
            "format": self.format.name,
            "program": self.format.program,
            "files": [
                {"name": file.name, "sha256": file.sha256, "bytes": file.size}
                for file in self.files
            ],
            "notes": list(self.told),
        }

    @property
    def extras(self) -> dict[str, bytes]:
        """pix2pixHD's features of each class, in place of the pickles they came as."""
        tables = {
            name: {str(number): rows.tolist() for number, rows in classes.items()}
            for name, classes in self.clusters.items()
        }
        return {"features.json": json.dumps(tables, indent=1).encode()} if tables else {}


def read_model(
    paths: Sequence[Path],
    wanted: str = "",
    options: Mapping[str, Any] | None = None,
    report: Report = unreported,
) -> Imported:
    """Read official checkpoints into a system of ours; nothing in them is run.

    Args:
        paths: the files of one model.
        wanted: the name of a format, or "" to find it by keys and shapes.
        options: what weights do not tell, by the program's own names: crop_size, no_instance.
        report: progress.

    Raises:
        InputError: a file cannot be read, is of no known network, or does not fit the others.
        Cancelled: `report` raised it.
    """
    gathered = gather(paths, lambda words, share: report(words, READ * share))
    found = match(gathered.pieces, wanted, options or {})
    assumed = Assumed()
    with _naming(paths):
        design = found.format.design(found.trained, assumed)
        report(f"Building {found.format.title}", READ)
        weights = _weights(found, design)
    report("Checked every weight", BUILT)
    told = _told(found, design, assumed)
    return Imported(
        found.format,
        _preset(found.format, design, gathered, told),
        design.spec,
        weights,
        _step(found.format, paths),
        gathered.files,
        told,
        gathered.clusters,
    )


def parse_options(given: Sequence[str]) -> dict[str, Any]:
    """`crop_size=512`, `no_instance=true` as values by name. Raises InputError."""
    return dict(_option(text) for text in given)


def _option(text: str) -> tuple[str, Any]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not name:
        raise InputError(f"--option {text} has no `=`: write --option crop_size=512.")
    if value.lower() in ("true", "false"):
        return name, value.lower() == "true"
    for kind in (int, float):
        try:
            return name, kind(value)
        except ValueError:
            continue
    return name, value


def fill(system: System, form: Format, cases: Cases, left_out: Sequence[str] = ()) -> None:
    """Take every case's weights into its place of a built system. Raises InputError."""
    for role in form.roles:
        if role.name in cases and role.name not in left_out:
            case = cases[role.name]
            try:
                role.fill(role.place(system), case)
            except InputError as error:
                raise InputError(f"{case.folder} does not fit as {role.words}: {error}") from error


def _weights(found: Match, design: Design) -> dict[str, Tensor]:
    weights: dict[str, Tensor] = {}
    for prefix, cases in (("player", found.trained), ("average", found.averaged)):
        system = _built(design)
        fill(system, found.format, cases, design.left_out)
        for name, player in system.players.items():
            weights |= {f"{prefix}/{name}/{key}": v for key, v in player.state_dict().items()}
    return weights


def _built(design: Design) -> System:
    build: Any = design.system
    with initialised_from(0):  # what no file was given for begins like in any other import
        system: System = build.build(design.spec, Random(0, torch.device("cpu")))
    return system


@contextmanager
def _naming(paths: Sequence[Path]) -> Iterator[None]:
    """Sizes that our parts do not take are a sentence on the files."""
    try:
        yield
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{paths[0]} cannot be imported: {place} is {first['input']!r}, and {first['msg']}."
        ) from error
    except (RuntimeError, KeyError, IndexError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise InputError(
            f"{paths[0]} cannot be imported: its weights have other names or shapes than the "
            f"network they look like ({reason})."
        ) from error


def _told(found: Match, design: Design, assumed: Assumed) -> tuple[str, ...]:
    sentences = list(found.format.notes)
    if assumed.options:
        words = ", ".join(f"{name} {value}" for name, value in assumed.options.items())
        sentences.append(f"The weights do not tell and the program's defaults were taken: {words}.")
    absent = [
        role.words
        for role in found.format.roles
        if role.name in design.left_out or not (role.may_lack or role.name in found.trained)
    ]
    if absent:
        words = " and ".join(absent)
        verb = "begins" if len(absent) == 1 else "begin"
        sentences.append(f"{words[0].upper()}{words[1:]} {verb} anew, without weights of theirs.")
    return tuple(sentences)


def _preset(
    form: Format, design: Design, gathered: Gathered, told: tuple[str, ...]
) -> dict[str, Any]:
    files = "; ".join(f"{file.name}, sha256 {file.sha256}" for file in gathered.files)
    return {
        "title": f"{form.title}, imported",
        "paper": form.paper,
        "shows": f"Weights of {form.program}",
        "notes": " ".join([f"Imported from {files}.", *told]),
        "tags": ["imported"],
        "data": design.data.model_dump(mode="json"),
        "system": design.system.model_dump(mode="json"),
    }


def _step(form: Format, paths: Sequence[Path]) -> int:
    """The number in front of StarGAN's names; other programs count epochs or images."""
    if not form.counts_steps:
        return 0
    found = [int(match[1]) for path in paths if (match := re.match(r"(\d{1,9})[-_]", path.name))]
    return max(found, default=0)
