"""Which models a tool is offered for."""

import pytest

from ganstudio.ui.editing.models import read_model
from ganstudio.ui.workspaces.edit import TOOLS as EDIT
from ganstudio.ui.workspaces.explore import TOOLS as EXPLORE
from tests.tiny import LABELLED, PARTLY_LABELLED, POINTS, REFINING, STYLED, train

TRANSLATED_POINTS = """\
data: {kind: two_worlds}
system:
  system: unpaired
  generator: {kind: mlp, depth: 1, width: 8}
  critic: {kind: mlp, depth: 1, width: 8}
  pool: 0
schedule: {steps: 2, batch: 4}
"""


@pytest.mark.parametrize("text", [POINTS, TRANSLATED_POINTS], ids=["ring", "two worlds"])
def test_no_tool_is_offered_for_a_model_of_points(tmp_path, text) -> None:
    chosen = read_model(train(text, tmp_path / "points"))
    assert [kind.title for kind in (*EXPLORE, *EDIT) if kind.fits(chosen)] == []


ANY = {"board", "plane", "timeline", "directions", "inversion"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (STYLED, {"mixing", "truncation", "forget"}),
        (LABELLED, {"classes"}),
        (REFINING, {"details", "forget"}),
        (PARTLY_LABELLED, {"confirm"}),
    ],
    ids=["styles", "classes", "levels", "few labels"],
)
def test_tools_of_latents_are_offered_for_a_model_of_pictures(tmp_path, text, more) -> None:
    chosen = read_model(train(text, tmp_path / "run"))
    fitting = {kind.key for kind in (*EXPLORE, *EDIT) if kind.fits(chosen)}
    assert fitting == ANY | more
