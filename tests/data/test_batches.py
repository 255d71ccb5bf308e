"""Batches, whole and in part."""

import torch

from ganstudio.data.batches import UNKNOWN, Batch, DataSpec

BATCH = Batch(torch.arange(4.0)[:, None], torch.tensor([1, UNKNOWN, 0, UNKNOWN]))


def test_samples_of_known_class_are_kept_with_their_labels() -> None:
    known = BATCH.of_known_class()
    assert known.real[:, 0].tolist() == [0.0, 2.0]
    assert known.label is not None
    assert known.label.tolist() == [1, 0]
    assert known.source is None


def test_data_without_labels_know_no_class() -> None:
    known = Batch(BATCH.real).of_known_class()
    assert len(known.real) == 0
    assert known.label is None


def test_pieces_are_the_batch_in_order() -> None:
    pieces = list(BATCH.pieces(3))
    assert [len(piece.real) for piece in pieces] == [3, 1]
    assert torch.equal(torch.cat([piece.real for piece in pieces]), BATCH.real)


def test_data_are_partly_labelled_where_fewer_are_known_than_there_are() -> None:
    classes = ("a", "b")
    assert DataSpec((2,), classes, 4, known=(1, 2)).is_partly_labelled
    assert not DataSpec((2,), classes, 3, known=(1, 2)).is_partly_labelled
    assert not DataSpec((2,), classes, 4).is_partly_labelled
