"""What is wrong with a run, in words: vital signs at snapshots, rules over them, remedies."""
