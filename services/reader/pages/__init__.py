"""What the pages of the card reader look like: templates, words, style."""
