"""The pieces of the Train workspace: run bar, docks, playhead, live settings."""
