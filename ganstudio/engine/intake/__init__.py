"""Taking in a folder of other people's data: how to read it, what it looks like, what plays it."""
