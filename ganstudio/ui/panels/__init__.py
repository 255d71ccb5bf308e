"""Live views of a run, fed by its events and by nothing else."""
