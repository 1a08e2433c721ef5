"""The patient's own view (マイナポータル): signing in with the card, and what it shows. Simulated, like the cards."""
