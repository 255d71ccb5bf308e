"""Runs that are spoiled on purpose, each in one way, small enough for seconds."""

from collections.abc import Mapping
from typing import Any

from ganstudio.engine.preset import Preset, from_document

_SYSTEM: dict[str, Any] = {
    "system": "latent",
    "generator": {"kind": "mlp", "depth": 2, "width": 32},
    "critic": {"kind": "mlp", "depth": 2, "width": 32},
    "prior": {"size": 2},
}
_SCHEDULE = {
    "steps": 600, "batch": 64, "average": 0.0, "snapshot_every": 20, "evaluate_every": 0,
    "checkpoint_every": 0, "threads": 1,
}  # fmt: skip


def _adam(lr: float, beta1: float = 0.5) -> dict[str, Any]:
    return {"kind": "adam", "lr": lr, "beta1": beta1, "beta2": 0.9}


def _rates(generator: float, critic: float, beta1: float = 0.5) -> dict[str, Any]:
    return {
        "generator_optimizer": _adam(generator, beta1),
        "critic_optimizer": _adam(critic, beta1),
    }


_WASSERSTEIN = {"objective": {"kind": "wasserstein"}}
_LINE = {"data": {"kind": "mixture1d", "means": [2.0], "sigma": 0.3}}

PLANTED: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # What is to be found: the system's fields, and fields beside it.
    "collapse": (_rates(3e-3, 3e-4), {}),
    "strong critic": (_rates(1e-6, 1e-2), {}),
    "faded gradient": (
        {"objective": {"kind": "minimax"}, **_rates(1e-6, 1e-2)},
        {"data": {"kind": "mixture1d", "means": [12.0], "sigma": 0.2}},
    ),
    "exploded gradient": ({**_WASSERSTEIN, "critic_steps": 3, **_rates(5e-3, 5e-2, 0.0)}, {}),
    "exploded weights": (
        {
            **_WASSERSTEIN,
            "critic": {"kind": "mlp", "depth": 1, "width": 32},
            "generator_optimizer": _adam(1e-6),
            "critic_optimizer": {"kind": "sgd", "lr": 0.05},
        },
        {},
    ),
    "slope": (
        {
            **_WASSERSTEIN,
            "penalties": [{"kind": "gradient_penalty", "weight": 1e-5}],
            **_rates(1e-3, 5e-3),
        },
        {},
    ),
    "oscillation": ({**_rates(1e-2, 1e-2, 0.9)}, _LINE),
    "dead units": ({**_rates(1.0, 1e-3)}, {}),
    "not a number": (
        {
            **_WASSERSTEIN,
            "generator_optimizer": {"kind": "sgd", "lr": 10.0},
            "critic_optimizer": {"kind": "sgd", "lr": 10.0},
        },
        {},
    ),
}


def planted(kind: str, seed: int) -> Preset:
    system, beside = PLANTED[kind]
    document = {"system": _SYSTEM | system, "schedule": _SCHEDULE, "seed": seed} | beside
    return from_document(document, kind)
