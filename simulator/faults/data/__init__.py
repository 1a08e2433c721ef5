"""Faults of data and state: what a check, or a reception of many, answers otherwise than its record says."""
