import numpy as np
import pytest

from ganstudio.ui.curves import CurveStore
from ganstudio.ui.panels.augmentation import AugmentationPanel


@pytest.fixture
def panel(qtbot):
    shown = AugmentationPanel()
    qtbot.addWidget(shown)
    shown.bind(CurveStore())
    shown.resize(520, 240)
    shown.show()
    return shown


def test_strength_and_certainty_are_drawn_as_they_were_recorded(panel):
    assert panel.is_empty()
    steps = np.arange(300)
    panel.store.append("critic/certainty", steps, 0.7 * np.ones(300))
    panel.store.append("critic/augment", steps, steps / 300)
    panel.mark_dirty()
    panel.refresh()
    assert [trace.label for trace in panel.traces()] == [
        "Mean sign of real scores, r", "Chance of each change, p",
    ]  # fmt: skip
    assert panel.plot.values_at(150)["critic/augment"] == pytest.approx(0.5, abs=0.01)
    assert panel.plot.values_at(150)["critic/certainty"] == pytest.approx(0.7)
