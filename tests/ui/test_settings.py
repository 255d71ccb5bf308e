import json

import pytest

from ganstudio.core.errors import InputError
from ganstudio.ui.context import StudioContext
from ganstudio.ui.setting_pages import AppearancePage, DevicePage, StoragePage
from ganstudio.ui.settings import Settings, SettingsStore, parse
from ganstudio.ui.theme import theme
from ganstudio.ui.warmup import EngineFacts
from ganstudio.ui.widgets.label import ElidedLabel
from ganstudio.ui.window import MainWindow


@pytest.fixture
def store(tmp_path, qapp):
    made = SettingsStore(tmp_path / "settings.json")
    yield made
    made.flush()
    made.deleteLater()


def test_what_is_saved_is_loaded_again(store):
    store.change("appearance", theme="light", scale=120)
    store.change("shortcuts", keys={"run.pause": "Ctrl+K"})
    store.save()
    again = SettingsStore(store.path)
    assert again.load() == []
    assert again.value == store.value
    assert again.value.appearance.scale == 120


def test_without_a_file_everything_is_at_its_default(store):
    assert store.load() == []
    assert store.value == Settings()
    assert not store.path.exists()


def test_a_change_is_told_and_written_after_a_moment(store, qtbot):
    with qtbot.waitSignals([store.changed, store.saved], timeout=30_000):
        store.change("plots", rate=20)
    assert json.loads(store.path.read_text())["plots"]["rate"] == 20


def test_the_same_value_again_is_no_change(store, qtbot):
    with qtbot.assertNotEmitted(store.changed):
        store.change("plots", rate=10)


def test_a_value_out_of_range_is_refused_in_one_sentence(store):
    with pytest.raises(InputError, match=r"plots\.rate: .*less than or equal to 30"):
        store.change("plots", rate=500)
    assert store.value.plots.rate == 10


def test_reset_of_a_field_leaves_the_others(store):
    store.change("appearance", theme="dark", scale=150)
    store.reset("appearance", "scale")
    assert store.value.appearance.theme == "dark"
    assert store.differing("appearance") == ("theme",)


def test_reset_of_a_page_and_of_everything(store):
    store.change("appearance", theme="dark")
    store.change("plots", rate=5)
    store.reset("appearance")
    assert (store.differing("appearance"), store.differing("plots")) == ((), ("rate",))
    store.reset_all()
    assert store.value == Settings()


def test_version_1_is_migrated():
    old = {"version": 1, "appearance": {"theme": "dark", "scale": 1.1, "stronger_edges": True}}
    settings, sentences = parse(json.dumps(old))
    assert sentences == []
    assert settings.appearance.scale == 110
    assert settings.access.stronger_edges is True
    assert settings.version == 2


def test_an_unreadable_field_alone_falls_back():
    text = json.dumps({"version": 2, "plots": {"rate": "often", "smoothing": 0.5}, "device": 3})
    settings, sentences = parse(text)
    assert (settings.plots.rate, settings.plots.smoothing) == (10, 0.5)
    assert sorted(sentences) == [
        "The setting device could not be read, its default is used.",
        "The setting plots.rate could not be read, its default is used.",
    ]


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 99}'])
def test_a_file_that_cannot_be_used_is_neither_used_nor_overwritten(store, text):
    store.path.write_text(text)
    sentences = store.load()
    assert len(sentences) == 1
    assert str(store.path) in sentences[0]
    store.change("plots", rate=20)
    store.save()
    assert store.path.read_text() == text


def test_a_place_that_cannot_be_written_is_told(tmp_path, qtbot):
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = SettingsStore(blocked / "settings.json")
    with qtbot.waitSignal(store.failed) as told:
        store.save()
    assert "cannot be saved" in told.args[0]


def test_a_row_follows_the_store_and_its_dot_resets(context, qtbot):
    page = AppearancePage(context)
    qtbot.addWidget(page)
    row = next(row for row in page.rows() if row.title == "Scale")
    assert not row._dot.isEnabled()
    context.settings_store.change("appearance", scale=130)
    assert row.control.value == 130
    assert row._dot.toolTip() == "Reset to 100 %"
    row._dot.click()
    assert context.settings.appearance.scale == 100
    assert not row._dot.isEnabled()


def test_a_control_writes_its_field(context, qtbot):
    page = StoragePage(context)
    qtbot.addWidget(page)
    page._restore.click()
    assert context.settings.storage.restore is False
    assert "1 changed" in page.head._changed.text()
    page.head._reset.click()
    assert context.settings.storage.restore is True


def test_devices_are_listed_once_the_engine_is_there(context, qtbot):
    page = DevicePage(context)
    qtbot.addWidget(page)
    assert page._device.count() == 2
    facts = EngineFacts("2.13", "GeForce", (("cpu", "CPU, 2 cores"), ("cuda", "GeForce")))
    context.set_engine_ready(facts)
    assert [page._device.itemText(i) for i in range(3)] == [
        "Automatic (GeForce)",
        "CPU, 2 cores",
        "GeForce",
    ]


def test_a_search_shows_the_rows_that_hold_the_word(context, qtbot):
    page = AppearancePage(context)
    qtbot.addWidget(page)
    assert page.narrow("scal")
    assert [row.title for row in page.rows() if not row.isHidden()] == ["Scale"]
    assert not page.narrow("threads")
    assert page.narrow("")


@pytest.fixture
def window(qtbot, tmp_path):
    theme().install("dark")
    made = MainWindow(StudioContext(SettingsStore(tmp_path / "settings.json")))
    qtbot.addWidget(made, before_close_func=end)
    return made


def end(window):
    assert window.context.tasks.shut_down()
    window.context.settings_store.flush()


@pytest.mark.parametrize(("width", "beside"), [(1116, False), (1216, True), (1376, True)])
def test_shortcuts_stand_beside_the_rows_where_both_fit(qtbot, window, width, beside):
    window.resize(width + 64, 720)
    window.show()
    qtbot.waitExposed(window)
    window.context.navigate("settings")
    page = window.centre.current()
    qtbot.waitUntil(lambda: page.width() == width, timeout=30_000)
    assert page._keys.isVisible() == beside
    assert page._keys.isVisible() or page._area.width() > 700


@pytest.mark.parametrize("width", [1280, 2560])
def test_no_name_of_a_shortcut_is_cut_beside_the_rows(qtbot, window, width):
    window.resize(width, 720)
    window.show()
    qtbot.waitExposed(window)
    window.context.navigate("settings")
    page = window.centre.current()
    qtbot.waitUntil(lambda: page.width() == width - 64, timeout=30_000)
    page._keys.grab()
    names = [
        label
        for label in page._keys.findChildren(ElidedLabel)
        if label.text().startswith(("Display: theme of", "Notices of this", "Command"))
    ]
    assert len(names) == 3
    for label in names:
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
