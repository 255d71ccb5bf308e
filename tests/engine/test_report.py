from html.parser import HTMLParser

import pytest

from ganstudio.core.control import RunControl
from ganstudio.core.errors import RunError
from ganstudio.engine import preset as presets
from ganstudio.engine.report import report
from ganstudio.engine.run import RunFolder
from ganstudio.engine.worker import Job, train

RING = """
title: Ring <small>
shows: How points & modes meet.
data: {kind: ring}
system:
  system: latent
  objective: {kind: wasserstein}
  penalties: [{kind: gradient_penalty, weight: 0.1}]
  generator: {kind: mlp, width: 16}
  critic: {kind: mlp, width: 16}
schedule: {steps: 12, batch: 16, snapshot_every: 4, evaluate_every: 0, checkpoint_every: 0}
"""


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    control = RunControl()
    control.edit("system.critic_optimizer.lr", 5e-4)
    path = tmp_path_factory.mktemp("runs") / "ring 01"
    train(Job(path, presets.loads(RING), device="cpu"), lambda event: None, control)
    reader = Reader()
    reader.feed(report(RunFolder.open(path)).decode())
    return reader


def test_it_says_what_was_run_and_how_it_went(page):
    words = " ".join(page.words)
    assert "Ring <small>" in words
    assert "finished at step 12 of 12" in words
    assert "How points & modes meet." in words
    assert "system.critic_optimizer.lr was set to 0.0005" in words
    assert "kind: wasserstein" in words


def test_it_shows_curves_pictures_and_equations(page):
    found = [tag for tag, _ in page.tags]
    assert found.count("img") == 4
    labels = [attributes.get("aria-label", "") for tag, attributes in page.tags if tag == "svg"]
    assert any("critic, loss" in label and "generator, loss" in label for label in labels)


def test_it_needs_nothing_but_itself(page):
    for _, attributes in page.tags:
        for key in ("src", "href"):
            assert attributes.get(key, "data:").startswith(("data:", "#"))
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "iframe")]


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunError):
        report(RunFolder.open(tmp_path))
