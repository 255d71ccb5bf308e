"""The panel of filters: which layer stands first, and what a picture is made of."""

import numpy as np
import pytest

from ganstudio.core.events import InstrumentsRead, RunStarted
from ganstudio.core.instruments import FiltersRead, LayerFilters
from ganstudio.ui.panels.filters import FiltersPanel, pictures_of


def layer(name, side=6, count=20, *, is_convolution=True, has_weights=False, step=3, value=9):
    images = np.full((min(count, 16), 4, side, side, 1), value, np.uint8)
    weights = np.full((len(images), side, side, 1), 7, np.uint8) if has_weights else None
    guided = np.full_like(images, 128)
    return LayerFilters(name, count, is_convolution, images, guided, weights, step)


def reading(step=3, **more):
    layers = (
        layer("body.0", 4, has_weights=True),
        layer("body.2", **more),
        layer("score", 8, 1, is_convolution=False),
    )
    fresh = tuple(layer(one.layer, one.images.shape[2], value=200, step=0) for one in layers)
    return FiltersRead(step, {"critic": layers}, {"critic": fresh})


@pytest.fixture
def panel(qtbot):
    made = FiltersPanel()
    qtbot.addWidget(made)
    made.resize(628, 480)
    made.show()
    made.expect(images=True)
    return made


def show(panel, found):
    panel.receive([InstrumentsRead(found.step, (found,))])
    panel.refresh()


def test_the_last_convolution_stands_first_and_a_choice_stays(panel):
    show(panel, reading())
    assert (panel.choice.player, panel.choice.layer) == ("critic", "body.2")
    assert panel.grid.count == 16
    assert panel.choice._words.text().startswith("16 of 20 filters: what excites them")
    assert "weights" not in panel.choice._words.toolTip()
    panel.choice.set_layer("body.0")
    panel.choice.changed.emit()
    assert panel.choice._words.text().startswith("16 of 20 filters: what excites them")
    assert "weights" in panel.choice._words.toolTip()
    show(panel, reading(4))
    assert panel.choice.layer == "body.0"  # though more is known of others
    panel.choice.set_layer("score")
    panel.choice.changed.emit()
    assert panel.grid.count == 1
    assert panel.choice._words.text().startswith("1 unit: what excites it")


def test_until_one_is_chosen_the_last_convolution_that_was_read_is_shown(panel):
    whole = reading(5)
    for first, wanted in ((2, "score"), (1, "body.2"), (0, "body.2")):
        layers = whole.trained["critic"][first:]
        show(panel, FiltersRead(5 - first, {"critic": layers}, {"critic": layers}))
        assert panel.choice.layer == wanted


def test_untrained_filters_can_be_seen(panel):
    show(panel, reading(value=9))
    before = panel.grid._strip.pixelColor(0, 0).red()
    panel.side.set_value("untrained")
    panel.side.changed.emit("untrained")
    assert (before, panel.grid._strip.pixelColor(0, 0).red()) == (9, 200)
    assert panel._qualifier == "before training"
    panel.side.set_value("trained")
    panel.side.changed.emit("trained")
    assert panel._qualifier == "at step 3"


def test_images_stand_over_their_gradients_and_behind_large_weights():
    made = pictures_of(layer("body.0", 4, has_weights=True))
    assert made.shape == (16, 11, 9 + 4 * 5 + 2, 4)
    assert (made[0, :8, :8, 0] == 7).all()
    assert (made[0, :4, 9:13, 0] == 9).all()
    assert (made[0, 5:9, 9:13, 0] == 128).all()
    assert not made[0, :, 8, 3].any()
    assert not made[0, 4, 9:, 3].any()


@pytest.mark.parametrize(
    ("offers", "is_refused"),
    [(("Generates", "Judges"), False), (("Generates", "Encodes"), False), (("Translates",), True)],
)
def test_who_sees_single_pictures_has_filters(panel, offers, is_refused):
    panel.receive([RunStarted("run", "CPU", 0, 10, {}, offers=offers)])
    assert bool(panel.refusal) == is_refused
    assert panel.is_told != is_refused
