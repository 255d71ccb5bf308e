"""The boundary map is what brute force gives, whatever was dragged before."""

import numpy as np

from ganstudio.edit.features import outline
from ganstudio.edit.instances import shifted
from ganstudio.ui.tools.instances_boundary import Boundary


def brute(ids: np.ndarray) -> np.ndarray:
    """Every place is compared with its four neighbours, one by one."""
    height, width = ids.shape
    marked = np.zeros(ids.shape, bool)
    for y in range(height):
        for x in range(width):
            beside = ((y, x - 1), (y, x + 1), (y - 1, x), (y + 1, x))
            marked[y, x] = any(
                ids[b, a] != ids[y, x] for b, a in beside if 0 <= b < height and 0 <= a < width
            )
    return marked


def test_drags_and_edits_leave_the_boundary_map_of_brute_force(qapp):
    random = np.random.default_rng(5)
    ids = np.kron(random.integers(0, 5, (4, 6)), np.ones((4, 4), np.int64)).astype(np.int64)
    boundary = Boundary()
    boundary.show(ids)
    assert np.array_equal(boundary.marked, brute(ids))
    for _ in range(20):
        one = int(random.integers(0, 5))
        right, down = (int(step) for step in random.integers(-6, 7, 2))
        boundary.drag((one,), right, down)
        under = ids.copy()
        under[shifted(ids == one, right, down)] = one
        assert np.array_equal(boundary.marked, brute(under))
        if random.random() < 0.5:
            ids = under
        boundary.show(ids)
        assert np.array_equal(boundary.marked, outline(ids))
    smaller = ids[:7, :9].copy()
    boundary.show(smaller)
    assert np.array_equal(boundary.marked, brute(smaller))
    assert (boundary.image.width(), boundary.image.height()) == (9, 7)
    y, x = (int(at) for at in np.argwhere(boundary.marked)[0])
    assert boundary.image.pixelColor(x, y).alpha() > 0
