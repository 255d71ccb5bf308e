"""Defects as a layer on a surface: what Defect-GAN is made of, Zhang 2021, arXiv:2103.15158."""

from ganstudio.parts.defects.generator import LayerGenerator, LayerNetwork
from ganstudio.parts.defects.layers import Layered, control_of, facing
from ganstudio.parts.defects.strokes import painted_control

__all__ = [
    "LayerGenerator",
    "LayerNetwork",
    "Layered",
    "control_of",
    "facing",
    "painted_control",
]
