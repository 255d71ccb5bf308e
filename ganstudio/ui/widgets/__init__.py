"""Controls and small views that every workspace is built from."""
