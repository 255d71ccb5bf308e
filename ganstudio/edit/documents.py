"""Scripts and sessions: requests with the model they were made with, as text that is safe to read.

A script is one request, what `ganstudio edit` replays; a session is all that is open in a
workspace. Both are YAML that holds only what differs from the defaults.
"""

import hashlib
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import Field, ValidationError

from ganstudio.core.config import Config, changes, explain
from ganstudio.core.errors import InputError
from ganstudio.core.paths import write_atomically
from ganstudio.core.system import System
from ganstudio.edit.carried import SESSION_SUFFIX as SESSION_SUFFIX
from ganstudio.edit.requests import AnyRequest

FORMAT = 1
MOST_TEXT = 256 << 20
WIDTH = 100
# Those of libyaml where it is there: maps are long, and a session is written while people paint.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ModelRef(Config):
    """Which model: to find it again, and to know whether it is the same."""

    run: str = ""  # name of its run
    step: int = Field(0, ge=0)
    weights: str = ""  # its fingerprint


class Script(Config):
    """One request, its model, and the workspace that has a tool for it."""

    format: int = Field(FORMAT, ge=1)
    workspace: Literal["explore", "edit"] = "explore"
    model: ModelRef = ModelRef()
    edit: AnyRequest


class Session(Config):
    """What is open in a workspace: one request for each tool that was used, by the tool's key."""

    format: int = Field(FORMAT, ge=1)
    workspace: Literal["explore", "edit"]
    model: ModelRef = ModelRef()
    tool: str = ""  # the one that is shown
    tools: dict[str, AnyRequest] = Field(default_factory=dict)

    def with_tool(self, key: str, request: AnyRequest, *, shown: str = "") -> "Session":
        """The session after an edit in a tool; that one is shown, or the one called `shown`."""
        tools = {**self.tools, key: request}
        return self.model_copy(update={"tool": shown or key, "tools": tools})


Document = TypeVar("Document", Script, Session)


def fingerprint(system: System) -> str:
    """Sixteen hex digits of the SHA-256 of all weights."""
    digest = hashlib.sha256()
    for name, player in sorted(system.players.items()):
        for key, value in sorted(player.state_dict().items()):
            digest.update(f"{name}/{key}".encode())
            digest.update(value.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]


def dumps(document: Script | Session) -> str:
    """A document as YAML."""
    text: str = yaml.dump(
        changes(document),
        Dumper=_DUMPER,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
        default_flow_style=None,
    )
    return text


def loads(text: str, kind: type[Document], name: str) -> Document:
    """Read a document. Raises InputError that names `name`, the key and what is wrong."""
    if len(text) > MOST_TEXT:
        raise InputError(f"{name} is larger than any session: choose another file.")
    try:
        found = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise InputError(f"{name} is not the studio's: {_first_line(error)}.") from error
    if not isinstance(found, dict):
        raise InputError(f"{name} is not the studio's: it holds no edit and no session.")
    version = found.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise InputError(
            f"{name} was made by a newer studio (format {version}; this one reads up to {FORMAT}): "
            "update GAN Studio to open it."
        )
    try:
        return kind.model_validate(found)
    except ValidationError as error:
        raise InputError(explain(error, kind, name)) from error


def read(path: Path, kind: type[Document]) -> Document:
    """Read a file. Raises InputError: not there, not text, or not such a document."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read as text: {error}.") from error
    return loads(text, kind, path.name)


def write(path: Path, document: Script | Session) -> None:
    """Write a file, whole or not at all. Raises OSError."""
    write_atomically(path, dumps(document).encode())


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
