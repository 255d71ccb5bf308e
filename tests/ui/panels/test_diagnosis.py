"""The diagnosis in words: findings with their remedy, ticks for the rest, as at the playhead."""

import pytest
from PySide6.QtCore import Qt

from ganstudio.core.events import DiagnosisMade, HealthChecked, RunStarted
from ganstudio.ui.panels.diagnosis import DiagnosisPanel, Trial
from ganstudio.ui.panels.diagnosis_rows import TickRow


def slope(step, reading="0.71", **more):
    told = {
        "key": "slope",
        "reading": reading,
        "expected": "between 0.85 and 1.15",
        "since": 1_460,
        "consequence": "The estimate of W₁ reads low while this lasts.",
        "theory": "By Kantorovich-Rubinstein.",
        "path": "system.penalties.0.weight",
        "value": 1.0,
    } | more
    evidence = f"The gradient norm on interpolates is {reading}."
    return DiagnosisMade(step, "Critic not 1-Lipschitz", evidence, "λ 1", **told)


@pytest.fixture
def panel(qtbot):
    made = DiagnosisPanel()
    qtbot.addWidget(made)
    made.resize(264, 460)
    made.show()
    made.refresh()
    return made


def show(panel, *events):
    panel.receive(events)
    panel.refresh()


def ticks(panel):
    return [row.words for row in panel.findChildren(TickRow) if row.isVisibleTo(panel)]


def words(panel):
    [card] = panel.cards
    return card._evidence.text()


def test_before_the_first_examination_the_panel_says_what_will_come(panel):
    assert panel.is_empty()
    assert panel.empty_words()[0] == "Not examined yet"


def test_a_healthy_run_says_since_when_and_what_was_looked_at(panel):
    well = ("No collapse", "Units alive")
    show(panel, HealthChecked(200, ("No collapse",)), HealthChecked(400, well))
    assert ticks(panel) == ["Nothing doubtful since step 200", *well]
    assert panel._qualifier == "healthy"
    assert not panel.cards


def test_a_finding_has_its_reading_range_consequence_and_remedy(panel):
    show(panel, slope(1_600), HealthChecked(1_600, ("No collapse",), ("slope",)))
    assert panel._qualifier == "1 finding"
    assert "<b>0.71</b>" in words(panel)
    assert "between 0.85 and 1.15" in words(panel)
    assert "reads low" in words(panel)
    assert panel.cards[0].remedy.text() == "Try λ 1"
    assert ticks(panel) == ["No collapse"]


def test_the_remedy_is_asked_for_as_a_fork_where_it_was_first_seen(panel, qtbot):
    show(panel, slope(1_600), HealthChecked(1_600, (), ("slope",)))
    panel.refuse_fork("")
    with qtbot.waitSignal(panel.trial_asked) as asked:
        qtbot.mouseClick(panel.cards[0].remedy, Qt.MouseButton.LeftButton)
    assert asked.args == [Trial(1_460, "system.penalties.0.weight", 1.0, "λ 1")]


def test_a_remedy_that_cannot_be_tried_says_why(panel):
    show(panel, slope(1_600), HealthChecked(1_600, (), ("slope",)))
    panel.refuse_fork("There is no checkpoint yet")
    assert not panel.cards[0].remedy.isEnabled()
    assert panel.cards[0].remedy.toolTip() == "There is no checkpoint yet"


def test_evidence_moves_the_playhead_to_where_it_began(panel, qtbot):
    show(panel, slope(1_600), HealthChecked(1_600, (), ("slope",)))
    with qtbot.waitSignal(panel.playhead_moved) as moved:
        panel.cards[0]._ask_evidence()
    assert moved.args == [1_460]


def test_the_theory_stays_unfolded_when_a_newer_reading_comes(panel):
    show(panel, slope(1_600), HealthChecked(1_600, (), ("slope",)))
    panel.cards[0]._toggle()
    assert not panel.cards[0]._theory.isHidden()
    show(panel, slope(1_800, "0.55", is_new=False), HealthChecked(1_800, (), ("slope",)))
    assert "<b>0.55</b>" in words(panel)
    assert not panel.cards[0]._theory.isHidden()


def test_a_finding_goes_when_it_is_over_and_comes_back_with_the_playhead(panel):
    show(
        panel,
        HealthChecked(1_000, ("No collapse",)),
        slope(1_600),
        HealthChecked(1_600, (), ("slope",)),
        HealthChecked(2_000, ("No collapse",)),
    )
    assert not panel.cards
    assert ticks(panel)[0] == "Nothing doubtful since step 2,000"
    panel.set_playhead(1_700)
    panel.refresh()
    assert len(panel.cards) == 1
    panel.set_playhead(1_200)
    panel.refresh()
    assert not panel.cards


def test_what_ended_a_run_is_shown_without_another_examination(panel):
    show(
        panel,
        HealthChecked(200, ("No collapse",)),
        DiagnosisMade(260, "Not a number", "At step 260 ...", key="not a number", since=260),
    )
    assert [card.finding.finding for card in panel.cards] == ["Not a number"]
    assert panel.cards[0].remedy is None


def test_a_resumed_run_forgets_what_came_after_its_checkpoint(panel):
    show(panel, slope(1_600), HealthChecked(1_600, (), ("slope",)))
    show(panel, RunStarted("run", "CPU", 1_000, 4_000, {}, resumed=True))
    assert panel.is_empty()
    assert panel._stack.currentIndex() == 0


def test_findings_of_an_older_studio_are_shown_as_they_are(panel):
    show(panel, DiagnosisMade(100, "Critic not quite 1-Lipschitz", "The slope is 0.71."))
    assert panel.cards[0].finding.evidence == "The slope is 0.71."
    assert panel.cards[0].remedy is None
