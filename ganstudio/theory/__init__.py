"""Pure float64 mathematics behind the systems: no networks, no torch."""
