"""Games between players, one a file: what is computed, in which order."""
