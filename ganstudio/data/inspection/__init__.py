"""The check of a folder: what it holds, what is wrong with it, and how a preset takes it."""
