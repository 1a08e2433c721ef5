"""The pages of one reader, and the call that puts a card on it."""
