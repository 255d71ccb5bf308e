"""Sources, translations and targets as one picture for each sample."""

import numpy as np

from ganstudio.engine.side_by_side import side_by_side


def test_pictures_of_noise_have_no_companions() -> None:
    assert side_by_side({"averaged": np.zeros((2, 4, 4, 3), np.uint8)}) is None


def test_source_comes_first_then_what_was_made_then_the_rest_without_the_raw_row() -> None:
    shades = {"averaged": 10, "raw": 20, "source": 30, "target": 40}
    pictures = {name: np.full((2, 4, 4, 1 if name == "source" else 3), shade, np.uint8)
                for name, shade in shades.items()}  # fmt: skip
    joined = side_by_side(pictures)
    assert joined is not None
    assert joined.shape == (2, 4, 3 * 4 + 2, 3)
    assert joined[0, 0, :, 0].tolist() == [30] * 4 + [0] + [10] * 4 + [0] + [40] * 4
