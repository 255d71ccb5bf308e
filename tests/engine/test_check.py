"""What makes a preset fit to ship, on presets of our own making and on the shipped ones."""

import math
from pathlib import Path

import pytest
import torch

from ganstudio.core.errors import PresetError
from ganstudio.data.source import Share, unreported
from ganstudio.engine import devices, preset
from ganstudio.engine.cards import GRAPHICS_CARD, find_preset, shipped_cards
from ganstudio.engine.check import check_preset, check_presets, lightened
from ganstudio.systems.catalog import NAMED_SYSTEMS

SMALL = (
    "system: {system: latent, generator: {kind: mlp, depth: 1, width: 8}, "
    "critic: {kind: mlp, depth: 1, width: 8}}"
)
EXPLODING = (
    "data: {kind: ring, radius: 100.0, scale: 0.01}\n"
    "system: {system: latent, objective: {kind: least_squares}, penalties: [{kind: gradient_penalty"
    ", weight: 1000.0}], critic_optimizer: {kind: sgd, lr: 10.0}}"
)


@pytest.fixture
def written(tmp_path):
    """The path of a preset of these lines, as the studio would save it."""

    def write(lines, paper="# Doe 2020", tags=""):
        chosen = preset.loads(f"{paper}\ntitle: Small\n{tags}\n{lines}\n")
        path = tmp_path / "small.yaml"
        preset.save(chosen, path)
        return str(path)

    return write


def test_a_sound_preset_trains_all_the_steps_that_are_asked_for(written):
    found = check_preset(written(SMALL), steps=3)
    assert found.is_ok
    assert (found.name, found.steps) == ("small", 3)


def test_without_steps_only_the_text_is_looked_at(written):
    found = check_preset(written(EXPLODING), steps=0)
    assert found.is_ok
    assert found.steps == 0


def test_presets_that_are_checked_at_once_are_told_in_the_order_that_was_asked(written, tmp_path):
    sound = Path(written(SMALL)).rename(tmp_path / "sound.yaml")
    wild = Path(written(EXPLODING, tags=f"tags: [{GRAPHICS_CARD}]"))
    found = check_presets([str(sound), str(wild)], steps=3)
    assert [one.name for one in found] == ["sound", "small"]
    assert [one.is_ok for one in found] == [True, False]


def test_one_name_that_is_not_a_presets_stops_the_others_before_they_begin(written):
    with pytest.raises(PresetError, match="nowhere"):
        check_presets([written(SMALL), "nowhere"])


def test_a_preset_that_names_no_paper_is_not_trained(written):
    found = check_preset(written(SMALL, paper=""))
    assert found.problems == ("the first line names no paper",)
    assert found.steps == 0


def test_a_line_that_says_what_is_the_default_anyway_is_found(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(f"# Doe 2020\ntitle: Long\n{SMALL}\nschedule: {{batch: 64}}\n")
    (problem,) = check_preset(str(path)).problems
    assert "not minimal" in problem


def test_a_preset_that_becomes_not_a_number_says_so_and_where_it_stopped(written):
    found = check_preset(written(EXPLODING))
    assert len(found.problems) == 1
    assert found.steps < 20


needs_no_card = pytest.mark.skipif(
    devices.choose("auto").type != "cpu", reason="where a graphics card is, all steps are done"
)


@needs_no_card
@pytest.mark.parametrize(("asked", "done"), [(20, 20), (0, 2)])
def test_a_preset_for_a_graphics_card_trains_on_two_samples_without_one(written, asked, done):
    large = f"{SMALL}\nschedule: {{batch: 60000}}"
    found = check_preset(written(large, tags=f"tags: [{GRAPHICS_CARD}]"), large_steps=asked)
    assert found.is_ok
    assert found.steps == done


def test_parts_that_do_not_fit_the_data_are_found_without_a_step(written):
    lines = "data: {kind: digits, size: 8}\nsystem: {system: lapgan, levels: 6}"
    found = check_preset(written(lines, tags=f"tags: [{GRAPHICS_CARD}]"))
    assert "8 × 8 px" in found.problems[0]
    assert found.steps == 0


def test_a_step_for_a_graphics_card_has_few_samples_and_whole_networks():
    for card in shipped_cards():
        if card.is_large:
            whole = preset.load(card.path)
            light = lightened(whole)
            views = getattr(whole.system, "views", ())
            assert light.schedule.batch == 2 * math.prod(view.pack() for view in views)
            assert getattr(light.data, "count", 0) <= 32
            assert light.data.spec().shape == whole.data.spec().shape
            one_turn = {"critic_steps": 1} if hasattr(whole.system, "critic_steps") else {}
            assert light.system == whole.system.model_copy(update=one_turn)


@needs_no_card
def test_a_packing_critic_has_two_packs_and_drawn_worlds_every_class():
    packed = lightened(preset.load(find_preset("pacgan-stacked-large")))
    assert packed.schedule.batch == 4
    flowers = lightened(preset.load(find_preset("cgan-flowers-large"))).data
    assert flowers.labels == "petals"
    opened = flowers.open(0, torch.device("cpu"), Share(), unreported)
    assert opened.vacant == ()


def test_two_steps_are_enough_to_find_losses_that_explode(written):
    found = check_preset(written(EXPLODING, tags=f"tags: [{GRAPHICS_CARD}]"), large_steps=2)
    assert "Losses finite" in found.problems[0]


@pytest.mark.parametrize("card", shipped_cards(), ids=lambda card: card.name)
def test_every_shipped_preset_is_valid_minimal_and_the_same_after_a_round_trip(card):
    assert check_preset(card.name, steps=0).problems == ()


def test_large_presets_say_that_they_are_for_a_graphics_card_and_no_other_does():
    for card in shipped_cards():
        assert card.name.endswith("-large") == (card.is_large), card.name


def test_every_system_that_makes_images_has_a_preset_for_a_graphics_card():
    large = {card.name for card in shipped_cards() if card.is_large}
    wanted = {
        "DCGAN", "LSGAN", "WGAN-GP", "SN-GAN", "cGAN", "AC-GAN", "BiGAN", "Semi-supervised GAN",
        "GAN-CLS", "GAN-INT-CLS", "LAPGAN", "ProGAN", "StyleGAN", "StyleGAN2", "BigGAN",
    }  # fmt: skip
    found = {named.name for named in NAMED_SYSTEMS if large & set(named.presets)}
    assert wanted <= found
