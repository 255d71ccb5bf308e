"""Other people's files: tensors come out, programs do not run, everything else is one sentence."""

import io
import lzma
import os
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from ganstudio.core.errors import InputError
from ganstudio.interop import reading
from ganstudio.interop.clusters import read_clusters
from ganstudio.interop.reading import read_state, read_states

WEIGHTS = OrderedDict(
    {"main.0.weight": torch.arange(6.0).reshape(2, 3), "main.0.bias": torch.ones(2)}
)


class Malice:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def malice(folder: Path, protocol: int) -> bytes:
    return pickle.dumps({"G": Malice(folder)}, protocol=protocol)


def same(found, expected=WEIGHTS) -> bool:
    return set(found) == set(expected) and all(found[k].equal(expected[k]) for k in expected)


@pytest.mark.parametrize("suffix", ["pth", "pt", "ckpt"])
def test_a_state_dict_of_torch_is_read(tmp_path, suffix) -> None:
    path = tmp_path / f"latest_net_G.{suffix}"
    torch.save(WEIGHTS, path)
    assert same(read_state(path))


def test_a_file_of_an_old_torch_is_read(tmp_path) -> None:
    path = tmp_path / "latest_net_G.pth"
    torch.save(WEIGHTS, path, _use_new_zipfile_serialization=False)
    assert same(read_state(path))


def test_a_compressed_file_is_read(tmp_path) -> None:
    plain = io.BytesIO()
    torch.save(WEIGHTS, plain)
    path = tmp_path / "weights.pth.xz"
    path.write_bytes(lzma.compress(plain.getvalue()))
    assert same(read_state(path))


def test_safetensors_are_read(tmp_path) -> None:
    path = tmp_path / "weights.safetensors"
    save_file(dict(WEIGHTS), path)
    assert same(read_state(path))


def test_nested_state_dicts_are_found_by_name(tmp_path) -> None:
    path = tmp_path / "100000_nets_ema.ckpt"
    torch.save({"generator": WEIGHTS, "more": {"encoder": WEIGHTS}, "steps": 3}, path)
    states = read_states(path)
    assert set(states) == {"generator", "more.encoder"}
    assert same(read_state(path, "generator"))
    with pytest.raises(InputError, match=r"generator, more\.encoder"):
        read_state(path, "critic")


