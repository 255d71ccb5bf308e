import numpy as np
import pytest
import torch

from ganstudio.core.capabilities import Generates, Refines, capability
from ganstudio.core.errors import Cancelled, InputError
from ganstudio.edit.artist import Artist
from ganstudio.edit.documents import Script, dumps, loads
from ganstudio.edit.latents import Latent
from ganstudio.edit.redraw import Redraw, redrawn

OLD = Latent(seed=5)


def _chain(system, latent):
    refines = capability(system, Refines)
    with torch.no_grad():
        return refines.chain(Artist(system).z(latent))


@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("finer", [True, False])
def test_what_is_coarser_than_the_level_stays_bit_for_bit(refining, level, finer):
    result = Redraw(latent=OLD, draws=(1, 2), finer=finer).run(refining)
    latents = result.readings["latents"][(level - 1) * 4 :][:4]
    before = _chain(refining, OLD)
    for latent in latents[2:]:
        after = _chain(refining, latent)
        for at in range(3):
            assert torch.equal(before[at], after[at]) == (at < level)
    assert latents[0] == latents[1] == OLD


def test_each_picture_is_that_of_its_latent_and_seeds_differ(refining):
    result = Redraw(latent=OLD, draws=(1, 2, 1)).run(refining)
    artist = Artist(refining)
    assert (len(result.pictures), result.columns) == (10, 5)
    for row in (result.pictures[:5], result.pictures[5:]):
        assert (row[1] == artist.draw(OLD)).all()
        assert (row[2] != row[3]).any()
        assert (row[2] == row[4]).all()
    for at, latent in enumerate(result.readings["latents"]):
        if at % 5:
            assert (result.pictures[at] == artist.draw(latent)).all()


def test_the_first_column_is_the_next_smaller_picture(refining):
    result = Redraw(latent=OLD, draws=(1,)).run(refining)
    for row, side in enumerate((4, 8)):
        by = 16 // side
        kept = result.pictures[3 * row]
        small = kept[::by, ::by]
        assert (np.repeat(np.repeat(small, by, 0), by, 1) == kept).all()
        assert len(np.unique(small)) > 1


def test_without_finer_ones_only_the_noise_of_the_level_changes(refining):
    refines, z = capability(refining, Refines), Artist(refining).z(OLD)
    sizes = [4, 64, 256]
    for level in (1, 2):
        for finer in (True, False):
            moved = redrawn(refines, z, level, 3, finer=finer)
            pairs = zip(z.split(sizes, 1), moved.split(sizes, 1), strict=True)
            changed = [not torch.equal(a, b) for a, b in pairs]
            assert changed == [at == level or (finer and at > level) for at in range(3)]


def test_a_row_shares_the_noise_of_its_draws_with_the_rows_above(refining):
    refines, z = capability(refining, Refines), Artist(refining).z(OLD)
    both = redrawn(refines, z, 1, 7, finer=True)
    finest = redrawn(refines, z, 2, 7, finer=True)
    assert torch.equal(both[:, -256:], finest[:, -256:])


def test_a_script_replays_the_same_bytes(refining):
    request = Redraw(latent=OLD, draws=(3, 9), locked=(1,), finer=False)
    script = loads(dumps(Script(edit=request)), Script, "edit.yaml")
    assert script.edit == request
    assert (script.edit.run(refining).sheet() == request.run(refining).sheet()).all()


def test_who_does_not_wait_ends_it(refining):
    def told(index, _picture):
        if index == 1:
            raise Cancelled("A newer request has come.")

    with pytest.raises(Cancelled):
        Redraw(latent=OLD, draws=(1,)).run(refining, told)


def test_a_model_that_draws_at_once_says_so(labelled):
    assert capability(labelled, Generates) is not None
    with pytest.raises(InputError, match="choose a run of a LAPGAN"):
        Redraw(latent=OLD, draws=(1,)).run(labelled)
