"""Every pair of parts that the compatibility table allows trains; it refuses no others.

The combinations are a covering array: each holds one value of every kind, and every allowed pair of
values stands in at least one of them.
"""

import math
import random
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
import torch

from ganstudio.core.config import Config
from ganstudio.engine.preset import Preset, from_document
from ganstudio.engine.setup import Setup
from ganstudio.parts.conditioning import CONDITIONINGS
from ganstudio.parts.constraints import CONSTRAINTS
from ganstudio.parts.critics import CRITICS
from ganstudio.parts.generators import GENERATORS, StyleGenerator
from ganstudio.parts.objectives import OBJECTIVES
from ganstudio.parts.penalties import GENERATOR_PENALTIES, PENALTIES
from ganstudio.parts.schedule import OPTIMIZERS
from ganstudio.parts.views import VIEWS
from ganstudio.theory.divergences import NAMES

Value = dict[str, Any] | None
SMALL: dict[str, dict[str, Any]] = {
    "mlp": {"depth": 1, "width": 8},
    "style": {"style": 8, "mapping_layers": 1},
    "progressive": {"widest": 8},
}


def kinds_of(parts: Iterable[type[Config]]) -> list[str]:
    return [part.model_fields["kind"].default for part in parts]


def plain(parts: Iterable[type[Config]], **more: Any) -> dict[str, Value]:
    return {kind: {"kind": kind, **more} for kind in kinds_of(parts)}


def network(part: type[Config], **more: Any) -> Value:
    """A small one."""
    (kind,) = kinds_of([part])
    wanted = {"channels": 4} | SMALL.get(kind, {}) | more
    return {"kind": kind} | {k: v for k, v in wanted.items() if k in part.model_fields}


DIVERGENCES: dict[str, Value] = {
    name: {"kind": "f_divergence", "divergence": name} for name in NAMES
}
KINDS: dict[str, dict[str, Value]] = {
    "objective": {k: v for k, v in plain(OBJECTIVES).items() if k != "f_divergence"} | DIVERGENCES,
    "penalty": {"no penalty": None, **plain(PENALTIES), "lazy r1": {"kind": "r1", "every": 2}},
    "cost": {"no cost": None, **plain(GENERATOR_PENALTIES, every=1)},
    "constraint": {"free": None, **plain(CONSTRAINTS)},
    "view": {"as is": None, **plain(VIEWS)},
    "conditioning": plain(CONDITIONINGS),
    "generator": {f"G {network(part)['kind']}": network(part) for part in GENERATORS}
    | {"G style unmixed": network(StyleGenerator, mixing=0)},
    "critic": {f"D {network(part)['kind']}": network(part) for part in CRITICS},
    # Small steps: one large one of plain descent can silence a narrow ReLU critic.
    "optimizer": plain(OPTIMIZERS, lr=1e-5),
    "data": {"world": {"kind": "ring", "labelled": True}, "digits": {"kind": "digits", "size": 8}},
}
STYLED = ("G style", "G style unmixed")
OF_IMAGES = [
    *(name for kind in ("generator", "critic") for name in KINDS[kind] if "mlp" not in name),
    *("diff_augment", "adaptive_augment", "path_length"),
]
REFUSED = {
    frozenset(pair)
    for pair in [
        *(("world", name) for name in OF_IMAGES),
        ("pack", "projection"),
        ("pack", "auxiliary"),
        ("G style", "concat"),
        ("G style", "auxiliary"),
        ("path_length", "concat"),
        ("path_length", "auxiliary"),
        *(("path_length", name) for name in KINDS["generator"] if name not in STYLED),
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
        "generator_penalties": listed("cost"),
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


def test_the_table_refuses_these_pairs_and_no_others() -> None:
    refused = set()
    home = {name: kind for kind, values in KINDS.items() for name in values}
    for pair in all_pairs():
        styled = {"generator": "G style"} if "path_length" in pair else {}
        chosen = DEFAULT | styled | {home[name]: name for name in pair}
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
