"""The Presets workspace, worked with mouse and keyboard."""

import itertools
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from ganstudio.core.paths import assets_dir, own_presets_dir, presets_dir, trash_dir
from ganstudio.engine import bundle, preset, shelf, timings
from ganstudio.engine.run import RunFolder, new_info
from ganstudio.ui.context import PresetRequest
from ganstudio.ui.drops import Opened
from ganstudio.ui.library import preset_desk
from ganstudio.ui.library.drawings import drawing
from ganstudio.ui.library.preset_sheets import ImportForm, PackForm, WordsForm
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.workspaces.presets import PresetsWorkspace

FACTS = EngineFacts("2.13", "CPU, 2 threads", (("cpu", "CPU, 2 cores"),))
LEFT, RETURN = Qt.MouseButton.LeftButton, Qt.Key.Key_Return


def own(title, text=""):
    path = own_presets_dir() / f"{shelf.name_from_title(title)}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or f"title: {title}\n", encoding="utf-8")
    return path


def idle(qtbot, context):
    qtbot.waitUntil(lambda: not context.tasks.tasks(), timeout=20_000)
    QCoreApplication.processEvents()  # an answer may stand behind the end of its task


@pytest.fixture
def make(qtbot, context):
    """Shows the workspace once the home is furnished."""
    context.requests = []
    context.preset_opened.connect(context.requests.append)
    context.workspace_created("train")
    context.workspace_created("design")

    def show(ready=False):
        if ready:
            context.set_engine_ready(FACTS)
        workspace = PresetsWorkspace(context)
        qtbot.addWidget(workspace)
        workspace.resize(1376, 804)
        workspace.show()
        qtbot.waitExposed(workspace)
        idle(qtbot, context)
        return workspace

    return show


@pytest.fixture
def workspace(make):
    return make()


def titles(workspace):
    cards = workspace.cards
    return [cards.data(cards.index(row, 0)) for row in range(cards.rowCount())]


def choose(workspace, name):
    workspace.show_preset(next(e.card.path for e in workspace._entries if e.card.name == name))


def place_of(workspace, row):
    return workspace.gallery.visualRect(workspace.cards.index(row, 0)).topLeft() + QPoint(40, 40)


def test_every_shipped_preset_has_a_card_and_the_first_is_chosen(workspace):
    assert workspace.cards.rowCount() == len(list(presets_dir().glob("*/*.yaml")))
    assert workspace.details.heading.text() == titles(workspace)[0]


def test_cards_are_painted_before_torch_and_plots_are_imported(tmp_path):
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from ganstudio.ui.theme import theme; theme().install('dark');"
        "from ganstudio.ui.context import StudioContext;"
        "from ganstudio.ui.workspaces.presets import PresetsWorkspace;"
        "c = StudioContext(); w = PresetsWorkspace(c); w.resize(1200, 800); w.show();"
        "app.processEvents(); assert not w.grab().isNull(); assert w.cards.rowCount() > 10;"
        "print([n for n in ('torch', 'ziamath') if n in sys.modules]);"
        "c.tasks.shut_down()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "GANSTUDIO_HOME": str(tmp_path)})  # fmt: skip
    assert done.stdout.strip() == "[]"


def test_enter_opens_the_preset_in_train_ready_to_start(qtbot, workspace, context):
    workspace.gallery.setFocus()
    qtbot.keyClick(workspace.gallery, RETURN)
    (request,) = context.requests
    assert (request.start, request.wait) == (True, True)
    assert request.path == workspace.gallery.current.card.path


