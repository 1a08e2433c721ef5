"""What a load run comes to: its rows, its thresholds, its exit code."""
