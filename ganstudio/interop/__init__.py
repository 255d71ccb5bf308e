"""Other programs' checkpoints and file formats, read without executing them."""