def test_a_double_click_does_the_same(qtbot, workspace, context):
    place = place_of(workspace, 1)
    qtbot.mouseClick(workspace.gallery.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(workspace.gallery.viewport(), LEFT, pos=place)
    (request,) = context.requests
    assert request.path == workspace.gallery.current.card.path
    assert workspace.gallery.currentIndex().row() == 1


def test_start_starts_at_once_and_design_opens_in_design(qtbot, workspace, context):
    qtbot.mouseClick(workspace.details.start, LEFT)
    qtbot.mouseClick(workspace.details.design, LEFT)
    path = workspace.gallery.current.card.path
    assert context.requests == [PresetRequest(path, start=True), PresetRequest(path)]


def test_arrows_move_through_the_grid(qtbot, workspace):
    workspace.gallery.setFocus()
    qtbot.keyClick(workspace.gallery, Qt.Key.Key_Right)
    assert workspace.details.heading.text() == titles(workspace)[1]
    qtbot.keyClick(workspace.gallery, Qt.Key.Key_Down)
    assert workspace.gallery.currentIndex().row() > 1


def test_a_family_shows_its_own_alone(qtbot, workspace):
    families = workspace.choices.families
    place = families.visualRect(families.model().index(2, 0)).center()
    qtbot.mouseClick(families.viewport(), LEFT, pos=place)
    assert workspace.heading.text() == families.model().index(2, 0).data()
    found = {e.card.family for e in map(workspace.cards.entry, _indexes(workspace))}
    assert len(found) == 1


def _indexes(workspace):
    return [workspace.cards.index(row, 0) for row in range(workspace.cards.rowCount())]


def test_search_finds_papers_and_titles(qtbot, workspace):
    qtbot.keyClicks(workspace.choices.search, "arjovsky clip")
    assert titles(workspace) == ["WGAN, what clipping does"]


def test_a_search_that_finds_nothing_names_the_nearest_preset(qtbot, workspace):
    qtbot.keyClicks(workspace.choices.search, "pakgan")
    assert workspace.suggestion.isVisible()
    assert "PacGAN 2, ring" in workspace.suggestion.findChildren(type(workspace.heading))[1].text()
    qtbot.mouseClick(workspace.suggestion._button, LEFT)
    assert workspace.details.heading.text() == "PacGAN 2, ring"
    assert workspace.choices.search.text() == ""


def test_filters_that_leave_nothing_say_why_and_lead_back(qtbot, workspace):
    qtbot.mouseClick(workspace.choices.trained, LEFT)
    assert workspace.nothing.isVisible()
    qtbot.mouseClick(workspace.nothing._button, LEFT)
    assert workspace.cards.rowCount() == len(workspace._entries)


def test_a_measured_preset_says_its_time_and_passes_the_filter(qtbot, make):
    timings.remember("wgan-gp-ring", 0.05, 300 << 20)
    workspace = make()
    choose(workspace, "wgan-gp-ring")
    entry = workspace.gallery.current
    assert entry.time_words == "2 min on this machine"
    assert "20 steps/s measured" in workspace.details.machine.text()
    qtbot.mouseClick(workspace.choices.short, LEFT)
    assert entry.card.title in titles(workspace)


def test_cards_say_how_long_runs_take_before_this_machine_has_measured_any(qtbot, make):
    workspace = make()
    for entry in workspace._entries:
        words = entry.time_words
        assert words == "graphics card" if entry.card.is_large else words.startswith("about "), (
            entry.card.name
        )
    choose(workspace, "wgan-gp-ring")
    assert "on two cores of a server, not measured here" in workspace.details.machine.text()
    qtbot.mouseClick(workspace.choices.short, LEFT)
    assert "WGAN-GP, eight Gaussians" in titles(workspace)
    assert "DCGAN, flowers, large" not in titles(workspace)


def test_a_finished_run_makes_its_preset_trained_and_ready(qtbot, make, context):
    path = context.runs_folder() / "ring 01"
    run = RunFolder.create(path, new_info(path, "", "wgan-gp-ring", 10, step=10, status="finished"))
    (run.checkpoints / "10").mkdir()
    (run.checkpoints / "10" / "state.json").write_text("{}")
    workspace = make()
    qtbot.mouseClick(workspace.choices.trained, LEFT)
    qtbot.waitUntil(lambda: titles(workspace) == ["WGAN-GP, eight Gaussians"])
    assert "trained in ring 01" in workspace.details.machine.text()


def test_a_bad_own_file_shows_its_problem_and_cannot_be_started(qtbot, make, context):
    path = own("Broken", "title: [unclosed")
    workspace = make()
    workspace.show_preset(path)
    assert workspace.details.problem.isVisible()
    assert not workspace.details.start.isEnabled()
    qtbot.keyClick(workspace.gallery, RETURN)
    assert context.requests == []
    assert "Mend the file" in context.log.notices()[-1].detail


def test_no_name_of_what_differs_is_cut(qtbot, make, context):
    workspace = make(ready=True)
    choose(workspace, "veegan-grid")
    idle(qtbot, context)
    grid = workspace.details.rows.layout()
    labels = [grid.itemAtPosition(row, 0).widget() for row in range(grid.rowCount())]
    assert "Reconstructor's optimizer" in [label.text() for label in labels]
    for label in labels:
        longest = max(label.text().split(), key=len)
        assert label.fontMetrics().horizontalAdvance(longest) <= label.contentsRect().width()


def test_the_engine_tells_what_differs_and_sets_the_equation(qtbot, make, context):
    workspace = make(ready=True)
    choose(workspace, "wgan-gp-ring")
    idle(qtbot, context)
    facts = workspace.details._facts[workspace.details.entry.card.path]
    rows = dict(facts.rows)
    assert rows["Objective"] == "Wasserstein"
    assert rows["Critic steps"] == "5"
    assert rows["Penalties"].startswith("Gradient penalty")
    assert workspace.details._equation.isVisible()


@pytest.mark.parametrize(
    ("name", "head", "paper"),
    [
        ("wgan-ring", "The critic is held to", "Arjovsky 2017, algorithm 1"),
        ("sngan-ring", "The critic is held to", "Miyato 2018, eq. 8"),
        ("pacgan-ring", "The critic sees", "Lin 2018, sec. 3"),
    ],
)
def test_the_equation_says_what_defines_a_preset(qtbot, make, context, name, head, paper):
    workspace = make(ready=True)
    choose(workspace, name)
    idle(qtbot, context)
    words = [label.text() for label in workspace.details._equation.findChildren(QLabel)]
    assert head in words
    assert paper in words[-1].split(" · ")


def test_a_preset_with_an_unknown_key_says_so_once_the_engine_is_there(qtbot, make, context):
    path = own("Odd", "title: Odd\nschedule: {stepz: 3}\n")
    workspace = make(ready=True)
    workspace.show_preset(path)
    idle(qtbot, context)
    assert "schedule.stepz" in workspace.details._facts[path].problem
    assert not workspace.details.start.isEnabled()


def test_duplicate_makes_an_own_preset_and_chooses_it(qtbot, workspace, context):
    choose(workspace, "wgan-ring")
    workspace.desk.duplicate(workspace.gallery.current)
    idle(qtbot, context)
    assert workspace.gallery.current.card.is_own
    assert workspace.details.heading.text() == "WGAN, what clipping does copy"


def test_details_are_edited_in_a_sheet(qtbot, make, context):
    path = own("Mine")
    workspace = make()
    workspace.show_preset(path)
    workspace.desk.ask_words(workspace.gallery.current)
    qtbot.waitUntil(lambda: workspace.desk.sheet is not None, timeout=20_000)
    form = workspace.desk.sheet.findChild(WordsForm)
    form.title.clear()
    assert not form.primary.isEnabled()
    qtbot.keyClicks(form.title, "Better")
    qtbot.keyClicks(form.tags, "one, two")
    qtbot.mouseClick(form.primary, LEFT)
    idle(qtbot, context)
    changed = preset.load(own_presets_dir() / "better.yaml")
    assert (changed.title, changed.tags) == ("Better", ("one", "two"))
    assert workspace.details.heading.text() == "Better"


def test_delete_can_be_undone_from_the_toast(qtbot, make, context):
    path = own("Mine")
    workspace = make()
    workspace.show_preset(path)
    workspace.desk.delete(workspace.gallery.current)
    idle(qtbot, context)
    assert not path.exists()
    assert (trash_dir() / path.name).exists()
    notice = context.log.notices()[-1]
    assert notice.link == "Undo"
    notice.on_link()
    idle(qtbot, context)
    assert path.read_text() == "title: Mine\n"
    assert workspace.gallery.current.card.path == path


def test_only_own_presets_offer_to_be_edited_and_deleted(make):
    path = own("Mine")
    workspace = make()
    for name, allowed in ((path.stem, True), ("wgan-ring", False)):
        choose(workspace, name)
        menu = workspace.details.menu(workspace.gallery.current)
        enabled = {action.text(): action.isEnabled() for action in menu.actions()}
        assert enabled["Delete"] == enabled["Edit details…"] == allowed
        assert enabled["Duplicate"]


def test_a_dropped_bundle_is_described_before_it_is_imported(qtbot, make, context, tmp_path):
    target = tmp_path / "sent.ganpreset"
    bundle.pack(preset.Preset(title="From afar", shows="Much"), target, notes="Hello")
    workspace = make()
    context.path_opened.emit(Opened("bundle", target))
    qtbot.waitUntil(lambda: workspace.desk.sheet is not None, timeout=20_000)
    form = workspace.desk.sheet.findChild(ImportForm)
    assert form.statement.text() == "It holds the preset From afar and notes."
    assert not own_presets_dir().exists()
    qtbot.mouseClick(form.primary, LEFT)
    idle(qtbot, context)
    assert (own_presets_dir() / "from-afar.yaml").exists()
    assert workspace.details.heading.text() == "From afar"


def test_a_bundle_left_alone_writes_nothing(qtbot, make, context, tmp_path):
    target = tmp_path / "sent.ganpreset"
    bundle.pack(preset.Preset(title="From afar"), target)
    workspace = make()
    workspace.desk.inspect(target)
    qtbot.waitUntil(lambda: workspace.desk.sheet is not None, timeout=20_000)
    qtbot.keyClick(workspace.desk.sheet, Qt.Key.Key_Escape)
    assert workspace.desk.sheet is None
    assert not own_presets_dir().exists()


def test_a_tampered_bundle_is_one_sentence(qtbot, workspace, context, tmp_path):
    target = tmp_path / "bad.ganpreset"
    target.write_bytes(b"nothing")
    workspace.desk.inspect(target)
    idle(qtbot, context)
    notice = context.log.notices()[-1]
    assert notice.tone == "error"
    assert "no zip archive" in f"{notice.title} {notice.detail}"


def test_export_writes_a_bundle_where_the_user_says(
    qtbot, workspace, context, tmp_path, monkeypatch
):
    target = tmp_path / "mine.ganpreset"
    monkeypatch.setattr(preset_desk, "ask_bundle_target", lambda *_: target)
    choose(workspace, "wgan-ring")
    workspace.desk.ask_packing(workspace.gallery.current)
    form = workspace.desk.sheet.findChild(PackForm)
    assert not form.weights.isEnabled()
    assert not form.data.isEnabled()
    form.notes.setPlainText("Look")
    qtbot.mouseClick(form.primary, LEFT)
    idle(qtbot, context)
    assert bundle.inspect(target).notes == "Look"


def test_a_changed_library_is_read_anew(qtbot, workspace, context):
    before = workspace.cards.rowCount()
    own("New one")
    context.presets_changed.emit()
    assert workspace.cards.rowCount() == before + 1


def test_orders_and_rows(qtbot, workspace):
    workspace.order.changed.emit("name")
    assert titles(workspace) == sorted(titles(workspace), key=str.lower)
    workspace.layout_choice.changed.emit("list")
    first, second = (workspace.gallery.visualRect(index) for index in _indexes(workspace)[:2])
    assert first.left() == second.left()
    assert second.top() >= first.bottom()


def test_a_small_window_puts_the_details_over_the_cards(qtbot, workspace):
    workspace.resize(1116, 640)
    workspace.set_compact(True)
    assert not workspace.details.isVisible()
    qtbot.mouseClick(workspace.inspect_button, LEFT)
    assert workspace.details.isVisible()
    assert workspace.details.geometry().right() == workspace.sides.width() - 1
    workspace.set_compact(False)
    assert not workspace.inspect_button.isVisible()
    assert workspace.details.isVisible()


def test_nothing_is_cut_off_at_the_largest_scale(qtbot, workspace):
    theme().set_scale(1.5)
    try:
        workspace.resize(1376, 900)
        for button in (workspace.details.start, workspace.details.design, workspace.choices.new):
            assert button.width() >= button.sizeHint().width()
    finally:
        theme().set_scale(1.0)


DRAWN = [
    "ring", "grid", "two_gaussians", "swiss_roll", "two_moons", "line", "points", "mixture1d",
    "two_worlds", "karate", "citations", "folder", "pairs", "unpaired", "label_maps", "sequences",
]  # fmt: skip
PICTURED = [
    "digits", "stacked_digits", "captions", "flowers", "streets", "stripes", "tokens", "defects",
    "traffic",
]  # fmt: skip


@pytest.mark.parametrize("kind", DRAWN)
def test_data_of_ones_own_and_worlds_have_a_drawing(qapp, kind):
    image = drawing({"kind": kind}, 124, 66, 2.0)
    assert (image.width(), image.height()) == (248, 132)
    assert image.devicePixelRatio() == 2.0
    colours = {image.pixel(x, y) for x in range(0, 248, 7) for y in range(0, 132, 5)}
    assert len(colours) > 1


@pytest.mark.parametrize("kind", PICTURED)
def test_a_preset_that_was_never_run_shows_what_it_learns_from(make, qapp, kind):
    path = own(kind, f"data: {{kind: {kind}}}\n")
    workspace = make()
    workspace.show_preset(path)
    entry = workspace.gallery.current
    assert entry.shows_data
    assert entry.picture == assets_dir() / "previews" / "data" / f"{kind}.png"
    assert "the data of" in workspace.details._picture.accessibleName()
    QImage(20, 20, QImage.Format.Format_RGB32).save(str(path.with_suffix(".png")))
    workspace.reload()
    entry = workspace.gallery.current
    assert (entry.shows_data, entry.picture) == (False, path.with_suffix(".png"))


def test_kinds_of_pictures_to_translate_look_different(qapp):
    kinds = ("pairs", "unpaired", "label_maps", "folder", "sequences")
    images = [drawing({"kind": kind}, 124, 66, 1.0) for kind in kinds]
    for one, other in itertools.combinations(images, 2):
        assert one != other


@pytest.mark.parametrize("mode", ["dark", "light"])
@pytest.mark.parametrize("kind", ["pairs", "unpaired", "label_maps", "folder"])
def test_empty_frames_are_seen_on_their_ground(qapp, mode, kind):
    theme().install(mode)
    try:
        image = drawing({"kind": kind}, 124, 66, 1.0)
        right = {image.pixel(x, 33) for x in range(64, 124)} | {
            image.pixel(x, 20) for x in range(64, 124)
        }
        assert len(right) > 1
    finally:
        theme().install("dark")


def hills_across(image: QImage) -> int:
    """Stretches of the data's tint, a little above the line of x."""
    row, ground = round(0.6 * image.height()), theme().colour("well")
    real = theme().colour("real")
    tint = round(ground.blue() + 0.1 * (real.blue() - ground.blue()))
    filled = [
        x
        for x in range(image.width())
        if abs(image.pixelColor(x, row).blue() - tint) <= 1 and image.pixelColor(x, row) != ground
    ]
    gaps = [b - a for a, b in itertools.pairwise(filled)]
    return bool(filled) + sum(gap > 40 for gap in gaps)  # a curve across is thinner


@pytest.mark.parametrize(
    ("data", "hills"),
    [
        ({"kind": "mixture1d", "means": [4.0], "sigma": 0.5}, 1),
        ({"kind": "mixture1d", "means": [-30, 0, 30], "sigma": 2}, 3),
        ({"kind": "mixture1d", "means": [7.0], "weights": ["much"], "sigma": -1}, 1),
    ],
)
def test_a_game_on_a_line_is_drawn_with_its_own_hills(qapp, data, hills):
    assert hills_across(drawing(data, 496, 264, 1.0)) == hills


@pytest.mark.parametrize("means", ["far", [], [None], [float("nan")], {"a": 1}])
def test_means_that_nobody_understands_are_drawn_as_the_usual_two(qapp, means):
    usual = drawing({"kind": "mixture1d"}, 124, 66, 1.0)
    assert drawing({"kind": "mixture1d", "means": means}, 124, 66, 1.0) == usual


def test_every_shipped_kind_of_data_is_one_of_those(workspace):
    assert {entry.kind for entry in workspace._entries} <= {*DRAWN, *PICTURED}


def test_a_picture_beside_the_preset_is_shown(make, qapp):
    path = own("Mine")
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(path.with_suffix(".png")))
    workspace = make()
    workspace.show_preset(path)
    entry = workspace.gallery.current
    assert entry.picture == path.with_suffix(".png")
    shown = workspace.pictures.get(entry, workspace.size() / 10, 1.0).toImage()
    assert shown.pixelColor(5, 5) == Qt.GlobalColor.red


@pytest.mark.parametrize("width", [1116, 1216, 1376, 2496])
def test_cards_fill_the_room_whatever_the_width(workspace, width):
    workspace.resize(width, 804)
    workspace.gallery.doItemsLayout()
    gallery = workspace.gallery
    first = gallery.visualRect(workspace.cards.index(0, 0))
    rights = [
        gallery.visualRect(workspace.cards.index(row, 0)).right()
        for row in range(workspace.cards.rowCount())
        if gallery.visualRect(workspace.cards.index(row, 0)).top() == first.top()
    ]
    left_over = gallery.viewport().width() - max(rights)
    assert 0 <= left_over < 24
    families = workspace.choices.families
    assert families.visualRect(families.currentIndex()).width() == families.viewport().width()
