"""The copy of a model that was tuned to a photo, as a model of its own."""

from dataclasses import dataclass
from pathlib import Path

from ganstudio.edit.board import BOARD
from ganstudio.edit.documents import ModelRef, Script, Session, dumps, fingerprint
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.inversion import Found, Invert
from ganstudio.edit.request import Rendering
from ganstudio.engine.run import next_run_path
from ganstudio.engine.tuned import keep_tuned
from ganstudio.ui.editing.models import Chosen
from ganstudio.ui.tasks import Report

TUNED = "tuned"  # the reading that holds the copy


@dataclass(frozen=True, slots=True)
class Kept:
    """A run of tuned weights, and the session it is opened with."""

    path: Path
    session: Session


def keep(folder: Path, chosen: Chosen, request: Invert, done: Rendering, _report: Report) -> Kept:
    """Write the tuned copy of a search as a run. Raises RunError.

    Args:
        folder: of the library.
        chosen: the model that was searched.
        request: the search.
        done: what it gave.
    """
    tuned, found = done.readings[TUNED], done.readings["found"]
    assert isinstance(found, Found)
    photo = request.name or "a photo"
    made_by = {
        "run": chosen.ref.run,
        "step": chosen.ref.step,
        "weights": chosen.ref.weights,
        "photo": photo,
        "steps": request.tuning,
    }
    script = dumps(Script(workspace="explore", model=chosen.ref, edit=request))
    path = next_run_path(f"{chosen.ref.run} tuned", folder)
    keep_tuned(path, chosen.model, tuned, made_by, script)
    board = Draw(items=(Drawn(latent=found.latents[-1], note=photo),))
    ref = ModelRef(run=path.name, step=chosen.model.step, weights=fingerprint(tuned))
    session = Session(workspace="explore", model=ref, tool=BOARD, tools={BOARD: board})
    return Kept(path, session)


def without_tuned(done: Rendering) -> Rendering:
    """Pictures and curves alone: weights are many."""
    rest = {name: value for name, value in done.readings.items() if name != TUNED}
    return Rendering(done.pictures, done.columns, rest)
