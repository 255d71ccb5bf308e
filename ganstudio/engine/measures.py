"""Every metric of a trained model, on features that are named: what `evaluate` asks for."""

import time
from dataclasses import dataclass

from ganstudio.core.errors import DataError, InputError
from ganstudio.core.rng import derive
from ganstudio.data.absent import Absent
from ganstudio.data.digits import Digits
from ganstudio.data.source import Referred, Share, unreported
from ganstudio.data.stacked_digits import StackedDigits
from ganstudio.engine.evaluate import Evaluation, Evaluator, Request
from ganstudio.engine.evaluations import Asked, keep_evaluation
from ganstudio.engine.run import RunFolder
from ganstudio.engine.sampling import TrainedModel, load_model
from ganstudio.metrics import features, stacked
from ganstudio.metrics.classifier import MOST
from ganstudio.metrics.extractor import Extractor
from ganstudio.metrics.region_measures import REGION_MEASURES

IMAGE_SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asks of a model.

    Attributes:
        metrics: names; empty for all that apply.
        features: `digits`, `classes`, `pixels` or a file; empty for digits where the data are
            digits, and else pixels.
    """

    metrics: tuple[str, ...] = ()
    samples: int | None = None
    features: str = ""
    seed: int = 0


def evaluate(model: TrainedModel, wanted: Wanted) -> Evaluation:
    """Measure a model at its step, without its data as far as no metric compares with them.

    Raises:
        InputError: metrics or features that do not apply, or cannot be measured.
        DataError: the data are gone, and nothing can be measured without them.
    """
    preset = model.preset
    dataset = opened_data(model)
    samples = wanted.samples or _usual_samples(preset.data, dataset)
    extractor = extractor_of(model, dataset, wanted)
    request = Request(wanted.metrics, samples, extractor, wanted.seed, REGION_MEASURES)
    evaluator = Evaluator(preset, dataset, model.device)
    found = evaluator.answer(model.step, model.trained, model.averaged, request)
    if isinstance(dataset, Absent) and all(row.value is None for row in found.rows):
        raise DataError(dataset.reason)
    return found


def evaluate_run(run: RunFolder, wanted: Wanted) -> tuple[Asked, str]:
    """Measure a run's newest weights and keep what was found with it; "", or why that failed.

    Raises StudioError: as `evaluate`, or the weights cannot be read.
    """
    model = load_model(run)
    asked = Asked(model.step, time.time(), wanted.seed, evaluate(model, wanted).rows)
    try:
        keep_evaluation(run, asked)
    except OSError as error:
        return asked, f"It was not kept with the run: {error.strerror or error}."
    return asked, ""


def _usual_samples(data: object, dataset: Referred) -> int | None:
    if isinstance(data, StackedDigits):
        return stacked.PUBLISHED
    return IMAGE_SAMPLES if dataset.spec.is_images else None


def opened_data(model: TrainedModel) -> Referred:
    """The data of a model; where they are gone, what says so once they are asked for."""
    preset = model.preset
    try:
        return preset.data.open(preset.seed, model.device, Share(), unreported)
    except DataError as error:
        return Absent(model.spec, str(error))


def extractor_of(model: TrainedModel, dataset: Referred, wanted: Wanted) -> Extractor | None:
    """What its images are compared by; None for points. Raises InputError, DataError."""
    if not dataset.spec.is_images:
        if wanted.features:
            raise InputError(
                "The points of this run are measured as they are: leave --features out."
            )
        return None
    is_digits = isinstance(model.preset.data, Digits)
    match wanted.features or (features.DIGITS if is_digits else features.PIXELS):
        case features.DIGITS:
            return features.digits_classifier()
        case features.PIXELS:
            return features.SmallPixels(dataset.spec.shape[0])
        case features.CLASSES:
            return _own_classifier(model, dataset)
        case words:
            return features.extractor_from_file(words)


def _own_classifier(model: TrainedModel, dataset: Referred) -> Extractor:
    spec = dataset.spec
    batch = dataset.reference(
        min(spec.size or MOST, MOST), derive(model.preset.seed, features.CLASSES)
    )
    if batch.label is None or len(spec.classes) < 2:
        raise InputError(
            "The data of this run name no classes, which a classifier of them needs: choose "
            f"{features.DIGITS}, {features.PIXELS} or a file as features."
        )
    return features.own_classifier(batch.real, batch.label, len(spec.classes))
