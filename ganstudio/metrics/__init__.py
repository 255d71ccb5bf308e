"""How good generated data are: numbers only, nothing here is trained by the engine."""
