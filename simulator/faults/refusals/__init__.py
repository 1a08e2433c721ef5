"""Faults that are refusals: any code that an operation's document declares, on the way on which the real one comes."""
