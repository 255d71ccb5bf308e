"""Bundles: a preset comes through unchanged, a hostile file does not come through at all."""

import hashlib
import json
import shutil
import stat
import zipfile
from dataclasses import asdict

import pytest
import torch
from PIL import Image
from safetensors.torch import load

from ganstudio.core.errors import PresetError
from ganstudio.core.paths import home, own_presets_dir, runs_dir
from ganstudio.data.source import Share, unreported
from ganstudio.engine import archive, bundle, checkpoint, preset
from ganstudio.engine.preset import from_document
from ganstudio.engine.run import RunFolder, all_runs, new_info
from ganstudio.engine.sampling import load_model
from ganstudio.engine.setup import build_system

SMALL = {
    "title": "Small ring",
    "paper": "Gulrajani 2017, eq. 3",
    "tags": ["ring"],
    "system": {
        "system": "latent",
        "generator": {"kind": "mlp", "depth": 1, "width": 8},
        "critic": {"kind": "mlp", "depth": 1, "width": 8},
    },
}


@pytest.fixture
def small():
    return from_document(SMALL, "the test")


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "seen.png"
    Image.new("RGB", (24, 16), "#245B86").save(path)
    return path


@pytest.fixture
def packed(small, picture, tmp_path):
    path = tmp_path / "small.ganpreset"
    bundle.pack(small, path, picture=picture, notes="Look at step 2,000.")
    return path


@pytest.fixture
def trained(small, tmp_path):
    """A run with one checkpoint; its averaged weights differ from the trained ones."""
    path = tmp_path / "trained 01"
    run = RunFolder.create(path, new_info(path, small.title, "small", 10, step=10))
    system = build_system(small, torch.device("cpu"))
    weights = {}
    for name, player in system.players.items():
        for key, value in player.state_dict().items():
            weights[f"player/{name}/{key}"] = value
            weights[f"average/{name}/{key}"] = value + 1 if value.is_floating_point() else value
    document = small.model_dump(mode="json")
    state = checkpoint.TrainingState(10, 640, 1.0, document, {}, weights, {})
    checkpoint.write(run.checkpoints, state)
    return run


