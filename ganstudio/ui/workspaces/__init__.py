"""The screens of the studio, one module each; `ganstudio.ui.window.WORKSPACES` lists them."""
