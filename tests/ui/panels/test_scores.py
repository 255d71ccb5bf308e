import numpy as np
import pytest

from ganstudio.core.events import ScoresMeasured
from ganstudio.ui.panels.scores import ScoresPanel, ranked


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


@pytest.mark.parametrize(
    ("real", "fake", "share"),
    [
        ((1, 2), (-1, 0), 1.0),
        ((-1, 0), (1, 2), 0.0),
        ((0, 0), (0, 0, 0), 0.5),
        ((0, 2), (1, 1), 0.5),
        ((3, np.nan), (1, 4, 2), 2 / 3),
        ((np.inf,), (1,), None),
    ],
)
def test_pairs_that_are_ranked_right_are_counted(real, fake, share):
    found = ranked(scores(*real), scores(*fake))
    assert found is None if share is None else found == pytest.approx(share)


def test_the_panel_says_how_often_the_critic_is_right(qtbot):
    panel = ScoresPanel()
    qtbot.addWidget(panel)
    panel.resize(420, 260)
    panel.show()
    panel.take(ScoresMeasured(1200, scores(1, 2, 3, 4), scores(-1, 0, 1, 2)))
    panel.redraw()
    assert panel._qualifier == "at step 1,200, 88 % of pairs ranked right"
