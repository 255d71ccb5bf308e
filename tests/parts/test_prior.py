"""Where latents come from, and how many numbers they have."""

import pytest
import torch
from pydantic import ValidationError

from ganstudio.core.config import changes
from ganstudio.data.batches import DataSpec
from ganstudio.engine.preset import dumps, loads, with_overrides
from ganstudio.nn.random import Random
from ganstudio.parts.prior import AutoPrior, Prior
from ganstudio.systems.latent import LatentConfig
from ganstudio.ui.forms.annotations import editor_of
from ganstudio.ui.forms.row import Number

POINTS, LINE = DataSpec((2,)), DataSpec((1,))
IMAGES = DataSpec((1, 16, 16))


def source() -> Random:
    return Random(0, torch.device("cpu"))


@pytest.mark.parametrize("size", [2, 64])
def test_draws_have_the_moments_of_their_distribution(size: int) -> None:
    normal, uniform, sphere = (
        Prior(distribution=kind, size=size).draw(4000, source())
        for kind in ("gaussian", "uniform", "sphere")
    )
    assert normal.shape == uniform.shape == sphere.shape == (4000, size)
    assert float(normal.square().mean()) == pytest.approx(1, abs=0.05)
    assert float(uniform.square().mean()) == pytest.approx(1 / 3, abs=0.02)
    assert float(uniform.abs().max()) <= 1
    torch.testing.assert_close(sphere.norm(dim=1), torch.full((4000,), size**0.5))


def test_auto_is_two_for_points_and_sixty_four_for_images() -> None:
    assert [AutoPrior().resolved(spec).size for spec in (POINTS, LINE, IMAGES)] == [2, 2, 64]


def test_a_size_that_is_given_holds_for_any_data() -> None:
    chosen = AutoPrior(distribution="sphere", size=7)
    expected = Prior(distribution="sphere", size=7)
    assert [chosen.resolved(spec) for spec in (POINTS, IMAGES)] == [expected, expected]


@pytest.mark.parametrize("size", [0, 1025, 2.5, "many"])
def test_other_sizes_are_refused(size: object) -> None:
    with pytest.raises(ValidationError):
        AutoPrior.model_validate({"size": size})


def test_only_a_size_that_was_chosen_is_saved() -> None:
    assert changes(AutoPrior()) == {}
    for prior in (AutoPrior(size=2), AutoPrior(size=64)):
        assert AutoPrior.model_validate(changes(prior)) == prior
        assert changes(prior) == {"size": prior.size}


def test_a_form_shows_auto_in_the_empty_field() -> None:
    editor = editor_of(AutoPrior.model_fields["size"], {})
    assert isinstance(editor, Number)
    assert (editor.blank, editor.is_optional, editor.low, editor.high) == ("auto", True, 1, 1024)


@pytest.mark.parametrize("prior", ["", ", prior: {size: 2}", ", prior: {distribution: sphere}"])
def test_a_preset_with_it_keeps_its_bytes(prior: str) -> None:
    text = "# Nobody 2020\ntitle: A\nsystem: {system: latent" + prior + ", share_fakes: true}\n"
    assert dumps(loads(text)) == text


def test_the_command_line_takes_a_number_or_the_word() -> None:
    given = with_overrides(loads("{}"), ["system.prior.size=3"])
    assert isinstance(given.system, LatentConfig)
    assert given.system.prior.size == 3
    again = with_overrides(given, ["system.prior.size=auto"]).system
    assert isinstance(again, LatentConfig)
    assert again.prior == AutoPrior()


@pytest.mark.parametrize("spec", [POINTS, IMAGES])
def test_the_build_resolves_it(spec: DataSpec) -> None:
    config = LatentConfig()
    latents = config.build(spec, source()).latents(5, source())
    size = AutoPrior().resolved(spec).size
    assert latents.shape == (5, size)
    latent = next(node for node in config.flow(spec, "Data").nodes if node.key == "latent")
    assert latent.detail == f"Gaussian, {size}"
