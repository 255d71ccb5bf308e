"""Folders of pictures as other people lay them out: what a file is, and what belongs together."""
