"""Where the pictures of a sheet lie."""

import numpy as np
import pytest

from ganstudio.engine.intake.specimens import Band, Column
from ganstudio.ui.intake.sheet_plan import height_of, planned


def band(columns, samples, size, captions=()):
    column = Column("", "", np.zeros((samples, size, size, 3), np.uint8))
    return Band((column,) * columns, captions)


@pytest.mark.parametrize("size", [16, 32, 64, 96])
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("width", [560, 732, 1880])
def test_pictures_are_shown_at_whole_multiples_and_inside(size, columns, width):
    (plan,) = planned([band(columns, 18, size)], width, 1.0)
    assert plan.side % size == 0
    assert 96 <= plan.side <= 208
    cells = [plan.cell(row, column) for row in range(18) for column in range(columns)]
    assert min(cell.left() for cell in cells) >= 12
    assert max(cell.right() for cell in cells) <= width - 12
    assert max(cell.bottom() for cell in cells) <= height_of([plan])
    for number, one in enumerate(cells):
        assert not any(one.intersects(other) for other in cells[number + 1 :])


def test_a_multiple_is_one_of_device_pixels():
    (plan,) = planned([band(3, 4, 64)], 732, 1.5)
    assert plan.side * 1.5 % 64 == 0


def test_large_pictures_are_made_smaller():
    (plan,) = planned([band(3, 4, 512)], 732, 1.0)
    assert 96 <= plan.side <= 208
    assert plan.cell(0, 2).right() <= 720


def test_captions_take_their_own_line():
    plain, named = (planned([band(1, 40, 32, words)], 400, 1.0)[0] for words in ((), ("cat",) * 40))
    assert named.step.height() > plain.step.height()


def test_bands_stand_under_each_other_with_equal_cells():
    first, second = planned([band(1, 5, 32), band(1, 30, 32)], 732, 1.0)
    assert first.side == second.side
    assert second.top > first.bottom


def test_nothing_takes_no_room():
    assert height_of(planned([], 700, 1.0)) == 0
