"""Training speed as a ratio: our loop against a plain loop of the same networks, in turns."""

import json
import time
from collections.abc import Callable
from typing import Any

import torch

from ganstudio.data.pictures import Pictures
from ganstudio.data.source import Share
from ganstudio.data.store import Store
from ganstudio.engine.calm import Accounts, calm_median, remark
from ganstudio.engine.measurement import Measurement
from ganstudio.engine.sides import Side, Turn, ratio

Report = Callable[[str], None]
CPU = torch.device("cpu")
ROUND_SECONDS = 2.0
DATA_TURNS = 5

MLP_WGAN_GP: dict[str, Any] = {
    "data": {"kind": "digits", "size": 32},
    "system": {
        "system": "latent",
        "objective": {"kind": "wasserstein"},
        "generator": {"kind": "mlp", "depth": 4, "width": 512, "norm": "batch"},
        "critic": {"kind": "mlp", "depth": 2, "width": 512},
        "penalties": [{"kind": "gradient_penalty"}],
        "prior": {"size": 100},
        "critic_steps": 5,
    },
    "schedule": {"steps": 100_000_000, "batch": 64},
}
DCGAN: dict[str, Any] = {
    "data": {"kind": "digits", "size": 32},
    "system": {
        "system": "latent",
        "generator": {"kind": "dcgan", "channels": 32},
        "critic": {"kind": "dcgan", "channels": 32},
        "prior": {"size": 100},
        "share_fakes": True,
    },
    "schedule": {"steps": 100_000_000, "batch": 64},
}


def training(seconds: float, report: Report) -> list[Measurement]:
    """Both loops for `seconds` each and the data path, on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return [
            _against_plain("MLP WGAN-GP 32 px", MLP_WGAN_GP, 1.4, seconds, report),
            _against_plain("DCGAN 32 px", DCGAN, 1.25, seconds, report),
            _data_path(report),
        ]
    finally:
        torch.set_num_threads(threads)


def _against_plain(
    name: str, document: dict[str, Any], floor: float, seconds: float, report: Report
) -> Measurement:
    def told(ours: Turn, theirs: Turn) -> None:
        times = f"{1e3 / ours.rate:.1f} ms against {1e3 / theirs.rate:.1f} ms a step"
        report(f"{name}: {times}{remark(max(ours.stolen, theirs.stolen))}")

    text = json.dumps(document)
    with (
        Side("ganstudio.engine.loop_probe", ["ours", text], {}) as ours,
        Side("ganstudio.engine.loop_probe", ["plain", text], {}) as plain,
    ):
        found = ratio(ours, plain, seconds, told)
    report(f"{name}: median of {found.counted} of {found.taken} pairs of turns")
    return Measurement(f"{name}, ours / plain loop", found.value, "times", floor)


def _seconds_per_step(step: Callable[[], object]) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < ROUND_SECONDS:
        step()
        count += 1
    return (time.perf_counter() - began) / count


def _data_path(report: Report) -> Measurement:
    """Images a second at 64 px from the resident cache, drawn, gathered and normalised."""
    images = torch.randint(0, 256, (4096, 3, 64, 64), dtype=torch.uint8)
    store = Store(Pictures(images.numpy(), None, (), ()), 0, CPU, Share())

    def take_turn(_: int) -> tuple[float, float]:
        before = Accounts.read()
        rate = 64 / _seconds_per_step(lambda: store.draw(64))
        stolen = Accounts.read().stolen_since(before)
        report(f"data path: {rate:,.0f} images/s{remark(stolen)}")
        return rate, stolen

    found = calm_median(take_turn, DATA_TURNS)
    return Measurement("data path, 64 px from the cache", found.value, "images/s", 75_000)
