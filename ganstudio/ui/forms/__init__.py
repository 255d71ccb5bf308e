"""Forms that follow from a configuration's fields: no part has one written by hand."""
