import math
from itertools import pairwise

import pytest
import torch

from ganstudio.nn.alias_free import Band, FilteredActivation, low_pass
from ganstudio.parts.alias_free.bands import bands, widths


@pytest.mark.parametrize("radial", [False, True])
def test_filters_keep_constants_and_are_their_own_mirror_images(radial) -> None:
    found = low_pass(12, Band(36, 16, 4.0, 4.0), 32, radial=radial)
    assert found is not None
    assert found.shape == ((12, 12) if radial else (12,))
    assert float(found.sum()) == pytest.approx(1.0, abs=1e-5)
    torch.testing.assert_close(found, found.flip(0))


def test_one_tap_is_no_filter() -> None:
    assert low_pass(1, Band(36, 16, 4.0, 4.0), 16, radial=False) is None


def test_a_radial_filter_treats_both_diagonals_and_directions_alike() -> None:
    found = low_pass(12, Band(36, 16, 4.0, 4.0), 32, radial=True)
    assert found is not None
    torch.testing.assert_close(found, found.t())
    torch.testing.assert_close(found, found.flip(1))


def activation(given: Band, made: Band, oversampling: int = 2) -> FilteredActivation:
    return FilteredActivation(
        given, made, 1, oversampling=oversampling, filter_size=6, radial=False
    )


def test_a_wave_in_the_band_passes_and_doubles() -> None:
    """Above zero the activation only scales, so a slow wave comes out as finely sampled."""
    given, made = Band(36, 16, 4.0, 4.0), Band(52, 32, 8.0, 8.0)
    places = (torch.arange(36) + 0.5) / 16
    wave = 2 + torch.sin(2 * math.pi * places).expand(1, 1, 36, 36)
    found = activation(given, made)(wave)
    assert found.shape == (1, 1, 52, 52)
    # The middles of both are one place; they are 36 / 16 and 52 / 32 pictures wide. Half a sample
    # beside would be 0.14 off.
    finer = (torch.arange(52) + 0.5) / 32 + (36 / 16 - 52 / 32) / 2
    expected = math.sqrt(2) * (2 + torch.sin(2 * math.pi * finer))
    torch.testing.assert_close(found[0, 0, 26, 8:-8], expected[8:-8], atol=0.08, rtol=0)


def test_without_oversampling_nothing_is_activated() -> None:
    band = Band(16, 16, 8.0, 1.0)
    x = torch.randn(1, 2, 16, 16)
    torch.testing.assert_close(activation(band, band, oversampling=1)(x), x)


def test_cutoffs_grow_to_those_of_the_picture() -> None:
    found = bands(256, 14)
    assert len(found) == 15
    assert found[0].cutoff == 2
    assert [band.cutoff for band in found[-3:]] == [128, 128, 128]
    ratios = [after.cutoff / band.cutoff for band, after in pairwise(found[:13])]
    assert max(ratios) - min(ratios) < 1e-9
    assert [band.side for band in found[-2:]] == [256, 256]
    assert found[0].side == found[0].rate + 20
    assert all(band.half_width > 0 for band in found)


def test_the_paper_has_these_channels() -> None:
    """Karras 2021, appendix D: 512 at first and 128 at the end of 256 px."""
    found = widths(bands(256, 14), 128, 512)
    assert (found[0], found[-1]) == (512, 128)
    assert found == sorted(found, reverse=True)
