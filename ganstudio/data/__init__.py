"""Real data: typed batches from worlds, files and folders, on the device where they fit."""
