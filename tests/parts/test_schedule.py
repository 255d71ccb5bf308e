import math

import pytest
from pydantic import TypeAdapter, ValidationError

from ganstudio.core.config import changes
from ganstudio.parts.decay import DECAYS, Constant, Cosine, Decay, Exponential, Linear, Warmup
from ganstudio.parts.schedule import OPTIMIZERS, Adam, Optimizer, RmsProp, Schedule, Sgd


@pytest.mark.parametrize(
    ("decay", "step", "expected"),
    [
        (Constant(), 700, 1),
        (Linear(), 0, 1),
        (Linear(), 250, 0.75),
        (Linear(), 1000, 0),
        (Linear(), 2000, 0),
        (Linear(start=0.5), 400, 1),
        (Linear(start=0.5), 750, 0.5),
        (Linear(to=0.2, start=0.5), 750, 0.6),
        (Linear(to=0.2), 1000, 0.2),
        (Exponential(per_thousand=0.5), 0, 1),
        (Exponential(per_thousand=0.5), 500, math.sqrt(0.5)),
        (Exponential(per_thousand=0.5), 3000, 0.125),
        (Cosine(), 0, 1),
        (Cosine(), 500, 0.5),
        (Cosine(to=0.1), 1000, 0.1),
        (Cosine(to=0.1), 250, 0.1 + 0.9 * (1 + math.sqrt(0.5)) / 2),
        (Warmup(steps=10), 0, 0.1),
        (Warmup(steps=10), 9, 1),
        (Warmup(steps=10), 500, 1),
    ],
    ids=str,
)
def test_decays_have_their_closed_form(decay, step, expected):
    assert decay.factor(step, 1000) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("decay", DECAYS)
def test_no_decay_leaves_zero_to_one(decay):
    factors = [decay().factor(step, 100) for step in range(0, 300, 7)]
    assert min(factors) >= 0
    assert max(factors) <= 1


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_saved_optimizer_is_read_back_with_its_decay(optimizer):
    chosen = optimizer(lr=3e-3, decay=Linear(start=0.5))
    assert TypeAdapter(Optimizer).validate_python(changes(chosen)) == chosen
    assert optimizer.model_fields["lr"].json_schema_extra["live"]


@pytest.mark.parametrize("decay", DECAYS)
def test_a_saved_decay_is_read_back_by_its_kind(decay):
    assert TypeAdapter(Decay).validate_python(changes(decay())) == decay()


def test_defaults_are_those_of_the_papers():
    assert (Adam().lr, Adam().beta1, Adam().beta2, Adam().eps) == (2e-4, 0.5, 0.999, 1e-8)
    assert (RmsProp().lr, RmsProp().alpha) == (5e-5, 0.99)
    assert Sgd().momentum == 0


@pytest.mark.parametrize(
    "wrong",
    [{"steps": 0}, {"batch": 0}, {"average": 1}, {"threads": "all"}, {"threads": 0}, {"clip": 0}],
)
def test_impossible_schedules_are_refused(wrong):
    with pytest.raises(ValidationError):
        Schedule(**wrong)


def test_threads_are_auto_or_a_number():
    assert Schedule().threads == "auto"
    assert Schedule(threads=1).threads == 1


@pytest.mark.parametrize("part", [Schedule, *OPTIMIZERS, *DECAYS])
def test_every_field_explains_itself(part):
    for name, field in part.model_fields.items():
        if name != "kind":
            assert field.title, name
            assert field.description.endswith("."), name
