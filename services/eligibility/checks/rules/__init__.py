"""What is asked in a check and what is read for it: nouns and rules. Pure."""
