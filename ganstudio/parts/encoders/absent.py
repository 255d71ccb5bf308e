"""No encoder: what a painter has that is told nothing beside the map."""

from typing import ClassVar, Literal

from ganstudio.core.config import Config


class NoEncoder(Config):
    """Nothing is read from pictures: the label map alone says what is painted."""

    label: ClassVar[str] = "None"

    kind: Literal["none"] = "none"

    def summary(self) -> str:
        return "none"
