"""The written-out list of panels that a run has."""

from ganstudio.ui.panels.accuracy import AccuracyPanel
from ganstudio.ui.panels.augmentation import AugmentationPanel
from ganstudio.ui.panels.base import Panel
from ganstudio.ui.panels.confusion import ConfusionPanel
from ganstudio.ui.panels.densities import DensitiesPanel
from ganstudio.ui.panels.diagnosis import DiagnosisPanel
from ganstudio.ui.panels.filters import FiltersPanel
from ganstudio.ui.panels.fit import FitPanel
from ganstudio.ui.panels.gradients import GradientsPanel
from ganstudio.ui.panels.graph import GraphPanel
from ganstudio.ui.panels.layer_gradients import LayerGradientsPanel
from ganstudio.ui.panels.live import LivePanel
from ganstudio.ui.panels.log import LogPanel
from ganstudio.ui.panels.losses import LossesPanel
from ganstudio.ui.panels.metrics import MetricsPanel
from ganstudio.ui.panels.pair_distances import PairDistancesPanel
from ganstudio.ui.panels.samples import SamplesPanel
from ganstudio.ui.panels.scores import ScoresPanel
from ganstudio.ui.panels.slopes import SlopesPanel
from ganstudio.ui.panels.snapshots import SnapshotsPanel
from ganstudio.ui.panels.spaces import FeatureSpacePanel, LatentSpacePanel
from ganstudio.ui.panels.spectra import SpectraPanel
from ganstudio.ui.panels.strips import StripsPanel
from ganstudio.ui.panels.throughput import ThroughputPanel
from ganstudio.ui.panels.wasserstein import WassersteinPanel
from ganstudio.ui.panels.weights import WeightsPanel
from ganstudio.ui.panels.world import WorldPanel

PANELS: tuple[type[Panel], ...] = (
    LivePanel,
    DiagnosisPanel,
    LogPanel,
    WorldPanel,
    SamplesPanel,
    LossesPanel,
    WassersteinPanel,
    MetricsPanel,
    GradientsPanel,
    ScoresPanel,
    ThroughputPanel,
    SlopesPanel,
    PairDistancesPanel,
    DensitiesPanel,
    WeightsPanel,
    SpectraPanel,
    LayerGradientsPanel,
    StripsPanel,
    FiltersPanel,
    AccuracyPanel,
    ConfusionPanel,
    FitPanel,
    AugmentationPanel,
    LatentSpacePanel,
    FeatureSpacePanel,
    GraphPanel,
    SnapshotsPanel,
)
