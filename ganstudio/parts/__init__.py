"""Swappable, typed pieces of systems. A stateless part is its own configuration."""
