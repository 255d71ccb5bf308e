"""Editing instruments: each needs one capability of a model, and shows one kind of request."""
