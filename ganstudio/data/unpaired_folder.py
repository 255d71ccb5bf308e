"""Folders of two domains whose pictures do not belong together.

As CycleGAN lays them out: trainA, trainB, testA, testB (Zhu et al. 2017, arXiv:1703.10593).
"""

from pathlib import Path
from typing import ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor

from ganstudio.core.config import Config, hints
from ganstudio.core.errors import DataError
from ganstudio.core.rng import derive
from ganstudio.data.batches import Batch, DataSpec
from ganstudio.data.files import bare, find_pictures
from ganstudio.data.folder import Folder
from ganstudio.data.jitter import Jitter, JitteredStore
from ganstudio.data.layouts.filing import Filed, Role
from ganstudio.data.layouts.recognise import look_at
from ganstudio.data.pictures import Flip, Size
from ganstudio.data.placed import Backdrop, SquareFit, subfolder
from ganstudio.data.source import Report, Share
from ganstudio.data.store import Store

_CHANNELS = 3
_ROLES: tuple[Role, Role] = ("b", "a")


class Unpaired(Config):
    """Two domains, such as horses and zebras: A is given, B is wanted."""

    label: ClassVar[str] = "Unpaired domains"
    kind: Literal["unpaired"] = "unpaired"
    path: str = Field(
        "",
        title="Folder",
        description="Holds the folders trainA and trainB, or A and B.",
        json_schema_extra=hints(path="folder"),
    )
    phase: Literal["train", "val", "test"] = Field(
        "train",
        title="Part",
        description="Which part of the dataset is used, where it is divided into parts.",
    )
    size: Size = 256
    fit: SquareFit = "crop"
    flip: Flip = False
    folder_a: str = subfolder("Folder of A", "the domain that is given")
    folder_b: str = subfolder("Folder of B", "the domain that is wanted")
    jitter: Jitter = 0
    background: Backdrop = "white"

    def spec(self) -> DataSpec:
        """`size` counts the pictures of B."""
        return self._spec(len(find_pictures(self._find("b"))))

    def open(self, seed: int, device: torch.device, share: Share, report: Report) -> "TwoDomains":
        wanted, given = (
            JitteredStore(
                rows := self._domain(role).pictures(report),
                DataSpec((_CHANNELS, self.size, self.size), size=len(rows.images)),
                derive(seed, "domain", role),
                device,
                share,
                flip=self.flip,
            )
            for role in _ROLES
        )
        return TwoDomains(self._spec(wanted.spec.size), wanted, given)

    def _spec(self, count: int | None) -> DataSpec:
        shape = (_CHANNELS, self.size, self.size)
        return DataSpec(shape, size=count, source=shape)

    def _domain(self, role: Role) -> Folder:
        """The pictures of a domain, as large as they are kept."""
        found = Folder(
            path=str(self._find(role)), labels="none", fit=self.fit, background=self.background
        )
        return found.model_copy(update={"size": self.size + self.jitter})

    def _find(self, role: Role) -> Path:
        """The folder of a domain. Raises DataError."""
        place = look_at(self.path)
        if bool(self.folder_a) != bool(self.folder_b):
            raise DataError("Only one of the folders of A and B is named; name both, or none.")
        if self.folder_a:
            return place.folder / (self.folder_a if role == "a" else self.folder_b)
        layout = place.layout
        if not layout.roles >= {"a", "b"}:
            raise DataError(
                f"{self.path} does not look like two domains ({layout.title}); name the folders "
                "of A and B, or choose a folder that holds trainA and trainB."
            )
        phase = self.phase if layout.phases != ("",) else ""
        starts = {_start(f) for f in layout.filed if (f.role, f.phase) == (role, phase)}
        if len(starts) != 1:
            found = "several folders" if starts else "no folder"
            raise DataError(
                f"{self.path} has {found} of the domain {role.upper()} in the part {self.phase} "
                f"(its parts: {', '.join(layout.phases)}); choose another part, or name the folder."
            )
        return place.folder / starts.pop()


def _start(file: Filed) -> str:
    """The folder in which the keys of a domain begin."""
    return bare(file.name).removesuffix(file.key)


class TwoDomains:
    """Opened domains, each drawn in an order of its own."""

    vacant: tuple[str, ...] = ()

    def __init__(self, spec: DataSpec, wanted: Store, given: Store) -> None:
        self.spec = spec
        self.notices = (*wanted.notices, *given.notices)
        self._wanted, self._given = wanted, given

    def draw(self, count: int) -> Batch:
        return Batch(self._wanted.draw(count).real, source=self._given.draw(count).real)

    def reference(self, count: int, seed: int) -> Batch:
        """The first `count` of both domains in the orders of `seed`, never mirrored."""
        wanted = self._wanted.reference(count, derive(seed, "domain", "b"))
        given = self._given.reference(count, derive(seed, "domain", "a"))
        return Batch(wanted.real, source=given.real)

    def state(self) -> dict[str, Tensor]:
        return {
            "wanted_order": self._wanted.state()["order"],
            "given_order": self._given.state()["order"],
        }

    def restore(self, state: dict[str, Tensor]) -> None:
        """Continue exactly. Raises DataError where a number of pictures has changed."""
        self._wanted.restore({"order": state["wanted_order"]})
        self._given.restore({"order": state["given_order"]})
