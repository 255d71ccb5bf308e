"""What the Explore and Edit workspaces share: a model, a document with undo, and who draws."""