def files_of(path):
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rewrite(path, files, manifest=None):
    """A bundle with other files whose list is right."""
    document = json.loads(files[archive.MANIFEST])
    listed = [
        {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if name != archive.MANIFEST
    ]
    document |= {"files": listed} | (manifest or {})
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(archive.MANIFEST, json.dumps(document))
        for name, data in files.items():
            if name != archive.MANIFEST:
                made.writestr(name, data)
    return path


def refuse(path, words):
    """No part of a refused bundle may reach the disk."""
    before = sorted(home().rglob("*"))
    for action in (bundle.inspect, bundle.unpack):
        with pytest.raises(PresetError, match=words) as caught:
            action(path)
        assert "\n" not in str(caught.value)
    assert sorted(home().rglob("*")) == before


def test_an_unpacked_preset_has_the_same_bytes(small, packed, picture):
    imported = bundle.unpack(packed)
    assert imported.parent == own_presets_dir()
    assert imported.read_bytes() == preset.dumps(small).encode()
    assert imported.with_suffix(".png").read_bytes() == picture.read_bytes()
    assert imported.with_suffix(".md").read_text() == "Look at step 2,000.\n"


def test_every_shipped_preset_comes_through_unchanged(tmp_path):
    for source in sorted(bundle.shelf.presets_dir().glob("*/*.yaml")):
        path = tmp_path / f"{source.stem}.ganpreset"
        bundle.pack(preset.load(source), path)
        assert bundle.unpack(path).read_bytes() == source.read_bytes()


def test_a_look_inside_says_what_it_holds_and_writes_nothing(packed):
    before = sorted(home().rglob("*"))
    info = bundle.inspect(packed)
    assert info.statement == "the preset Small ring, a picture and notes"
    assert json.dumps(asdict(info))
    assert (info.paper, info.tags, info.weights_step) == ("Gulrajani 2017, eq. 3", ("ring",), None)
    assert sorted(home().rglob("*")) == before


def test_weights_arrive_as_a_run_that_can_be_sampled(small, trained, tmp_path):
    path = tmp_path / "with.ganpreset"
    info = bundle.pack(small, path, run=trained, with_weights=True)
    assert "trained weights of step 10" in info.statement
    imported = bundle.unpack(path)
    ((run, about),) = all_runs(runs_dir())
    assert (about.preset, about.status, about.step) == (imported.stem, "finished", 10)
    ours, theirs = load_model(run).sample(16, seed=3), load_model(trained).sample(16, seed=3)
    assert (ours == theirs).all()


def test_only_the_averaged_generator_and_the_critic_are_packed(small, trained, tmp_path):
    path = tmp_path / "with.ganpreset"
    bundle.pack(small, path, run=trained, with_weights=True)
    names = load(files_of(path)[bundle.WEIGHTS])
    assert {name.rsplit("/", 1)[0] for name in names} == {"average/generator", "player/critic"}


def test_weights_in_half_precision_take_half_the_room_and_draw_nearly_the_same(
    small, trained, tmp_path
):
    whole, half = tmp_path / "whole.ganpreset", tmp_path / "half.ganpreset"
    bundle.pack(small, whole, run=trained, with_weights=True)
    bundle.pack(small, half, run=trained, with_weights=True, half=True)
    narrow, wide = (load(files_of(path)[bundle.WEIGHTS]) for path in (half, whole))
    assert all(2 * narrow[name].nbytes == wide[name].nbytes for name in wide)
    unpacked = bundle.unpack_run(half, tmp_path / "run")
    ours, theirs = load_model(unpacked).sample(16, seed=3), load_model(trained).sample(16, seed=3)
    assert abs(ours - theirs).max() < 0.05
    assert (ours != theirs).any()


def test_a_bundle_without_weights_makes_no_run(small, tmp_path):
    path = tmp_path / "plain.ganpreset"
    bundle.pack(small, path)
    with pytest.raises(PresetError, match="holds no weights"):
        bundle.unpack_run(path, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_data_go_along_and_the_preset_points_at_them(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("0,0\n1,1\n2,0\n")
    chosen = from_document({"title": "Mine", "data": {"kind": "points", "path": str(table)}}, "")
    path = tmp_path / "mine.ganpreset"
    info = bundle.pack(chosen, path, with_data=True)
    assert (info.data_name, info.data_files, info.missing_data) == ("mine.csv", 1, "")
    assert str(tmp_path) not in str(files_of(path)[bundle.PRESET])
    table.unlink()
    imported = preset.load(bundle.unpack(path))
    kept = home() / "datasets" / "mine" / "mine.csv"
    assert imported.data.path == str(kept)
    assert kept.read_text() == "0,0\n1,1\n2,0\n"


def test_a_folder_of_pictures_goes_along_without_links_and_other_files(tmp_path):
    folder = tmp_path / "flowers"
    (folder / "red").mkdir(parents=True)
    for name in ("a.png", "red/b.png"):
        Image.new("RGB", (8, 8)).save(folder / name)
    (folder / "secret.txt").write_text("no picture")
    (folder / "link.png").symlink_to(folder / "a.png")
    chosen = from_document({"data": {"kind": "folder", "path": str(folder)}}, "")
    path = tmp_path / "flowers.ganpreset"
    bundle.pack(chosen, path, with_data=True)
    packed = {name for name in files_of(path) if name.startswith("data/")}
    assert packed == {"data/flowers/a.png", "data/flowers/red/b.png"}
    unpacked = home() / "datasets" / "flowers" / "flowers"
    bundle.unpack(path)
    assert sorted(one.name for one in unpacked.rglob("*.png")) == ["a.png", "b.png"]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("pairs", ("train/1.png", "train/2.png")),
        ("unpaired", ("trainA/1.png", "trainA/2.png", "trainB/1.png", "trainB/2.png")),
        ("label_maps", ("train_img/1.png", "train_img/2.png", "train_label/1.png",
                        "train_label/2.png", "train_inst/1.png", "train_inst/2.png")),
    ],
)  # fmt: skip
def test_images_to_translate_go_along_whole(tmp_path, kind, names):
    folder = tmp_path / "mine"
    for number, name in enumerate(names):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        is_map = place.parent.name in ("train_label", "train_inst")
        picture = Image.new("L" if is_map else "RGB", (16, 8))
        picture.putpixel((number % 8, 0), 1 if is_map else (9, number, 0))
        picture.save(place)
    data = {"kind": kind, "path": str(folder), "size": 8}
    chosen = from_document({"data": data}, "")
    path = tmp_path / "mine.ganpreset"
    assert bundle.pack(chosen, path, with_data=True).data_files == len(names)
    shutil.rmtree(folder)
    imported = preset.load(bundle.unpack(path)).data
    assert imported.path != str(folder)
    opened = imported.open(0, torch.device("cpu"), Share(), unreported)
    assert opened.spec.size == 2
    assert opened.reference(2, 0).source is not None


def test_a_palette_beside_label_maps_keeps_them_from_going_along(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    data = {"kind": "label_maps", "path": str(folder), "palette": str(tmp_path / "colours.txt")}
    with pytest.raises(PresetError, match=r"palette .*colours\.txt lies beside the data"):
        bundle.pack(from_document({"data": data}, ""), tmp_path / "x.ganpreset", with_data=True)


def test_data_too_large_are_refused_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "MOST_DATA", 10)
    table = tmp_path / "large.csv"
    table.write_text("0,0\n" * 100)
    chosen = from_document({"data": {"kind": "points", "path": str(table)}}, "")
    with pytest.raises(PresetError, match="without data"):
        bundle.pack(chosen, tmp_path / "large.ganpreset", with_data=True)
    assert not (tmp_path / "large.ganpreset").exists()


def test_data_that_every_studio_has_are_not_packed(small, tmp_path):
    with pytest.raises(PresetError, match="pack the preset without data"):
        bundle.pack(small, tmp_path / "x.ganpreset", with_data=True)


def test_data_missing_here_are_named(tmp_path):
    chosen = from_document({"data": {"kind": "points", "path": "/nowhere/x.csv"}}, "")
    info = bundle.pack(chosen, tmp_path / "x.ganpreset")
    assert info.missing_data == "/nowhere/x.csv"


def test_something_else_than_a_zip_is_refused(tmp_path):
    path = tmp_path / "no.ganpreset"
    path.write_bytes(b"no zip at all")
    refuse(path, "no zip archive")
    refuse(tmp_path / "absent.ganpreset", "There is no file")


def test_another_zip_is_refused(tmp_path):
    path = tmp_path / "other.ganpreset"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("readme.txt", "hello")
    refuse(path, "another kind of archive")


def test_a_newer_bundle_asks_for_an_update(packed):
    rewrite(packed, files_of(packed), {"format": archive.FORMAT + 1})
    refuse(packed, "update GAN Studio")


def test_a_newer_preset_asks_for_an_update(packed):
    files = files_of(packed)
    rewrite(packed, files | {bundle.PRESET: b"version: 99\n"})
    refuse(packed, "format 99.* up to 1: update")


def test_an_unknown_key_is_named_with_the_nearest_known_one(packed):
    files = files_of(packed)
    rewrite(packed, files | {bundle.PRESET: b"schedule: {stepz: 3}\n"})
    refuse(packed, "schedule.stepz is not a known key; did you mean 'steps'")


def test_a_bundle_without_a_preset_is_refused(packed):
    files = files_of(packed)
    del files[bundle.PRESET]
    rewrite(packed, files)
    refuse(packed, "holds no preset")


def test_a_changed_file_is_refused(packed):
    files = files_of(packed)
    original = files[bundle.NOTES]
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in files.items():
            made.writestr(name, data if name != bundle.NOTES else original[::-1])
    refuse(packed, "notes.md was changed after it was packed")


def test_a_file_that_the_list_does_not_name_is_refused(packed):
    with zipfile.ZipFile(packed, "a") as made:
        made.writestr("extra.txt", "hello")
    refuse(packed, "extra.txt was added")


def test_a_missing_file_is_refused(packed):
    files = files_of(packed)
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in files.items():
            if name != bundle.NOTES:
                made.writestr(name, data)
    refuse(packed, "notes.md is missing")


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.txt", "data/../../up.txt", "C:/windows.txt", "a\\b.txt", "./here.txt"],
)
def test_a_path_that_leads_elsewhere_is_refused(packed, name):
    rewrite(packed, files_of(packed) | {name: b"x"})
    refuse(packed, "wants to write to the path")


