"""The pages of the Learn workspace: what they say, and what is tried on them."""
