"""VEEGAN against a GAN of the same networks, Srivastava et al. 2017, arXiv:1705.07761, Table 1."""

from functools import partial

from ganstudio.engine.preset import Preset
from ganstudio.experiments.contract import Experiment, Outcome, Report, shipped
from ganstudio.experiments.coverage import covered
from ganstudio.systems.veegan import VeeganConfig

RING_KL = 0.1


def _twin(chosen: Preset) -> Preset:
    """The same generator, critic, latent and optimizers, without a reconstructor."""
    system = chosen.system
    assert isinstance(system, VeeganConfig)
    shared = ("generator", "critic", "prior", "generator_optimizer", "critic_optimizer")
    parts = {name: getattr(system, name).model_dump(mode="json") for name in shared}
    return chosen.edited("system", {"system": "latent", **parts})


def _run(name: str, least: int, kl_limit: float | None, seed: int, report: Report) -> Outcome:
    """Modes of the world, and those of the twin after as many steps."""
    chosen = shipped(name, seed)
    ours = covered(chosen, seed, report)
    twin = covered(_twin(chosen), seed, report)
    readings = ours.evaluation.readings
    kl, quality = readings["metric/reverse_kl"], 100 * readings["metric/high_quality"]
    words = (
        f"{ours.modes} modes against {twin.modes}, reverse KL {kl:.3f} against "
        f"{twin.evaluation.readings['metric/reverse_kl']:.3f}, {quality:.1f} % high quality; "
        f"{ours.cpu_seconds:.0f} s against {twin.cpu_seconds:.0f} s"
    )
    report(f"{name}, seed {seed}: {words}")
    is_even = kl_limit is None or kl < kl_limit
    is_met = ours.modes >= least and ours.modes > twin.modes and is_even
    return Outcome(ours.modes, is_met, words, ours.cpu_seconds + twin.cpu_seconds)


RING = Experiment(
    "veegan-ring",
    "8 modes, 52.9 % high quality; GAN 1 mode (Srivastava 2017, Table 1)",
    "modes of 8",
    f"8 of 8 modes, more than the GAN, reverse KL < {RING_KL:g}",
    partial(_run, "veegan-ring", 8, RING_KL),
)
GRID = Experiment(
    "veegan-grid",
    "24.6 modes, 40 % high quality; GAN 3.3 modes (Srivastava 2017, Table 1)",
    "modes of 25",
    "≥ 24 of 25 modes, more than the GAN",
    partial(_run, "veegan-grid", 24, None),
)
