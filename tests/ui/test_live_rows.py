"""Which settings the live panel offers, and under whose name."""

import pytest

from ganstudio.engine import preset as presets
from ganstudio.ui.training.live_rows import live_rows


def players_of(text: str) -> dict[str, str]:
    preset = presets.loads(text)
    return {row.path.removeprefix("system."): row.player for row in live_rows(preset, preset)}


@pytest.mark.parametrize(
    ("text", "player"),
    [
        ("data: {kind: captions}\nsystem: {system: text2image}", "encoder"),
        ("system: {system: veegan}", "reconstructor"),
        ("{}", "generator"),
        ("{}", "critic"),
    ],
)
def test_every_player_has_its_learning_rate_under_its_name(text, player):
    assert players_of(text)[f"{player}_optimizer.lr"] == player


def test_penalties_stand_with_the_player_whose_loss_they_are_added_to():
    found = players_of(
        "system: {system: latent, penalties: [{kind: r1}], generator_penalties:"
        " [{kind: path_length}], constraints: [{kind: weight_clip}]}"
    )
    assert found["penalties.0.weight"] == found["constraints.0.limit"] == "critic"
    assert found["generator_penalties.0.weight"] == "generator"


def test_what_belongs_to_no_player_comes_last_and_rates_come_first():
    preset = presets.loads("system: {system: veegan}")
    rows = live_rows(preset, preset)
    assert [row.player for row in rows][-2:] == ["", ""]
    assert rows[0].path.endswith(".lr")
