"""Stories (シナリオ): sets of faults that have happened together, made in one go."""
