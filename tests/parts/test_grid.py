"""Every pair of parts that the compatibility table allows trains; it refuses no others.

The combinations are a covering array: each holds one value of every kind, and every allowed pair of
values stands in at least one of them.
"""

import math
import random
from itertools import combinations
from typing import Any

import pytest
import torch

from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.parts.conditioning import CONDITIONINGS
from ganstudio.parts.constraints import CONSTRAINTS
from ganstudio.parts.critics import MlpCritic
from ganstudio.parts.generators import MlpGenerator
from ganstudio.parts.objectives import OBJECTIVES
from ganstudio.parts.penalties import PENALTIES
from ganstudio.parts.schedule import OPTIMIZERS
from ganstudio.parts.views import VIEWS
from ganstudio.theory.divergences import NAMES

PLAIN = [{"kind": part.model_fields["kind"].default} for part in OBJECTIVES]
DIVERGENCES = [{"kind": "f_divergence", "divergence": name} for name in NAMES]
Value = dict[str, Any] | None
KINDS: dict[str, dict[str, Value]] = {
    "objective": {
        value.get("divergence", value["kind"]): value
        for value in [p for p in PLAIN if p["kind"] != "f_divergence"] + DIVERGENCES
    },
    "penalty": {
        "no penalty": None,
        **{p.model_fields["kind"].default: {"kind": p.model_fields["kind"].default}
           for p in PENALTIES},
        "lazy r1": {"kind": "r1", "every": 2},
    },
    "constraint": {
        "free": None,
        **{c.model_fields["kind"].default: {"kind": c.model_fields["kind"].default}
           for c in CONSTRAINTS},
    },
    "view": {
        "as is": None,
        **{v.model_fields["kind"].default: {"kind": v.model_fields["kind"].default} for v in VIEWS},
    },
    "conditioning": {
        c.model_fields["kind"].default: {"kind": c.model_fields["kind"].default}
        for c in CONDITIONINGS
    },
    "generator": {
        "G mlp": {"kind": "mlp", "depth": 1, "width": 8},
        "G dcgan": {"kind": "dcgan", "channels": 4},
        "G resnet": {"kind": "resnet", "channels": 4},
    },
    "critic": {
        "D mlp": {"kind": "mlp", "depth": 1, "width": 8},
        "D dcgan": {"kind": "dcgan", "channels": 4},
        "D resnet": {"kind": "resnet", "channels": 4},
    },
    "optimizer": {  # small steps: one large one of plain descent can silence a narrow ReLU critic
        o.model_fields["kind"].default: {"kind": o.model_fields["kind"].default, "lr": 1e-5}
        for o in OPTIMIZERS
    },
    "data": {"world": {"kind": "ring", "labelled": True}, "digits": {"kind": "digits", "size": 8}},
}  # fmt: skip
REFUSED = {
    frozenset(pair)
    for pair in [
        ("world", "G dcgan"),
        ("world", "G resnet"),
        ("world", "D dcgan"),
        ("world", "D resnet"),
        ("world", "diff_augment"),
        ("world", "adaptive_augment"),
        ("pack", "projection"),
        ("pack", "auxiliary"),
    ]
}
Combination = dict[str, str]
DEFAULT: Combination = {kind: next(iter(values)) for kind, values in KINDS.items()} | {
    "data": "digits",
    "objective": "non_saturating",
}


def preset(chosen: Combination) -> Preset:
    value = {kind: KINDS[kind][name] for kind, name in chosen.items()}

    def listed(kind: str) -> list[Value]:
        return [value[kind]] if value[kind] else []

    system = {
        "system": "latent",
        "objective": value["objective"],
        "penalties": listed("penalty"),
        "constraints": listed("constraint"),
        "views": listed("view"),
        "conditioning": value["conditioning"],
        "generator": value["generator"],
        "critic": value["critic"],
        "generator_optimizer": value["optimizer"],
        "critic_optimizer": value["optimizer"],
        "prior": {"size": 4},
    }
    return from_document(
        {"data": value["data"], "system": system, "schedule": {"batch": 8}}, "grid"
    )


def pairs_of(chosen: Combination) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in combinations(chosen.values(), 2)}


def all_pairs() -> set[frozenset[str]]:
    return {
        frozenset((a, b))
        for one, two in combinations(KINDS, 2)
        for a in KINDS[one]
        for b in KINDS[two]
    }


def covering() -> list[Combination]:
    """Greedy: of many random combinations around a pair that is missing, the one that adds most."""
    source = random.Random(0)
    home = {name: kind for kind, values in KINDS.items() for name in values}
    missing = all_pairs() - REFUSED
    found: list[Combination] = []
    while missing:
        wanted = min(missing, key=sorted)
        best: Combination = {}
        gained: set[frozenset[str]] = set()
        for _ in range(60):
            drawn = {kind: source.choice(list(values)) for kind, values in KINDS.items()}
            drawn |= {home[name]: name for name in wanted}
            new = pairs_of(drawn)
            if not new & REFUSED and len(new & missing) > len(gained):
                best, gained = drawn, new & missing
        if best:
            found.append(best)
            missing -= gained
    return found


GRID = covering()


def test_the_grid_holds_every_allowed_pair() -> None:
    covered = set().union(*(pairs_of(chosen) for chosen in GRID))
    assert covered == all_pairs() - REFUSED
    assert {v["kind"] for v in KINDS["generator"].values() if v} >= {
        MlpGenerator().kind, "dcgan", "resnet",
    }  # fmt: skip
    assert MlpCritic().kind in {v["kind"] for v in KINDS["critic"].values() if v}


def test_the_table_refuses_these_pairs_and_no_others() -> None:
    refused = set()
    home = {name: kind for kind, values in KINDS.items() for name in values}
    for pair in all_pairs():
        chosen = DEFAULT | {home[name]: name for name in pair}
        if any(f.severity == "error" for f in preset(chosen).findings()):
            refused.add(pair)
    assert refused == REFUSED


@pytest.mark.parametrize("chosen", GRID, ids=lambda chosen: "-".join(chosen.values()))
def test_two_steps_leave_finite_losses_and_a_gradient_in_every_player(chosen: Combination) -> None:
    setup = Setup(preset(chosen), torch.device("cpu"))
    before = {n: _flat(player) for n, player in setup.system.players.items()}
    for _ in range(2):
        scalars = {name: float(value) for name, value in setup.advance().items()}
        assert all(math.isfinite(value) for value in scalars.values()), scalars
    for player in setup.system.players:
        assert scalars[f"{player}/gradient_norm"] > 0, player
        assert not torch.equal(before[player], _flat(setup.system.players[player])), player


def _flat(player: torch.nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().reshape(-1).clone() for p in player.parameters()])
