"""The engine alone trains: optimizers, averages, checkpoints, runs, events."""
