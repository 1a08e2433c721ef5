"""Where reading without a card is open: after a disaster, or by an authority for emergencies."""
