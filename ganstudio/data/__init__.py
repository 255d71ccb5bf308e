"""Real data: typed batches from worlds, files and folders, resident on the device where they fit."""
