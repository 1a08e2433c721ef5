"""The bodies of the call that puts a card on a reader."""
