"""The studio's window: the only importer of PySide6."""
