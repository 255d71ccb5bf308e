import torch

from ganstudio.parts.scores import mean_scores


def test_scores_are_recorded_as_means_without_a_graph():
    real = torch.tensor([1.0, 3.0], requires_grad=True)
    found = mean_scores(real, torch.tensor([-1.0, 0.0]))
    assert {name: value.item() for name, value in found.items()} == {
        "real_score": 2.0,
        "fake_score": -0.5,
    }
    assert not any(value.requires_grad for value in found.values())