def test_names_of_data_parallel_lose_what_it_puts_in_front(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    torch.save({f"module.{name}": value for name, value in WEIGHTS.items()}, path)
    assert same(read_state(path))


@pytest.mark.parametrize("name", ["weights.pth", "weights.pth.xz", "network-snapshot-000000.pkl"])
@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_a_pickle_that_would_run_a_program_is_refused(tmp_path, name, protocol) -> None:
    made, path = tmp_path / "made", tmp_path / name
    content = malice(made, protocol)
    path.write_bytes(lzma.compress(content) if name.endswith("xz") else content)
    with pytest.raises(InputError, match=name):
        read_states(path)
    assert not made.exists()


def test_a_program_inside_a_file_of_torch_is_refused(tmp_path) -> None:
    made, path = tmp_path / "made", tmp_path / "weights.pth"
    torch.save({"weight": torch.ones(1), "more": Malice(made)}, path)
    with pytest.raises(InputError, match="more than tensors"):
        read_states(path)
    assert not made.exists()


def test_a_whole_network_of_torch_is_refused(tmp_path) -> None:
    path = tmp_path / "model_gen_A-1.pth"
    torch.save(torch.nn.Linear(2, 2), path)
    with pytest.raises(InputError, match="state_dict"):
        read_states(path)


@pytest.mark.parametrize("name", ["w.pth", "w.pth.xz", "w.safetensors", "w.pkl"])
@pytest.mark.parametrize("content", [b"", b"no such thing", b"PK\x03\x04 torn", b"\x80\x04"])
def test_damage_is_one_sentence(tmp_path, name, content) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_states(path)


def test_a_torn_file_is_one_sentence(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    torch.save(WEIGHTS, path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(InputError, match="no whole file"):
        read_states(path)


def test_other_files_and_none_are_one_sentence(tmp_path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"")
    with pytest.raises(InputError, match="no file of weights"):
        read_states(picture)
    with pytest.raises(InputError, match="There is no file"):
        read_states(tmp_path / "none.pth")


def test_a_file_without_tensors_is_one_sentence(tmp_path) -> None:
    path = tmp_path / "weights.pth"
    torch.save({"epoch": 3}, path)
    with pytest.raises(InputError, match="no tensors"):
        read_states(path)


def test_too_much_is_not_unpacked(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 16)
    packed = tmp_path / "weights.pth.xz"
    packed.write_bytes(lzma.compress(bytes(1 << 18)))
    with pytest.raises(InputError, match="unpacks to more"):
        read_states(packed)
    bomb = tmp_path / "weights.pth"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights/data/0", bytes(1 << 18))
    with pytest.raises(InputError, match="unpacks to more"):
        read_states(bomb)


def test_too_many_tensors_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_TENSORS", 1)
    path = tmp_path / "weights.pth"
    torch.save(WEIGHTS, path)
    with pytest.raises(InputError, match="2 tensors"):
        read_states(path)


class Foreign:
    """Stands for a network of a StyleGAN program while a snapshot of it is written."""

    def __init__(self, name: str, parameters=None, buffers=None, modules=None) -> None:
        state = {
            "training": False,
            "_parameters": OrderedDict(parameters or {}),
            "_buffers": OrderedDict(buffers or {}),
            "_modules": OrderedDict(modules or {}),
            "_non_persistent_buffers_set": set(),
            "_init_kwargs": {"img_resolution": 32, "scale": np.float64(0.5)},
        }
        source = "import os; os.mkdir('made by a snapshot')"
        self.meta = {"type": "class", "version": 6, "module_src": source, "class_name": name}
        self.meta["state"] = state

    def __reduce__(self):
        return reconstruct, (self.meta,)


def reconstruct(meta):
    raise AssertionError("a snapshot was run")


class Renaming(pickle._Pickler):
    """Writes our stand-ins under the names of the StyleGAN program."""

    def save_global(self, item, name=None) -> None:
        if item is reconstruct:
            self.write(b"ctorch_utils.persistence\n_reconstruct_persistent_obj\n")
            self.memoize(item)
        else:
            super().save_global(item, name)

    dispatch = pickle._Pickler.dispatch | {type(reconstruct): save_global}


def snapshot(content) -> bytes:
    stream = io.BytesIO()
    Renaming(stream, protocol=4).dump(content)
    return stream.getvalue()


@pytest.fixture
def style_snapshot(tmp_path) -> Path:
    weight = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3))
    layer = Foreign("FullyConnectedLayer", {"weight": weight, "bias": None})
    network = Foreign("Generator", buffers={"w_avg": torch.ones(2)}, modules={"fc0": layer})
    path = tmp_path / "network-snapshot-000000.pkl"
    content = {"G": network, "G_ema": network, "augment_pipe": None, "kimg": np.float32(1.0)}
    path.write_bytes(snapshot(content))
    return path


def test_a_snapshot_is_read_without_running_its_source(
    style_snapshot, tmp_path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    states = read_states(style_snapshot)
    assert set(states) == {"G", "G_ema"}
    assert states["G_ema"]["fc0.weight"].equal(torch.arange(6.0).reshape(2, 3))
    assert set(states["G"]) == {"fc0.weight", "w_avg"}
    assert not list(tmp_path.glob("made*"))


def test_a_snapshot_says_what_it_was_built_with(style_snapshot) -> None:
    options = reading.read_options(style_snapshot)
    assert options["G"] == {"img_resolution": 32, "scale": 0.5}


def test_a_tensor_that_reaches_beyond_its_storage_is_refused(tmp_path) -> None:
    class Reaching:
        def __reduce__(self):
            storage = torch.ones(2).storage()
            return torch._utils._rebuild_tensor_v2, (storage, 0, (1000,), (1,), False, {})

    network = Foreign("Generator", buffers={"w_avg": Reaching()})
    path = tmp_path / "network-snapshot-000000.pkl"
    with pytest.warns(UserWarning, match="TypedStorage"):
        path.write_bytes(snapshot({"G": network}))
    with pytest.raises(InputError, match="no whole snapshot"):
        read_states(path)


@pytest.mark.parametrize("state", ["(N}S'update'\ncos\nmkdir\nst", "}S'G'\nI1\ns"])
def test_a_pickle_cannot_change_what_reads_it(tmp_path, state) -> None:
    path = tmp_path / "network-snapshot-000000.pkl"
    path.write_bytes(f"cdnnlib.util\nEasyDict\n{state}b.".encode())
    with pytest.raises(InputError):
        read_states(path)
    path.write_bytes(
        b"ctorch_utils.persistence\n_reconstruct_persistent_obj\n(N}S'_function'\nNstb."
    )
    with pytest.raises(InputError):
        read_states(path)


def test_a_snapshot_without_end_is_refused(tmp_path) -> None:
    network = Foreign("Generator")
    network.meta["state"]["_modules"]["again"] = network
    path = tmp_path / "network-snapshot-000000.pkl"
    stream = io.BytesIO()
    # A module within itself can only be written by hand: its state is memoised, then filled.
    pickler = Renaming(stream, protocol=4)
    own = {"_parameters": {}, "_buffers": {}, "_modules": {}}
    module = Foreign("Generator")
    module.meta["state"] = own
    own["_modules"]["again"] = {"state": own}
    pickler.dump({"G": module})
    path.write_bytes(stream.getvalue())
    with pytest.raises(InputError, match="no whole snapshot"):
        read_states(path)


def test_feature_files_of_pix2pixhd_are_read(tmp_path) -> None:
    path = tmp_path / "features_clustered_010.npy"
    expected = {7: np.arange(6.0).reshape(2, 3), 26: np.ones((1, 3))}
    np.save(path, expected)
    found = read_clusters(path)
    assert set(found) == {7, 26}
    assert all(np.array_equal(found[number], expected[number]) for number in expected)


def test_tables_in_the_order_of_fortran_are_read(tmp_path) -> None:
    path = tmp_path / "features.npy"
    table = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    np.save(path, {1: table})
    assert np.array_equal(read_clusters(path)[1], table)


def test_a_feature_file_that_would_run_a_program_is_refused(tmp_path) -> None:
    made, path = tmp_path / "made", tmp_path / "features.npy"
    np.save(path, {1: Malice(made)})
    with pytest.raises(InputError, match=r"features\.npy"):
        read_clusters(path)
    assert not made.exists()


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"nothing of the kind"])
def test_a_damaged_feature_file_is_one_sentence(tmp_path, content) -> None:
    path = tmp_path / "features.npy"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"features\.npy"):
        read_clusters(path)


def test_a_plain_array_is_no_feature_file(tmp_path) -> None:
    path = tmp_path / "features.npy"
    np.save(path, np.ones(3))
    with pytest.raises(InputError, match="array of float64"):
        read_clusters(path)


def test_a_zip_of_a_million_files_is_refused_before_it_is_listed(tmp_path, monkeypatch) -> None:
    path = tmp_path / "weights.pth"
    entry = b"PK\x01\x02" + bytes(42)
    path.write_bytes(b"PK\x03\x04" + entry * 1_000_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # would cost gigabytes
    with pytest.raises(InputError, match="more than 200,000 files"):
        read_states(path)
