"""Editing operations on what a trained system offers: pure functions, free of Qt."""
