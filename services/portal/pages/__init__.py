"""What the pages of the portal look like: templates and words."""
