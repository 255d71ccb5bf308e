"""Rows follow from fields alone."""

from ganstudio.data.worlds import Mixture1D
from ganstudio.engine.preset import Preset, loads
from ganstudio.ui.forms.annotations import spoken
from ganstudio.ui.forms.row import Choice, Kind, Number, Parts
from ganstudio.ui.forms.schema import outline, rows, summary_of


def found(preset, path, reference=None):
    sections = outline(preset, reference or preset)
    return next(row for section in sections for row in section.walk() if row.path == path)


def test_every_field_of_a_preset_has_a_row():
    preset = loads("system: {system: latent, penalties: [{kind: r1}], views: [{kind: pack}]}")
    paths = {row.path for section in outline(preset, preset) for row in section.walk()}
    for row in rows(preset):
        if row.path != "system":
            assert row.path in paths
    assert {"system.penalties.0.weight", "system.views.0.count", "system.critic_steps"} <= paths


def test_bounds_units_and_symbols_come_from_the_field():
    lr = found(Preset(), "system.critic_optimizer.lr")
    assert isinstance(lr.editor, Number)
    assert (lr.editor.low, lr.editor.is_low_strict, lr.editor.high) == (0, True, 1)
    assert lr.editor.log
    assert lr.editor.slider == (1e-6, 1e-1)
    assert (lr.symbol, lr.live) == ("η", True)
    assert found(Preset(), "schedule.steps").editor.unit == "steps"


def test_a_strict_bound_is_itself_refused():
    number = found(Preset(), "system.critic_optimizer.lr").editor
    assert number.problem(0) == "Use more than 0"
    assert number.problem(1) == ""
    assert number.problem(1.5) == "Use 1 or less"


def test_a_number_that_may_be_a_word_is_optional():
    threads = found(Preset(), "schedule.threads").editor
    assert (threads.is_optional, threads.blank, threads.low) == (True, "auto", 1)
    assert found(Preset(), "schedule.clip").editor.blank is None


def test_letters_that_stand_alone_are_names():
    assert spoken("a_to_b") == "A to B"
    assert spoken("half_each") == "Half each"
    assert spoken("GradientPenalty") == "Gradient penalty"


def test_unions_offer_every_kind_with_label_and_help():
    objective = found(Preset(), "system.objective").editor
    assert isinstance(objective, Kind)
    labels = {option.value: option.label for option in objective.options}
    assert labels["hinge"] == "Hinge"
    assert all(option.tip for option in objective.options)
    assert isinstance(found(Preset(), "system.penalties").editor, Parts)
    assert isinstance(found(Preset(), "system.critic.norm").editor, Choice)


def test_changes_count_against_the_reference_and_only_for_what_differs():
    reference = loads("system: {system: latent, penalties: [{kind: gradient_penalty}]}")
    edited = loads(
        "system: {system: latent, objective: {kind: hinge},"
        " penalties: [{kind: gradient_penalty, weight: 3}, {kind: drift}]}"
    )
    assert sum(row.changed() for row in outline(reference, reference)) == 0
    assert sum(row.changed() for row in outline(edited, reference)) == 3
    assert sum(row.changed() for row in outline(reference, edited)) == 3


def test_folded_sections_say_their_value():
    summaries = {row.path: row.summary for row in outline(Preset(), Preset())}
    assert summaries["system.generator"] == "MLP 3 × 128"
    assert summaries["system.views"] == "none"
    assert summaries["schedule"] == "2,000 steps"


def test_a_place_on_disk_is_summed_up_by_its_name():
    preset = loads("data: {kind: points, path: /far/away/world.csv}")
    assert summary_of(preset.data) == "Points from a file, world.csv"


def test_numbers_in_a_row_are_said_as_people_write_them():
    world = Mixture1D(means=(1.0, 2.5), weights=(0.3, 0.7))
    assert summary_of(world) == "Mixture in one dimension, means 1, 2.5, weights 0.3, 0.7"
