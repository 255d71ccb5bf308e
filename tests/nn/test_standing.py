import torch
from torch import nn

from ganstudio.nn.spectral import normalise_spectra
from ganstudio.nn.standing import standing


def network() -> nn.Sequential:
    torch.manual_seed(0)
    built = nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 2), nn.BatchNorm1d(2), nn.Dropout(0.9))
    normalise_spectra(built)
    return built


def batches() -> list[tuple[torch.Tensor]]:
    source = torch.Generator().manual_seed(1)
    return [(torch.randn(16, 3, generator=source) * (i + 1) + i,) for i in range(4)]


def test_every_batch_counts_alike():
    measured = standing(network(), batches())
    given = torch.stack([batch for (batch,) in batches()])
    torch.testing.assert_close(measured[0].running_mean, given.mean(1).mean(0))
    torch.testing.assert_close(measured[0].running_var, given.var(1).mean(0))


def test_inner_norms_see_what_the_outer_ones_make_of_the_batch():
    measured = standing(network(), batches()[:1])
    (batch,) = batches()[0]
    plain = torch.nn.functional.batch_norm(batch, None, None, training=True)
    torch.testing.assert_close(measured[2].running_mean, measured[1](plain).mean(0))
    torch.testing.assert_close(measured(batch).mean(0), torch.zeros(2), atol=1e-5, rtol=0)


def test_the_network_itself_is_left_alone():
    built = network()
    before = {name: value.clone() for name, value in built.state_dict().items()}
    measured = standing(built, batches())
    assert all(torch.equal(value, before[name]) for name, value in built.state_dict().items())
    assert all(m.training for m in built.modules())
    assert not any(m.training for m in measured.modules())
    for name, value in measured.state_dict().items():
        if "running" not in name and "batches" not in name:
            assert torch.equal(value, before[name]), name
