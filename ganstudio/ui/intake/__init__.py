"""The page for a folder of data: what it holds, what is odd about it, how its samples come out."""
