"""What asks a simulator that runs: a clinic's check, the demo, the tables of its controls."""
