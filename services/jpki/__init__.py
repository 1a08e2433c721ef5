"""The simulated J-LIS: certificate authorities, cards that sign, and what became of their certificates."""
