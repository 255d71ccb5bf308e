import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl

from ganstudio.core.errors import InputError
from ganstudio.edit.documents import Script
from ganstudio.edit.draw import Draw, Drawn
from ganstudio.edit.latents import Latent
from ganstudio.edit.provenance import to_png
from ganstudio.interop.pieces import CLUSTERS
from ganstudio.interop.reading import SUFFIXES
from ganstudio.ui.drop_overlay import dragged
from ganstudio.ui.drops import WEIGHTS, Opened, classify


@pytest.fixture
def made(tmp_path):
    def make(name, content=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    return make


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("ring.yaml", "preset", "Open the preset ring in Design"),
        ("flowers.ganpreset", "bundle", "Unpack flowers.ganpreset into your presets"),
        ("points.CSV", "table", "Design a run on the points in points.CSV"),
        ("age.gandirection", "direction", "Open the directions of age.gandirection in Explore"),
        ("hinge.ganlesson", "lesson", "Open the lesson hinge.ganlesson in Learn"),
        ("latest_net_G.pth", "weights", "Import latest_net_G.pth as a run"),
        ("network-snapshot-000000.pkl", "weights", "Import network-snapshot-000000.pkl as a run"),
        ("weights.pth.xz", "weights", "Import weights.pth.xz as a run"),
    ],
)
def test_files_are_known_by_their_suffix(made, name, kind, words):
    opened = classify(made(name))
    assert opened.kind == kind
    assert opened.words() == words


def test_a_run_is_known_by_its_folder_or_its_description(made):
    description = made("ring 01/run.json", "{}")
    assert classify(description) == Opened("run", description.parent)
    assert classify(description.parent) == Opened("run", description.parent)
    assert classify(description.parent).words() == "Open the run ring 01"


def test_a_folder_with_pictures_anywhere_in_it_is_a_data_set(made, tmp_path):
    made("photos/train/cats/one.JPG")
    opened = classify(tmp_path / "photos")
    assert opened.kind == "images"
    assert opened.words() == "Check the pictures in photos"


@pytest.mark.parametrize("name", ["notes.txt", "empty/notes.txt"])
def test_other_things_are_refused_in_one_sentence(made, name):
    path = made(name)
    target = path if path.parent.name != "empty" else path.parent
    with pytest.raises(InputError, match=r"nothing the studio opens|neither a run nor pictures"):
        classify(target)


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        classify(tmp_path / "gone.yaml")


def _data(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_a_drag_of_one_path_is_what_it_is(made):
    path = made("ring.yaml")
    assert dragged(_data(path)) == Opened("preset", path)


def test_a_drag_of_two_paths_is_refused(made):
    assert "one thing at a time" in dragged(_data(made("a.yaml"), made("b.yaml")))


def test_files_of_weights_may_come_together(made):
    there, back = made("net_G_A.pth"), made("net_G_B.pth")
    opened = dragged(_data(there, back))
    assert opened == Opened("weights", there, (back,))
    assert opened.words() == "Import net_G_A.pth and 1 more as a run"
    assert "one thing at a time" in dragged(_data(there, made("a.yaml")))


def test_weights_are_what_the_import_reads():
    assert set(WEIGHTS) == {*SUFFIXES, CLUSTERS}


def test_a_drag_of_words_is_none_of_ours():
    data = QMimeData()
    data.setText("hello")
    assert dragged(data) is None


def test_a_session_opens_the_workspace_it_was_made_in(made):
    opened = classify(made("mine.gansession", "workspace: edit\ntools: {}\n"))
    assert (opened.kind, opened.editor) == ("session", "edit")
    assert opened.words() == "Open the session mine.gansession in Edit"


def test_a_picture_with_its_edit_opens_where_it_was_made(tmp_path):
    path = tmp_path / "made.png"
    script = Script(workspace="edit", edit=Draw(items=(Drawn(latent=Latent(seed=1)),)))
    path.write_bytes(to_png(np.zeros((4, 4, 3), np.uint8), script))
    opened = classify(path)
    assert (opened.kind, opened.editor) == ("picture", "edit")
    path.write_bytes(to_png(np.zeros((4, 4, 3), np.uint8), Script(edit=script.edit)))
    assert classify(path).words() == "Go on with the edit of made.png in Explore"


def test_a_picture_of_elsewhere_and_a_broken_one_are_refused(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(to_png(np.zeros((4, 4, 3), np.uint8)))
    with pytest.raises(InputError, match="carries no edit"):
        classify(path)
    path.write_bytes(b"no picture")
    with pytest.raises(InputError, match="cannot be read as a picture"):
        classify(path)
