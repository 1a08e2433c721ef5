"""The card in the hand, over HTTP."""
