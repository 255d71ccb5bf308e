import torch

from ganstudio.nn.regions import means_of_instances, outlines, planes


def test_each_place_is_on_the_plane_of_its_class() -> None:
    regions = torch.tensor([[[0, 2], [1, 1]]])
    found = planes(regions, 3)
    assert found.shape == (1, 3, 2, 2)
    assert found.argmax(1).equal(regions)
    assert found.sum(1).equal(torch.ones(1, 2, 2))


def test_both_sides_of_a_border_are_outlines() -> None:
    instances = torch.zeros(1, 4, 6, dtype=torch.int64)
    instances[:, :, 3:] = 7
    expected = torch.zeros(1, 1, 4, 6)
    expected[..., 2:4] = 1
    assert outlines(instances).equal(expected)
    assert outlines(instances.transpose(1, 2)).equal(expected.transpose(2, 3))
    assert not outlines(torch.full((1, 3, 3), 5)).any()


def test_instances_get_their_mean_in_each_image_alone() -> None:
    torch.manual_seed(0)
    features = torch.randn(2, 3, 4, 5)
    instances = torch.randint(0, 3, (2, 4, 5))
    expected = torch.empty_like(features)
    for image in range(2):
        for number in instances[image].unique():
            places = instances[image] == number
            expected[image][:, places] = features[image][:, places].mean(1, keepdim=True)
    torch.testing.assert_close(means_of_instances(features, instances), expected)


def test_means_carry_gradients() -> None:
    features = torch.randn(1, 2, 3, 3, requires_grad=True)
    means_of_instances(features, torch.zeros(1, 3, 3, dtype=torch.int64))[0, 0, 0, 0].backward()
    assert features.grad is not None
    torch.testing.assert_close(features.grad[0, 0], torch.full((3, 3), 1 / 9))
