import torch

from ganstudio.nn.warp import warped


def test_no_flow_moves_nothing() -> None:
    images = torch.randn(2, 3, 5, 7)
    torch.testing.assert_close(warped(images, torch.zeros(2, 2, 5, 7)), images)


def test_flow_says_where_each_place_is_taken_from() -> None:
    images = torch.randn(1, 1, 5, 7)
    flow = torch.zeros(1, 2, 5, 7)
    flow[:, 0], flow[:, 1] = 2, -1
    found = warped(images, flow)
    torch.testing.assert_close(found[..., 1:, :5], images[..., :4, 2:])
    # Beyond the border lies what is at the border.
    torch.testing.assert_close(found[0, 0, 1:, 6], images[0, 0, :4, 6])


def test_half_a_pixel_is_half_of_both() -> None:
    images = torch.randn(1, 1, 3, 4)
    flow = torch.zeros(1, 2, 3, 4)
    flow[:, 0] = 0.5
    expected = (images[..., :3] + images[..., 1:]) / 2
    torch.testing.assert_close(warped(images, flow)[..., :3], expected)


def test_other_corners_move_what_should_stay() -> None:
    images = torch.arange(8.0).expand(1, 1, 8, 8)
    still = torch.zeros(1, 2, 8, 8)
    assert not warped(images, still, from_corners=False).allclose(images)
