"""What the Presets and Runs workspaces are made of: models, delegates, panes and dialogs."""
