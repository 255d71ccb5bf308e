import pytest
import torch

from ganstudio.data.source import Share, unreported

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Every test has a cache of its own."""
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def opened():
    """Opens a source on the CPU."""

    def open_source(source, seed=0, share=None, report=unreported):
        return source.open(seed, CPU, share or Share(), report)

    return open_source
