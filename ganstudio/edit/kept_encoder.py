"""Encoders that were fitted to a run's samples, kept beside it: one for each weights of the run."""

import json
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load, save

from ganstudio.core.capabilities import Generates, capability
from ganstudio.core.paths import write_atomically
from ganstudio.core.system import System
from ganstudio.edit.fitted import FittedEncoder, WithEncoder, has_encoder, unfitted
from ganstudio.edit.invert import Encoder

FOLDER = "encoders"


def place(run: Path, weights: str) -> Path:
    """The file of an encoder.

    Args:
        run: the run's folder.
        weights: the fingerprint of what it was fitted to.
    """
    return run / FOLDER / f"{weights}.safetensors"


def keep(run: Path, weights: str, encoder: Encoder, error: float) -> Path:
    """Write an encoder beside its run, whole or not at all. Raises OSError.

    Args:
        run: the run's folder.
        weights: the fingerprint of what it was fitted to.
        encoder: fitted.
        error: mean squared error of its latents in the last steps.
    """
    path = place(run, weights)
    path.parent.mkdir(exist_ok=True)
    tensors = {key: value.cpu().contiguous() for key, value in encoder.state_dict().items()}
    note = json.dumps({"program": "GAN Studio", "weights": weights, "error": error})
    write_atomically(path, save(tensors, {"encoder": note}))
    return path


def lent(run: Path, weights: str, system: System) -> System:
    """The system with the encoder that was fitted to it; as it is where it has one, or none fits.

    A file that is damaged or of another network counts as none, so that one can be fitted anew.
    """
    path = place(run, weights)
    if not path.is_file() or has_encoder(system) or capability(system, Generates) is None:
        return system
    encoder = unfitted(system)
    try:
        encoder.load_state_dict(load(path.read_bytes()))
    except (SafetensorError, ValueError, RuntimeError, OSError):
        return system
    return WithEncoder(system, FittedEncoder(encoder.eval().requires_grad_(requires_grad=False)))