def test_a_link_is_refused(packed):
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "a") as made:
        made.writestr(entry, "/etc/passwd")
    refuse(packed, "is a link")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(packed):
    with zipfile.ZipFile(packed, "a") as made:
        made.writestr(bundle.NOTES, "others")
    refuse(packed, "two files of the same name")


def test_too_many_files_are_refused(packed, monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    refuse(packed, "3 are allowed")


def test_a_zip_bomb_is_refused_by_what_it_declares(packed, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 5 << 20)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(6 << 20))
    refuse(packed, "MB are allowed")


def test_a_zip_that_declares_less_than_it_holds_is_refused(packed):
    files = files_of(packed)
    content = b"A" * 5000
    rewrite(packed, files | {"weights.safetensors": content})
    raw = packed.read_bytes()
    size = len(content).to_bytes(4, "little")
    assert raw.count(size) >= 2
    packed.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    refuse(packed, "does not have the size|damaged|changed after")


def test_a_picture_that_is_none_is_refused(packed):
    rewrite(packed, files_of(packed) | {bundle.PICTURE: b"<svg onload='x'/>"})
    refuse(packed, "no PNG file")


def test_a_pickle_in_the_place_of_weights_is_never_loaded(packed):
    manifest = {"weights": {"run": "x", "step": 3}}
    rewrite(packed, files_of(packed) | {bundle.WEIGHTS: b"\x80\x04cos\nsystem\n."}, manifest)
    with pytest.raises(PresetError, match="cannot be read"):
        bundle.unpack(packed)
    assert not list(own_presets_dir().glob("*"))


@pytest.mark.parametrize("text", ["[]", "{", '{"format": "x"}', '{"format": 1, "files": 3}'])
def test_a_damaged_list_is_refused(packed, text):
    files = files_of(packed)
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in files.items():
            made.writestr(name, data if name != archive.MANIFEST else text)
    refuse(packed, "damaged|names no format")


def test_data_are_taken_back_where_the_preset_cannot_be_kept(tmp_path, monkeypatch):
    table = tmp_path / "mine.csv"
    table.write_text("0,0\n1,1\n")
    chosen = from_document({"data": {"kind": "points", "path": str(table)}}, "")
    path = tmp_path / "mine.ganpreset"
    bundle.pack(chosen, path, with_data=True)
    own_presets_dir().parent.mkdir(parents=True, exist_ok=True)
    own_presets_dir().write_text("a file stands where the folder should")
    with pytest.raises(PresetError):
        bundle.unpack(path)
    assert not list((home() / "datasets").iterdir())
