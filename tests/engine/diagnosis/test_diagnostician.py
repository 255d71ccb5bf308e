"""The diagnosis of real runs: what it measures, tells, and leaves untouched."""

import numpy as np
import pytest
import torch

from ganstudio.core.events import (
    Curve,
    DiagnosisMade,
    HealthChecked,
    NoticeGiven,
    RunFailed,
    ScalarsRecorded,
    SnapshotTaken,
)
from ganstudio.engine.diagnosis.diagnostician import Diagnostician, case_of
from ganstudio.engine.diagnosis.examination import Examination
from ganstudio.engine.preset import from_document
from ganstudio.engine.setup import Setup
from ganstudio.experiments.contract import shipped
from ganstudio.experiments.planted import PLANTED, planted
from ganstudio.experiments.planted_faults import diagnosed

CPU = torch.device("cpu")


def of_system(**system):
    return from_document({"system": {"system": "latent", **system}}, "test")


def test_a_run_is_checked_behind_its_kept_snapshots(lab):
    one = lab(steps=12, snapshot_every=4)
    one.trainer.train()
    kinds = [type(e) for e in one.events if isinstance(e, SnapshotTaken | HealthChecked)]
    assert HealthChecked in kinds
    assert kinds.index(HealthChecked) > kinds.index(SnapshotTaken)
    checked = one.of(HealthChecked)
    assert checked[-1].step == 12
    assert all(check.step % 4 == 0 for check in checked)


def test_checks_are_part_of_the_record(lab):
    one = lab(steps=8, snapshot_every=4)
    one.trainer.train()
    one.journal.settle()
    recorded = list(one.history.events(("HealthChecked",)))
    assert [event.step for event in recorded] == [check.step for check in one.of(HealthChecked)]


def test_training_does_not_notice_an_examination(preset):
    watched, alone = (Setup(preset(steps=6), CPU) for _ in range(2))
    examination = Examination(watched)
    for _ in range(6):
        watched.advance()
        alone.advance()
        examination.take({"critic": 1.0})
    for name, player in watched.system.players.items():
        for key, value in player.state_dict().items():
            assert torch.equal(value, alone.system.players[name].state_dict()[key]), (name, key)
    assert torch.equal(watched.system.random.state(), alone.system.random.state())


def test_units_that_never_rise_above_zero_are_counted(preset):
    setup = Setup(preset(system={"generator": {"kind": "mlp", "depth": 1, "width": 8}}), CPU)
    hidden = next(m for m in setup.system.players["generator"].modules()
                  if isinstance(m, torch.nn.Linear))  # fmt: skip
    with torch.no_grad():
        hidden.bias[:6] = -1e3
    dead = Examination(setup).take({}).dead["generator"]
    assert dead.share >= 6 / 8


def test_fakes_at_one_point_have_no_spread_and_one_mode(preset):
    setup = Setup(preset(), CPU)
    last = [m for m in setup.system.players["generator"].modules()
            if isinstance(m, torch.nn.Linear)][-1]  # fmt: skip
    with torch.no_grad():
        last.weight.zero_()
        last.bias.copy_(torch.tensor([2.0, 0.0]))
    taken = Examination(setup).take({})
    assert taken.spread == pytest.approx(0.0, abs=1e-9)
    assert taken.occupied == pytest.approx(1.0)
    assert taken.modes == 8


def test_fakes_that_are_training_images_are_counted_as_copies():
    setup = Setup(shipped("dcgan-digits", 0), CPU)
    examination = Examination(setup)
    reals = setup.dataset.reference(40, 5).real.flatten(1).double().numpy()
    unseen = reals[:, ::-1].copy()
    known = examination._known[:40].numpy()
    assert examination._copied(known) == pytest.approx(0.0, abs=1e-6)
    assert examination._copied(unseen) > 0.8
    assert Examination(setup).take({}).copied > 0.8


def test_a_lost_number_is_told_with_step_layer_and_remedy():
    made = diagnosed(planted("not a number", 0))["not a number"]
    assert f"step {made.step:,}" in made.evidence
    assert "critic.network" in made.evidence
    assert made.path == "system.critic_optimizer.lr"
    assert made.value == pytest.approx(1.0)


def test_an_error_is_no_finding(preset):
    told = []
    doctor = Diagnostician(Setup(preset(), CPU), told.append)
    doctor.receive(RunFailed(3, "The disk is full.", details="Traceback"))
    assert [type(event) for event in told] == [RunFailed]


def test_a_lasting_finding_is_new_once_and_told_again_with_its_reading():
    told = []
    chosen = planted("dead units", 0)
    setup = Setup(chosen, CPU)
    doctor = Diagnostician(setup, told.append, share=1.0)
    for _ in range(120):
        scalars = setup.advance()
        if setup.step % 20 == 0:
            doctor.receive(ScalarsRecorded(setup.step, 0.0, tuple(_curves(setup.step, scalars))))
            doctor.receive(SnapshotTaken(setup.step))
    made = [e for e in told if isinstance(e, DiagnosisMade) and e.key == "dead units"]
    assert [e.is_new for e in made] == [True] + [False] * (len(made) - 1)
    assert len(made) >= 2
    assert {e.since for e in made} == {20}
    assert made[0].path.endswith(("activation", "lr"))


def _curves(step, scalars):
    for name, value in scalars.items():
        yield Curve(name, np.array([step]), np.array([float(value)]))


def test_a_broken_examination_is_told_once_and_the_run_goes_on(preset, monkeypatch):
    told = []
    setup = Setup(preset(), CPU)
    doctor = Diagnostician(setup, told.append, share=1.0)

    def broken(_self, _norms):
        raise ValueError("no")

    monkeypatch.setattr(Examination, "take", broken)
    for _ in range(2):
        doctor.receive(ScalarsRecorded(1, 0.0, tuple(_curves(1, setup.advance()))))
        doctor.receive(SnapshotTaken(1))
    assert len([e for e in told if isinstance(e, NoticeGiven)]) == 1


@pytest.mark.parametrize(
    ("system", "slopes"),
    [
        ({"objective": {"kind": "hinge"}}, None),
        ({"objective": {"kind": "wasserstein"}}, (0.0, 3.0)),
        ({"objective": {"kind": "wasserstein"},
          "constraints": [{"kind": "weight_clip"}]}, None),
        ({"penalties": [{"kind": "gradient_penalty", "target": 2.0}]}, (0.5, 6.0)),
        ({"constraints": [{"kind": "spectral_norm"}]}, (0.0, 3.0)),
    ],
)  # fmt: skip
def test_what_slope_a_game_asks_for_is_read_from_its_parts(system, slopes):
    assert case_of(of_system(**system)).slopes == slopes


@pytest.mark.parametrize("kind", ["strong critic", "dead units"])
def test_a_planted_fault_is_found(kind):
    assert kind in diagnosed(planted(kind, 10))


@pytest.mark.slow
@pytest.mark.parametrize("kind", PLANTED)
def test_planted_faults_are_found_on_seeds_the_thresholds_never_saw(kind):
    found = [kind in diagnosed(planted(kind, seed)) for seed in range(10, 20)]
    assert sum(found) >= 9
