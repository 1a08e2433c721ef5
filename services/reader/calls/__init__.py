"""What the card reader asks of other services, over HTTP."""
