"""Text as a condition: what reads captions, and the networks that take what was read."""
