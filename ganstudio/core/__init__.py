"""Words and contracts that every layer shares; imports no torch and no Qt."""
