"""How many come when: curves over the time of a run, and scales from one clinic to the nation."""
